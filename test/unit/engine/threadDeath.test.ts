import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { numberOf } from '../../harness/numberedEvents';
import { SeededRandom } from '../../harness/seededRandom';
import { sleep, until } from '../../harness/until';
import { EngineRig } from '../../harness/uplink/engineRig';

const KILLS = Number(process.env.WIREBAND_THREAD_KILLS ?? 6);
const SEED = Number(process.env.WIREBAND_THREAD_KILL_SEED ?? 1);

describe('an engine that is ended at random moments under load', () => {
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

  /** How often each event arrived, by the keys of the requests that it arrived in. */
  const arrivals = (): Map<number, Set<unknown>> => {
    const keys = new Map<number, Set<unknown>>();
    for (const request of backend.requests) {
      for (const event of request.events()) {
        const number = numberOf(event);
        keys.set(number, (keys.get(number) ?? new Set()).add(request.headers['idempotency-key']));
      }
    }
    return keys;
  };

  for (const storage of ['disk', 'memory'] as const) {
    it(`loses nothing and makes nothing two events (storage ${storage})`, async () => {
      const random = new SeededRandom(SEED);
      const directory = join(folder, 'spool');
      const engine = new Engine({ longestPauseMs: 100 });
      const rig = new EngineRig({
        engine,
        backendUrl: backend.url,
        directory,
        storage,
        flushBatch: 200,
        bufferSize: 1_000_000,
        maxPending: 200_000,
      });
      backend.reply = () => (random.next() < 0.1 ? 503 : 200);
      await until('the engine works', () => rig.engine.hasAnswered && rig.uplink.storage.kind === storage);
      for (let kill = 0; kill < KILLS; kill++) {
        const end = performance.now() + random.next() ** 2 * 1500;
        while (performance.now() < end) {
          rig.ingest(1 + Math.floor(random.next() * 30));
          rig.checkSum();
          await sleep(5);
        }
        await until('it runs', () => rig.engine.isRunning);
        const { length } = rig.findings;
        rig.engine.kill();
        rig.ingest(100);
        await until('it was said', () => rig.findings.length > length);
      }
      backend.reply = () => 200;
      await until('all is stored', () => rig.stored.size === rig.ingested);
      await until(
        () => `all is delivered: ${JSON.stringify(rig.uplink.stats())}`,
        () => rig.uplink.stats().buffer_depth === 0,
      );
      const arrived = arrivals();
      const { events_ingested, events_flushed, events_dropped } = rig.uplink.stats();
      const missing = Array.from({ length: rig.ingested }, (_, i) => i).filter((i) => !arrived.has(i));
      const twice = [...arrived].filter(([, keys]) => keys.size > 1).map(([number]) => number);
      assert.deepEqual(
        { missing: rangesOf(missing), twice: rangesOf(twice) },
        { missing: '', twice: '' },
        JSON.stringify(rig.uplink.stats()),
      );
      assert.ok([...rig.stored.values()].every((times) => times === 1));
      assert.deepEqual([events_ingested, events_flushed, events_dropped], [rig.ingested, rig.ingested, 0]);
      assert.equal(rig.findings.length, KILLS);
      await rig.end();
    });
  }
});

/** Numbers in their order, as `1-5 7`. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last.to + 1 === number) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(' ');
}
