import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { BackendServer, type TakenEvent } from '../harness/backend/backendServer';
import { answers, neverAnswers } from '../harness/backend/misbehaviours';
import { Pacer } from '../harness/clock/Pacer';
import { Gateway, type Resources } from '../harness/gateway/gateway';
import { gatewayFlow } from '../harness/gateway/gatewayFlow';
import { sequenceOf } from '../harness/gateway/gatewayStage';
import { TestBroker } from '../harness/network/broker';
import { sleep, until } from '../harness/until';

const DEPLOYS = 50;
const MESSAGES_PER_SECOND = 500;
const TYPES = ['full', 'flows', 'nodes'] as const;

/** How the backend behaves during a deploy: mostly well, sometimes failing, so that a backlog is handed over. */
const WEATHER = [{}, answers(503), {}, answers(503), neverAnswers()] as const;

/** Takes messages by POST, for a test that must not depend on how soon mqtt in is back after a deploy. */
const feed = [
  {
    id: 'feed',
    type: 'http in',
    z: 'red-tab',
    url: '/feed',
    method: 'post',
    wires: [['red-classify', 'fed']],
  },
  { id: 'fed', type: 'http response', z: 'red-tab', wires: [] },
];

/** How long temporary resources may take to go away, milliseconds. */
const SETTLED_WITHIN_MS = 30_000;

/** A leak in each deploy, or only in those of one type, would exceed this; temporary resources do not. */
const SLACK = DEPLOYS / 10;

