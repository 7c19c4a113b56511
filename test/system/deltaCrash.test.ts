import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { answers } from '../harness/backend/misbehaviours';
import { deltaFeedFlow, FEED_THRESHOLD, feedReading } from '../harness/gateway/deltaFeed';
import { Gateway } from '../harness/gateway/gateway';
import { SeededRandom } from '../harness/seededRandom';
import { sleep, until } from '../harness/until';

/** How Node-RED ends, in turn. */
const ENDINGS = ['kill', 'stop', 'kill', 'kill', 'stop', 'kill'] as const;

const TOPICS = Array.from({ length: 30 }, (_, i) => `plant/line${i}/level`);

/** What was forwarded this long before a clean end is known to have arrived; see docs/delta.md. */
const SETTLED_MS = 10_500;

const SEED = Number(process.env.WIREBAND_KILL_SEED ?? Date.now() % 1e9);

describe('a change filter with saved state in front of a durable uplink', () => {
  let userDir: string;
  let backend: BackendServer;
  let gateway: Gateway | undefined;
  beforeEach(async () => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
    backend = await BackendServer.start();
  });
  afterEach(async () => {
    await gateway?.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    await backend.close();
  });

  /** What the backend has for a topic: its last value. */
  const atBackend = (topic: string): number =>
    Object(backend.taken.filter((event) => event.topic === topic).at(-1)?.data).value;

  const allDelivered = (red: Gateway) =>
    until('the spool is empty', async () => {
      const found = await red.stats('df');
      return found.storage !== 'opening' && found.buffer_depth === 0 && found;
    });

  it(`stopped ${ENDINGS.length} times under load, mostly by SIGKILL: after the next reading of a topic, the backend is within the threshold`, async function () {
    console.log(`      seed ${SEED}`);
    const random = new SeededRandom(SEED);
    const values = new Map(TOPICS.map((topic) => [topic, random.between(0, 100)]));
    gateway = await Gateway.start(this, { userDir });
    await gateway.deploy(deltaFeedFlow(backend.url));
    const counts = { promised: 0, suppressed: 0, unknown: 0 };
    for (const ending of ENDINGS) {
      const { url } = gateway.red;
      let ended = false;
      const walk = async (topic: string): Promise<void> => {
        while (!ended) {
          const value = (values.get(topic) ?? 0) + random.between(-12, 12) / 10;
          values.set(topic, value);
          counts[await feedReading(url, topic, value)]++;
        }
      };
      // Now and then the backend is down, so that a backlog outlives the end.
      backend.behave(random.chance(0.5) ? answers(503) : {});
      const fed = counts.promised + counts.suppressed;
      const walks = Promise.all(TOPICS.map(walk));
      await until('it is under load', () => counts.promised + counts.suppressed > fed + 100);
      await sleep(random.between(0, 1700));
      const end = gateway[ending]();
      ended = true;
      await Promise.all([walks, end]);
      backend.behave();

      gateway = await Gateway.start(this, { userDir });
      for (const topic of TOPICS) {
        const fate = await feedReading(gateway.red.url, topic, values.get(topic) ?? 0);
        assert.notEqual(fate, 'unknown');
      }
      await allDelivered(gateway);
      for (const topic of TOPICS) {
        const distance = Math.abs(atBackend(topic) - (values.get(topic) ?? 0));
        assert.ok(distance < FEED_THRESHOLD, `${topic} after ${ending}: off by ${distance}`);
      }
    }
    console.log(`      ${JSON.stringify(counts)}, ${backend.taken.length} arrived`);
    assert.ok(counts.promised > 80 && counts.suppressed > 80);
    assert.doesNotMatch(gateway.red.output(), /\[error\]/);
  });

  it('keeps suppressing settled values after a clean restart, and passes them once after a crash', async function () {
    gateway = await Gateway.start(this, { userDir });
    await gateway.deploy(deltaFeedFlow(backend.url));
    assert.equal(await feedReading(gateway.red.url, 'tank', 50), 'promised');
    await sleep(SETTLED_MS);
    await gateway.stop();

    gateway = await Gateway.start(this, { userDir });
    assert.equal(await feedReading(gateway.red.url, 'tank', 50.5), 'suppressed');
    assert.equal(await feedReading(gateway.red.url, 'tank', 51), 'promised');
    await gateway.stop();

    gateway = await Gateway.start(this, { userDir });
    assert.equal(
      await feedReading(gateway.red.url, 'tank', 51),
      'promised',
      'it was forwarded just before the end',
    );
    assert.equal(await feedReading(gateway.red.url, 'tank', 51), 'suppressed');
    await gateway.kill();

    gateway = await Gateway.start(this, { userDir });
    assert.equal(await feedReading(gateway.red.url, 'tank', 51), 'promised');
    const reasons = (await gateway.records('passed')).map(({ wireband }) => Object(wireband?.delta).reason);
    assert.deepEqual(reasons, ['first']);
  });

  for (const persist of [true, false]) {
    it(`keeps a reading that waits for the end of an interval across a clean restart, and sends it with its own time, ${persist ? 'if all' : 'even if nothing else'} is remembered`, async function () {
      gateway = await Gateway.start(this, { userDir });
      await gateway.deploy(deltaFeedFlow(backend.url, { minInterval: 4, persist }));
      assert.equal(await feedReading(gateway.red.url, 'tank', 50), 'promised');
      const from = Date.now();
      assert.equal(await feedReading(gateway.red.url, 'tank', 70), 'suppressed');
      const to = Date.now();
      await gateway.stop();

      gateway = await Gateway.start(this, { userDir });
      await until('the held reading arrives', () => backend.taken.length >= 2);
      const [first, held] = backend.taken;
      assert.deepEqual([Object(first?.data).value, Object(held?.data).value], [50, 70]);
      const time = (held?.ts ?? 0) * 1000;
      assert.ok(time >= from - 1 && time <= to + 1, `${time} from ${from} to ${to}`);
    });
  }
});
