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
import { backendOf, EngineRig } from '../../harness/uplink/engineRig';

const UPLINKS = 20;
const BACKENDS = 3;

/** More than an uplink takes in: an event's number tells which uplink it belongs to. */
const NUMBERS_APART = 100_000;

describe('all uplinks of a runtime in one engine', () => {
  let backends: HttpBackend[] = [];
  let folder: string;
  beforeEach(async () => {
    backends = await Promise.all(Array.from({ length: BACKENDS }, () => startHttpBackend()));
    folder = mkdtempSync(join(tmpdir(), 'wireband-engine-'));
  });
  afterEach(async () => {
    await Promise.all(backends.map((backend) => backend.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it('each have exact figures when the thread dies and one backend is away', async () => {
    const random = new SeededRandom(1);
    const openChannel = openThreadChannel({ entry: await bundleThread(folder) });
    const engine = new Engine({ openChannel, longestPauseMs: 100 });
    const inEngine = backends.map(({ url }) => backendOf(engine, url));
    const rigs = Array.from({ length: UPLINKS }, (_, i) => {
      const storage = i % 4 === 0 ? 'memory' : 'disk';
      return new EngineRig({
        engine,
        id: `uplink ${i}`,
        backendUrl: '',
        backend: inEngine[i % BACKENDS],
        storage,
        directory: storage === 'disk' ? join(folder, String(i)) : undefined,
        sync: i % 5 === 0 ? 'always' : 'interval',
        flushBatch: 50,
        firstNumber: i * NUMBERS_APART,
      });
    });
    const feed = async (rounds: number): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        for (const rig of rigs) rig.ingest(Math.floor(random.next() * 10));
        await sleep(10);
        for (const rig of rigs) rig.checkSum();
      }
    };
    const died = async (): Promise<void> => {
      engine.kill();
      await until('death of the engine', () => !engine.isRunning);
    };
    await until('an answer from the engine', () => engine.hasAnswered);
    const [first] = backends;
    if (first) first.reply = () => (random.next() < 0.8 ? 503 : 200);
    for (let death = 0; death < runs(5); death++) {
      await feed(15);
      await died();
      await feed(3);
    }
    for (const backend of backends) backend.reply = () => 200;
    const isDone = (rig: EngineRig): boolean =>
      rig.uplink.stats().events_flushed === rig.ingested && rig.stored.size === rig.ingested;
    const unfinished = (): string =>
      rigs
        .flatMap((rig) => (isDone(rig) ? [] : JSON.stringify([rig.uplink.stats(), rig.stored.size])))
        .join('\n');
    await until(unfinished, () => rigs.every(isDone));
    const requests = backends.flatMap((backend) => backend.requests);
    for (const rig of rigs) assertAllOnce(rig, requests);
    await Promise.all(rigs.map((rig) => rig.close(false)));
    engine.kill();
  });
});
