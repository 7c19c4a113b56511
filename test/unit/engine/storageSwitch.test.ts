import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/engine';
import { openThreadChannel } from '../../../src/engine/threadChannel';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { runs } from '../../harness/effort';
import { SeededRandom } from '../../harness/seededRandom';
import { sleep, until } from '../../harness/until';
import { assertAllOnce } from '../../harness/uplink/arrivals';
import { bundleThread } from '../../harness/uplink/bundledThread';
import { EngineRig } from '../../harness/uplink/engineRig';

describe('an uplink whose storage changes with deploys while events are handed over', () => {
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

  for (const dies of [false, true]) {
    it(`delivers each event once${dies ? ', even if the thread dies during the change' : ''}`, async () => {
      const random = new SeededRandom(3);
      const openChannel = openThreadChannel({ entry: await bundleThread(folder) });
      const rig = new EngineRig({
        engine: new Engine({ openChannel, longestPauseMs: 50 }),
        backendUrl: backend.url,
        directory: join(folder, 'spool'),
        flushBatch: 40,
      });
      await until('an answer from the engine', () => rig.engine.hasAnswered);
      backend.reply = () => (random.next() < 0.5 ? 503 : 200);
      const feed = async (most: number): Promise<void> => {
        const end = performance.now() + random.next() * most;
        do {
          rig.ingest(Math.floor(random.next() * 60));
          await sleep(2);
        } while (performance.now() < end);
      };
      const mayDie = (): void => {
        if (dies && random.next() < 0.4) rig.engine.kill();
      };
      for (let change = 0; change < runs(30); change++) {
        await feed(60);
        mayDie();
        const closed = rig.close(true);
        await feed(5);
        mayDie();
        await closed;
        rig.ingest(20);
        rig.open({ storage: random.oneOf(['disk', 'memory']), sync: random.oneOf(['always', 'interval']) });
        await feed(20);
        mayDie();
        rig.checkSum();
      }
      backend.reply = () => 200;
      await until(
        () => `everything delivered: ${JSON.stringify(rig.uplink.stats())}`,
        () => rig.stored.size === rig.ingested && rig.uplink.stats().buffer_depth === 0,
      );
      assertAllOnce(rig, backend.requests);
      await rig.end();
    });
  }
});