describe('deploys under load', () => {
  let broker: TestBroker;
  let gateway: Gateway;
  let backend: BackendServer;
  let pacer: Pacer | undefined;

  before(async function () {
    broker = await TestBroker.start();
    backend = await BackendServer.start();
    const trace = { console: { level: 'trace', metrics: false, audit: false } };
    gateway = await Gateway.start(this, { settings: { logging: trace } });
  });
  after(async () => {
    pacer?.stop();
    await gateway?.stop();
    await broker?.close();
    await backend?.close();
  });

  /** The same gateway, slightly changed with every version, so that each type of deploy restarts the uplink. */
  const version = (number: number, timeout: number) =>
    gatewayFlow({
      id: 'red',
      brokerPort: broker.port,
      backendUrl: backend.url,
      mqttIn: { qos: '1' },
      // Every sixth version changes the backend, which closes its connections.
      backend: { timeout: timeout + Math.floor(number / 6) / 1000 },
      uplink: { flushInterval: 0.05, backoffBase: 0.05, backoffMax: 0.1, maxAge: 604_800 + number },
      keepsCompleted: true,
      more: feed,
    });

  /** How long Node-RED says that it waited for each uplink to close, milliseconds. */
  const closeTimes = () =>
    [...gateway.red.output().matchAll(/Stopped node wireband-uplink:red-uplink \((\d+)ms\)/g)].map(([, ms]) =>
      Number(ms),
    );

  const settled = () =>
    until('every event that the uplink accepted is delivered', async () => {
      const stats = await gateway.stats('red');
      return stats.buffer_depth === 0 && stats;
    });

  // The claim is about everything that the uplink took in. Messages that Node-RED drops on their way to a node that
  // it is just replacing never reach the uplink, and are not counted here.
  it(`${DEPLOYS} of all types lose no event that the uplink accepted, keep the order, and leave nothing behind`, async () => {
    const publisher = await broker.connect();
    for (let i = 0; i < 3; i++) await gateway.deploy(version(-1 - i, 1), TYPES[i]);
    const before = await quietResources(gateway);
    const { threads, files } = held(gateway.red.pid);

    pacer = new Pacer(MESSAGES_PER_SECOND, (seq) => {
      publisher.publish(`plant/line${seq % 20}/temp`, JSON.stringify({ seq }), { qos: 1 });
    });
    let mostHandedOver = 0;
    for (let i = 0; i < DEPLOYS; i++) {
      backend.behave(WEATHER[i % WEATHER.length]);
      // The weather lasts for about one flush.
      await sleep(40);
      await gateway.deploy(version(i, 1), TYPES[i % TYPES.length]);
      const { buffer_depth, events_ingested: ingested } = await gateway.stats('red');
      mostHandedOver = Math.max(mostHandedOver, buffer_depth);
      // Through the mqtt in node that this deploy made.
      await until('messages come in', async () => {
        const { events_ingested } = await gateway.stats('red');
        return events_ingested > ingested + 20;
      });
    }
    backend.behave();
    const published = pacer.stop();
    // Comes after all the others, to a flow that has subscribed: once it has arrived, nothing is on its way any more.
    await publisher.publishAsync('plant/line0/temp', JSON.stringify({ seq: 'last' }), { qos: 1 });
    await until('the last message arrives', () => sequenceOf(backend.taken).includes('last'));
    const stats = await settled();

    assert.ok(mostHandedOver > 20, `a backlog of ${mostHandedOver} was handed over`);
    assert.equal(stats.events_dropped, 0);
    assert.equal(stats.events_flushed, stats.events_ingested);
    assert.equal(backend.taken.length, stats.events_ingested, 'each event once, by its batch key');
    assert.ok(stats.events_ingested > 1000, `${stats.events_ingested} of ${published} got that far`);
    const completed = await gateway.records('completed');
    const done = completed.map(({ payload }) => Object(payload).seq).filter((seq) => seq !== undefined);
    const arrived = new Set(sequenceOf(backend.taken));
    assert.deepEqual(
      done.filter((seq) => !arrived.has(seq)),
      [],
      'every message that the uplink completed has arrived',
    );
    assert.ok(isSorted(backend.taken), 'in the order in which the uplink accepted them');

    for (const kind of ['timers', 'servers', 'listeners'] as const) {
      let after = Number.NaN;
      await until(
        () => `${kind}: ${before[kind]} before, ${after} after`,
        async () => {
          after = (await gateway.resources())[kind];
          return after <= before[kind] + SLACK;
        },
        SETTLED_WITHIN_MS,
      );
    }
    assert.deepEqual(
      held(gateway.red.pid).threads,
      threads,
      'the same threads, that of the engine among them',
    );
    await until(
      () => `${files} files and sockets before, ${held(gateway.red.pid).files} after`,
      () => held(gateway.red.pid).files <= files,
      SETTLED_WITHIN_MS,
    );
    assert.deepEqual(await gateway.instances(), { Uplink: 1, HandOver: 1, Backend: 1 });
    const connections = () =>
      `${backend.openConnections} to the backend, ${broker.connectedClients} to the broker`;
    await until(connections, () => backend.openConnections <= 1 && broker.connectedClients === 2);
    assert.ok(closeTimes().length >= DEPLOYS);
    assert.doesNotMatch(
      gateway.red.output(),
      /Close timed out|Error stopping node|The engine died|\[error\]/,
    );
  });

  it('with a backend that never answers: the uplink closes without waiting, and its batch is retried', async () => {
    backend.behave(neverAnswers());
    await gateway.deploy(version(999, 30));
    const takenBefore = backend.taken.length;
    const timesBefore = closeTimes().length;
    const durations: number[] = [];
    let requests = backend.batches.length;
    for (const [round, type] of [...TYPES, ...TYPES].entries()) {
      await fetch(`${gateway.red.url}/feed`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ seq: `hung ${round}` }),
      });
      const latest = async () => Object((await gateway.records('completed')).at(-1)?.payload).seq;
      await until('the uplink has it', async () => (await latest()) === `hung ${round}`);
      await until('a request hangs', () => backend.batches.length > requests);
      requests = backend.batches.length;
      durations.push(await gateway.deploy(version(1000 + round, 30), type));
    }
    // Half a second, plus what a busy machine takes; it would wait 30 s for the answer, Node-RED 15 s for the close.
    const times = closeTimes().slice(timesBefore);
    assert.equal(times.length, 6);
    assert.ok(median(times) < 5000, `closed in ${times} ms`);
    assert.ok(median(durations) < 8000, `deployed in ${durations} ms`);
    assert.doesNotMatch(gateway.red.output(), /Close timed out/);

    await backend.goDown();
    backend.behave();
    await backend.comeBack();
    await settled();
    const arrived = backend.taken.slice(takenBefore);
    assert.deepEqual(
      sequenceOf(arrived),
      [0, 1, 2, 3, 4, 5].map((round) => `hung ${round}`),
    );
  });
});

/** What the process holds once the traffic has gone: the minimum of a few looks, since timers come and go. */
async function quietResources(gateway: Gateway): Promise<Resources> {
  // Time for temporary resources to go. If it were too short, more would be allowed afterwards; nothing would fail.
  await sleep(1000);
  const looks = [await gateway.resources(), await gateway.resources(), await gateway.resources()];
  const least = (kind: keyof Resources) => Math.min(...looks.map((look) => look[kind]));
  return { timers: least('timers'), servers: least('servers'), listeners: least('listeners') };
}

/** The thread IDs of a process, and how many files and sockets it has open. */
function held(pid: number): { readonly threads: readonly string[]; readonly files: number } {
  return { threads: readdirSync(`/proc/${pid}/task`).sort(), files: readdirSync(`/proc/${pid}/fd`).length };
}

/** Whether events came in the order in which they were taken in. */
function isSorted(events: readonly TakenEvent[]): boolean {
  return events.every((event, i) => event.ts >= (events[i - 1]?.ts ?? 0));
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
