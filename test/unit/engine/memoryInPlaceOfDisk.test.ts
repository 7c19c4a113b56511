import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { numberOf } from '../../harness/numberedEvents';
import { until } from '../../harness/until';
import { arrivalsIn, assertAllOnce } from '../../harness/uplink/arrivals';
import { EngineRig } from '../../harness/uplink/engineRig';

/** More than any disk has free: it takes nothing from the first write on. */
const FULL = { minFreeBytes: 1e15 };

describe('an engine that dies while it keeps events in memory', () => {
  let backend: HttpBackend;
  let folder: string;
  let rig: EngineRig;
  beforeEach(async () => {
    backend = await startHttpBackend();
    backend.reply = () => 503;
    folder = mkdtempSync(join(tmpdir(), 'wireband-engine-'));
  });
  afterEach(async () => {
    await rig.end();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (settings: object): void => {
    const directory = join(folder, 'spool');
    rig = new EngineRig({ engine: new Engine(), backendUrl: backend.url, directory, ...settings });
  };
  const ingestInto = async (storage: string, count: number): Promise<void> => {
    rig.ingest(count);
    await until(
      () => `${count} are stored in ${storage}: ${rig.stored.size} in ${rig.uplink.storage.kind}`,
      () => rig.stored.size === rig.ingested && rig.uplink.storage.kind === storage,
    );
  };
  const kill = async (): Promise<void> => {
    const { length } = rig.findings;
    rig.engine.kill();
    await until('it was said', () => rig.findings.length > length);
  };
  const delivered = async (): Promise<void> => {
    backend.reply = () => 200;
    rig.uplink.flush();
    await until(
      () => `all is delivered: ${JSON.stringify(rig.uplink.stats())}`,
      () => rig.engine.isRunning && rig.uplink.stats().buffer_depth === 0 && rig.uplink.stats().connected,
    );
  };
  it('calls events safe that are on disk after all, and those that are delivered, once each', async () => {
    open(FULL);
    await ingestInto('failing', 120);
    await until('a batch is under way', () => backend.requests.length > 1);
    assert.equal(rig.safe.size, 0);
    await rig.close(true);
    rig.open({ minFreeBytes: 0 });
    await until('they are on disk', () => rig.safe.size === 120);
    await rig.close(true);
    rig.open(FULL);
    // That the disk is full is noticed with a write.
    rig.ingest(1);
    await until('the disk fails again', () => rig.uplink.storage.kind === 'failing');
    const { size } = rig.safe;
    rig.ingest(50);
    await until('they are stored in memory', () => rig.stored.size === 171);
    await kill();
    assert.equal(rig.safe.size, size);
    await delivered();
    await until('they are safe', () => rig.safe.size === 171);
    assert.deepEqual(new Set(rig.safe.values()), new Set([1]));
    assertAllOnce(rig, backend.requests);
  });

  it('in the place of a disk that fails hands them over again, in their batches', async () => {
    open(FULL);
    await ingestInto('failing', 300);
    await until('a batch is under way', () => backend.requests.length > 1);
    rig.ingest(20);
    await kill();
    await ingestInto('failing', 30);
    await kill();
    await delivered();
    assertAllOnce(rig, backend.requests);
  });

  it('in the place of a disk that fails keeps what was set aside there', async () => {
    open(FULL);
    // One gets through, so that the others are to blame.
    backend.reply = (request) => (request.events().some((event) => numberOf(event) > 0) ? 400 : 200);
    await ingestInto('failing', 9);
    await until('all are set aside', () => rig.uplink.stats().events_quarantined === 8);
    await kill();
    await until('they are known again', () => rig.uplink.stats().buffer_depth === 0);
    rig.checkSum();
    // They are sent at once.
    backend.reply = () => 200;
    assert.equal(await rig.uplink.retryQuarantine(), 8);
    await delivered();
    await until('all are counted', () => rig.uplink.stats().events_flushed === 9);
    const { events_flushed, events_quarantined } = rig.uplink.stats();
    assert.deepEqual([events_flushed, events_quarantined], [9, 0]);
  });

  it('in the place of a disk that works again has all of it on disk, and once', async () => {
    open(FULL);
    await ingestInto('failing', 120);
    await until('a batch is under way', () => backend.requests.length > 1);
    await rig.close(true);
    rig.open({ minFreeBytes: 0 });
    await until('it is on disk', () => rig.uplink.storage.kind === 'disk');
    await until('the main thread keeps nothing', () => rig.uplink.record.handOver.copy.isEmpty);
    await kill();
    await delivered();
    assertAllOnce(rig, backend.requests);
  });

  it('does not bring back what was dropped before its group counted as stored', async () => {
    open({ storage: 'memory', directory: undefined, bufferSize: 100, maxPending: 10_000 });
    await ingestInto('memory', 1000);
    assert.equal(rig.uplink.stats().events_dropped, 900);
    await kill();
    await delivered();
    const { events_flushed, events_dropped } = rig.uplink.stats();
    assert.deepEqual([arrivalsIn(backend.requests).size, events_flushed, events_dropped], [100, 100, 900]);
    await until('the main thread keeps nothing', () => rig.uplink.record.handOver.copy.isEmpty);
  });
});
