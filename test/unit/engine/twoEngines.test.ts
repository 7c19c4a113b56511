import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine';
import { openLocalChannel } from '../../../src/engine/localChannel';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { until } from '../../harness/until';
import { arrivalsIn, assertAllOnce } from '../../harness/uplink/arrivals';
import { EngineRig } from '../../harness/uplink/engineRig';

describe('two engines of one process, in a thread and on the main thread', () => {
  let backend: HttpBackend;
  let folder: string;
  beforeEach(async () => {
    backend = await startHttpBackend();
    folder = mkdtempSync(join(tmpdir(), 'wireband-engine-'));
  });
  afterEach(async () => {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const rigOf = (openChannel?: ReturnType<typeof openLocalChannel>, firstNumber = 0): EngineRig =>
    new EngineRig({
      engine: new Engine(openChannel ? { openChannel } : {}),
      backendUrl: backend.url,
      directory: join(folder, 'spool'),
      firstNumber,
    });

  for (const first of ['thread', 'main thread'] as const) {
    it(`leave a shared directory to the first, here the one in the ${first}, until that closes`, async () => {
      const holder = rigOf(first === 'thread' ? undefined : openLocalChannel());
      holder.ingest(10);
      await until('the directory open', () => holder.uplink.storage.kind === 'disk');
      const other = rigOf(first === 'thread' ? openLocalChannel() : undefined, 1000);
      other.ingest(10);
      const failing = await until('a refusal for the second engine', () => {
        const { storage } = other.uplink;
        return storage.kind === 'failing' && storage;
      });
      assert.match(failing.error, /is in use by another node of this process/);
      holder.ingest(10);
      await until('delivery by both', () => arrivalsIn(backend.requests).size === 30);
      assert.equal(holder.uplink.storage.kind, 'disk');
      await holder.close(false);
      await until('the directory passed to the other', () => other.uplink.storage.kind === 'disk');
      other.ingest(10);
      await until('delivery by the other', () => arrivalsIn(backend.requests).size === 40);
      await other.end();
      holder.engine.kill();
    });
  }

  for (const from of ['thread', 'main thread'] as const) {
    for (const storage of ['disk', 'memory'] as const) {
      it(`take over an uplink from each other on deploy, with its backlog in ${storage}, from the ${from}`, async () => {
        const engines: Engine[] = [];
        const inThread = new Engine({ neighbours: () => engines });
        const onThisLoop = new Engine({ openChannel: openLocalChannel(), neighbours: () => engines });
        engines.push(inThread, onThisLoop);
        const [first, second] = from === 'thread' ? [inThread, onThisLoop] : [onThisLoop, inThread];
        backend.reply = () => 503;
        const directory = storage === 'disk' ? join(folder, 'spool') : undefined;
        const rig = new EngineRig({ engine: first, backendUrl: backend.url, directory, storage });
        rig.ingest(100);
        await until('a batch in flight', () => backend.requests.length > 0);
        await until('all events stored', () => rig.stored.size === 100);
        const closed = rig.close(true);
        rig.ingest(10);
        await closed;
        rig.openIn(second, { storage });
        rig.ingest(10);
        rig.checkSum();
        await until('the handover', () => rig.uplink.storage.kind === storage && rig.stored.size === 120);
        rig.checkSum();
        backend.reply = () => 200;
        await until('everything delivered', () => rig.uplink.stats().events_flushed === 120);
        assertAllOnce(rig, backend.requests);
        assert.ok(!rig.events.some(({ event }) => event === 'storage'), 'the directory was free');
        await rig.end();
        first.kill();
      });
    }
  }

  it('share a directory without delay after the death of the first', async () => {
    const holder = rigOf();
    holder.ingest(10);
    await until('the directory open', () => holder.uplink.storage.kind === 'disk');
    await until('everything delivered', () => arrivalsIn(backend.requests).size === 10);
    await holder.close(true);
    holder.engine.kill();
    await until('death of the engine', () => !holder.engine.isRunning);
    const other = rigOf(openLocalChannel(), 1000);
    const states: string[] = [];
    await until('the directory passed to the other', () => {
      states.push(other.uplink.storage.kind);
      return other.uplink.storage.kind === 'disk';
    });
    assert.ok(!states.includes('failing'));
    await other.end();
  });
});
