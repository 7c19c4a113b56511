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

/** More than any disk has free: the disk fails from the first write on. */
const FULL = { minFreeBytes: 1e15 };

describe('an engine that dies with events in memory', () => {
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
      () => `${count} events stored in ${storage}: ${rig.stored.size} in ${rig.uplink.storage.kind}`,
      () => rig.stored.size === rig.ingested && rig.uplink.storage.kind === storage,
    );
  };
  const kill = async (): Promise<void> => {
    const { length } = rig.findings;
    rig.engine.kill();
    await until('a report of the death', () => rig.findings.length > length);
  };
  const delivered = async (): Promise<void> => {
    backend.reply = () => 200;
    rig.uplink.flush();
    await until(
      () => `everything delivered: ${JSON.stringify(rig.uplink.stats())}`,
      () => rig.engine.isRunning && rig.uplink.stats().buffer_depth === 0 && rig.uplink.stats().connected,
    );
  };
  it('reports events as safe exactly once, whether they reach the disk later or are delivered', async () => {
    open(FULL);
    await ingestInto('failing', 120);
    await until('a batch in flight', () => backend.requests.length > 1);
    assert.equal(rig.safe.size, 0);
    await rig.close(true);
    rig.open({ minFreeBytes: 0 });
    await until('all events on disk', () => rig.safe.size === 120);
    await rig.close(true);
    rig.open(FULL);
    // Only a write reveals that the disk is full.
    rig.ingest(1);
    await until('another disk failure', () => rig.uplink.storage.kind === 'failing');
    const { size } = rig.safe;
    rig.ingest(50);
    await until('all events stored in memory', () => rig.stored.size === 171);
    await kill();
    assert.equal(rig.safe.size, size);
    await delivered();
    await until('all events safe', () => rig.safe.size === 171);
    assert.deepEqual(new Set(rig.safe.values()), new Set([1]));
    assertAllOnce(rig, backend.requests);
  });

  it('while its disk fails, hands them over again in their batches', async () => {
    open(FULL);
    await ingestInto('failing', 300);
    await until('a batch in flight', () => backend.requests.length > 1);
    rig.ingest(20);
    await kill();
    await ingestInto('failing', 30);
    await kill();
    await delivered();
    assertAllOnce(rig, backend.requests);
  });

  it('while its disk fails, keeps the quarantine', async () => {
    open(FULL);
    // One event gets through, so the others are to blame.
    backend.reply = (request) => (request.events().some((event) => numberOf(event) > 0) ? 400 : 200);
    await ingestInto('failing', 9);
    await until('all but one in quarantine', () => rig.uplink.stats().events_quarantined === 8);
    await kill();
    await until('the quarantine known to the next engine', () => rig.uplink.stats().buffer_depth === 0);
    rig.checkSum();
    // They are sent at once.
    backend.reply = () => 200;
    assert.equal(await rig.uplink.retryQuarantine(), 8);
    await delivered();
    await until('all events counted', () => rig.uplink.stats().events_flushed === 9);
    const { events_flushed, events_quarantined } = rig.uplink.stats();
    assert.deepEqual([events_flushed, events_quarantined], [9, 0]);
  });

  it('after its disk recovered, has all of them on disk, once', async () => {
    open(FULL);
    await ingestInto('failing', 120);
    await until('a batch in flight', () => backend.requests.length > 1);
    await rig.close(true);
    rig.open({ minFreeBytes: 0 });
    await until('the disk as storage', () => rig.uplink.storage.kind === 'disk');
    await until('no copies on the main thread', () => rig.uplink.record.handOver.copy.isEmpty);
    await kill();
    await delivered();
    assertAllOnce(rig, backend.requests);
  });

  it('does not bring back events dropped before their group counted as stored', async () => {
    open({ storage: 'memory', directory: undefined, bufferSize: 100, maxPending: 10_000 });
    await ingestInto('memory', 1000);
    assert.equal(rig.uplink.stats().events_dropped, 900);
    await kill();
    await delivered();
    const { events_flushed, events_dropped } = rig.uplink.stats();
    assert.deepEqual([arrivalsIn(backend.requests).size, events_flushed, events_dropped], [100, 100, 900]);
    await until('no copies on the main thread', () => rig.uplink.record.handOver.copy.isEmpty);
  });
});
