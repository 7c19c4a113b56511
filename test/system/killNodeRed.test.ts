import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { BackendWeather } from '../harness/backend/backendWeather';
import { answers, neverAnswers } from '../harness/backend/misbehaviours';
import { checkArrived, checkRepetitions } from '../harness/backend/receivedEvents';
import { Feed, feedFlow } from '../harness/gateway/feed';
import { Gateway } from '../harness/gateway/gateway';
import { SeededRandom } from '../harness/seededRandom';
import { sleep, until } from '../harness/until';

/** How Node-RED ends, time after time. */
const ENDINGS = ['kill', 'kill', 'stop', 'kill', 'kill', 'kill', 'stop', 'kill', 'kill', 'kill'] as const;

const DEPLOYS = 40;
const TYPES = ['full', 'nodes', 'flows'] as const;

/** Of the uplink, time after time. */
const STORAGES = ['disk', 'disk', 'memory', 'disk', 'memory', 'memory', 'disk'] as const;

const QUICK = { flushInterval: 0.05, flushBatch: 50, backoffBase: 0.05, backoffMax: 0.3 };

const SEED = Number(process.env.WIREBAND_KILL_SEED ?? Date.now() % 1e9);

describe('Node-RED with the spool of the uplink on disk', () => {
  let userDir: string;
  let backend: BackendServer;
  let feed: Feed;
  let gateway: Gateway | undefined;
  beforeEach(async () => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
    backend = await BackendServer.start();
    feed = new Feed();
  });
  afterEach(async () => {
    await feed.stop();
    await gateway?.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    await backend.close();
  });

  const version = (number: number, storage: string) =>
    feedFlow({
      backendUrl: backend.url,
      backend: { timeout: 0.5 + Math.floor(number / 6) / 1000 },
      uplink: { ...QUICK, storage, maxAge: 604_800 + number },
    });

  /** All that was promised has arrived, once; the uplink says that nothing is left. */
  const allArrived = async (red: Gateway): Promise<void> => {
    const stats = await red.emptied('feed');
    checkArrived(backend, feed.promised);
    checkRepetitions(backend);
    assert.equal(stats.events_dropped, 0);
    assert.equal(stats.events_flushed, stats.events_ingested, JSON.stringify(stats));
  };

  it(`ended ${ENDINGS.length} times under load, mostly by SIGKILL: every message that it was done with arrives, none twice`, async function () {
    console.log(`      seed ${SEED}`);
    const random = new SeededRandom(SEED);
    gateway = await Gateway.start(this, { userDir });
    await gateway.deploy(version(0, 'disk'));
    const weather = new BackendWeather(backend, random);
    for (const ending of ENDINGS) {
      const before = feed.promised.size;
      feed.start(gateway);
      await until('it is under load', () => feed.promised.size > before + 20);
      await sleep(random.between(0, 1500));
      await gateway[ending]();
      await feed.stop();
      gateway = await Gateway.start(this, { userDir });
    }
    await weather.clear();
    await allArrived(gateway);
    console.log(`      ${feed.promised.size} messages promised, ${backend.taken.length} arrived`);
    assert.doesNotMatch(gateway.red.output(), /\[error\]/);
  });

  it(`${DEPLOYS} deploys of all types under load, from disk to memory and back: every message that it was done with arrives, none twice`, async function () {
    gateway = await Gateway.start(this, { userDir });
    await gateway.deploy(version(0, 'disk'));
    feed.start(gateway);
    const weather = [{}, answers(503), {}, neverAnswers(), answers(503)] as const;
    for (let i = 1; i <= DEPLOYS; i++) {
      backend.behave(weather[i % weather.length]);
      const before = feed.promised.size;
      // Each version lives for at least one flush.
      await sleep(50);
      await until('it is under load', () => feed.promised.size > before + 5);
      await gateway.deploy(version(i, STORAGES[i % STORAGES.length] ?? 'disk'), TYPES[i % TYPES.length]);
    }
    await feed.stop();
    await backend.goDown();
    backend.behave();
    await backend.comeBack();
    await allArrived(gateway);
    assert.ok(feed.promised.size > DEPLOYS * 5, `${feed.promised.size} messages`);
    assert.doesNotMatch(gateway.red.output(), /\[error\]|Close timed out/);
  });
});
