import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine';
import { openThreadChannel } from '../../../src/engine/threadChannel';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { SeededRandom } from '../../harness/seededRandom';
import { sleep, until } from '../../harness/until';
import { assertAllOnce } from '../../harness/uplink/arrivals';
import { bundleThread } from '../../harness/uplink/bundledThread';
import { EngineRig } from '../../harness/uplink/engineRig';

/** Total for disk and memory. */
const KILLS = Number(process.env.WIREBAND_THREAD_KILLS ?? (process.env.CI === 'true' ? 200 : 6));
const SEED = Number(process.env.WIREBAND_THREAD_KILL_SEED ?? 1);

/** Maximum milliseconds that it works before it is ended. */
const LONGEST_LIFE_MS = 250;

/** The share of engines that are ended while they start. */
const ENDED_AT_START = 1 / 4;

describe('an engine that is killed at random moments under load', () => {
  const tally: string[] = [];
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

  after(() => console.log(`      ${tally.join('; ')}`));

  for (const storage of ['disk', 'memory'] as const) {
    it(`loses no event and duplicates none (storage ${storage})`, async () => {
      const random = new SeededRandom(SEED);
      const openChannel = openThreadChannel({ entry: await bundleThread(folder) });
      const rig = new EngineRig({
        engine: new Engine({ openChannel, longestPauseMs: 20 }),
        backendUrl: backend.url,
        directory: join(folder, 'spool'),
        storage,
        flushBatch: 200,
        bufferSize: 1_000_000,
        maxPending: 200_000,
      });
      const kills = Math.ceil(KILLS / 2);
      backend.reply = () => (random.next() < 0.1 ? 503 : 200);
      await until('an engine ready', () => rig.engine.hasAnswered && rig.uplink.storage.kind === storage);
      for (let kill = 0; kill < kills; kill++) {
        const { size } = rig.stored;
        rig.ingest(1);
        const isAtWork = () => rig.stored.size > size;
        if (random.next() > ENDED_AT_START) await until('an engine at work', isAtWork);
        const end = performance.now() + random.next() ** 2 * LONGEST_LIFE_MS;
        while (performance.now() < end) {
          rig.ingest(1 + Math.floor(random.next() * 30));
          rig.checkSum();
          await sleep(5);
        }
        await until('a running engine', () => rig.engine.isRunning);
        const { length } = rig.findings;
        rig.engine.kill();
        rig.ingest(50);
        await until('a report of the death', () => rig.findings.length > length);
      }
      backend.reply = () => 200;
      await until('everything stored', () => rig.stored.size === rig.ingested);
      await until(
        () => `everything delivered: ${JSON.stringify(rig.uplink.stats())}`,
        () => rig.uplink.stats().buffer_depth === 0,
      );
      assertAllOnce(rig, backend.requests);
      assert.equal(rig.findings.length, kills);
      const { length: requests } = backend.requests;
      const again =
        requests - new Set(backend.requests.map(({ headers }) => headers['idempotency-key'])).size;
      tally.push(
        `storage ${storage}: ${kills} ends, ${rig.ingested} events, ${requests} requests, ${again} of them again`,
      );
      await rig.end();
    });
  }
});
