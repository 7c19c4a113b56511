import assert from 'node:assert/strict';
import { type BackendReply, type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { freePort } from '../harness/network/listening';
import { EditorWatch } from '../harness/nodeRed/EditorWatch';
import { nodeRed4 } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

const MEBIBYTE = 1024 * 1024;

/** What Node-RED itself logs, line by line, and shows under a node, while the uplink's outputs are not wired. */
describe('an uplink without wires in Node-RED', () => {
  let red: NodeRed;
  let watch: EditorWatch;
  let backend: HttpBackend;
  let uplink = '';
  let seen = 0;
  let count = 0;

  before(async function () {
    const installation = need(this, nodeRed4);
    await packThisPackage();
    red = await startNodeRed({
      red: installation,
      packageFolder: repository,
      flows: [],
      env: { NO_PROXY: '*' },
    });
    watch = await EditorWatch.open(red.url);
  });
  after(async () => {
    watch?.close();
    await red?.stop();
  });
  beforeEach(async () => {
    backend = await startHttpBackend();
    uplink = `uplink-${++count}`;
    seen = red.output().length;
  });
  afterEach(async () => {
    await red.deploy([]);
    await backend.stop();
  });

  const inject = (id: string, func: string): FlowNode[] => {
    return [
      {
        id,
        type: 'inject',
        z: 'tab',
        x: 0,
        y: 0,
        props: [],
        repeat: '',
        once: false,
        wires: [[`${id}-make`]],
      },
      { id: `${id}-make`, type: 'function', z: 'tab', x: 0, y: 0, func, outputs: 1, wires: [[uplink]] },
    ];
  };
  /** A payload per topic: its index, or `length` characters if the topic begins with `bad/`. */
  const messages = (topics: readonly string[], length: number): string =>
    `return [${JSON.stringify(topics)}.map((topic, i) => ({
      topic,
      payload: ${length} > 0 && topic.startsWith('bad/') ? 'x'.repeat(${length}) : i,
    }))];`;
  const run = (config: object, topics: readonly string[], url = backend.url, length = 0): Promise<void> =>
    red.deploy([
      { id: 'tab', type: 'tab' },
      { id: 'backend', type: 'wireband-backend', url, compression: 'none', timeout: 5 },
      {
        id: uplink,
        type: 'wireband-uplink',
        z: 'tab',
        x: 0,
        y: 0,
        name: 'To the backend',
        backend: 'backend',
        storage: 'memory',
        flushInterval: 0.05,
        maxRetries: 0,
        backoffBase: 1,
        backoffMax: 4,
        wires: [[], []],
        ...config,
      },
      ...inject('send', messages(topics, length)),
      ...inject('retry', `return { command: 'retry-quarantine' };`),
      { id: 'catch', type: 'catch', z: 'tab', x: 0, y: 0, scope: [uplink], wires: [['caught']] },
      {
        id: 'caught',
        type: 'debug',
        z: 'tab',
        x: 0,
        y: 0,
        active: true,
        tosidebar: true,
        complete: 'true',
        targetType: 'full',
        wires: [],
      },
    ]);
  /** Presses the button as soon as the flow has it. */
  const send = (): Promise<unknown> =>
    until('the button', () =>
      red.inject('send').then(
        () => true,
        () => false,
      ),
    );
  const topics = (amount: number): string[] => Array.from({ length: amount }, (_, i) => `hall/t${i}`);

  /** What the uplink has logged since the test began: level and text. */
  const lines = (): string[] =>
    [
      ...red
        .output()
        .slice(seen)
        .matchAll(/\[(\w+)\] \[wireband-uplink:To the backend\] (.*)/g),
    ].map(([, level, text]) => `${level} ${text}`);
  const logs = (pattern: RegExp): Promise<unknown> =>
    until(
      () => `a line ${pattern} in the log, which has ${lines().join('\n')}`,
      () => lines().some((line) => pattern.test(line)),
    );
  const shows = (pattern: RegExp): Promise<unknown> =>
    until(
      () => `a status ${pattern} among ${watch.statusesOf(uplink).join(', ')}`,
      () => watch.statusesOf(uplink).some((text) => pattern.test(text)),
    );

  it('whose backend is down says so with the cause and the next attempt, and nothing else', async () => {
    const port = await freePort();
    await run({}, topics(5), `http://127.0.0.1:${port}`);
    await send();
    await shows(/^ECONNREFUSED · 5 waiting · retry in \d s$/);
    await logs(/^warn Offline: /);
    const url = `http://127.0.0.1:${port}/iot/v1/ingest/batch`;
    const expected = `^warn Offline: ${url} cannot be reached: connect ECONNREFUSED 127\\.0\\.0\\.1:${port} \\(nothing is listening there\\)\\. \\d events? waiting, next try (now|in \\d(\\.\\d)? s)\\.$`;
    assert.match(lines()[0] ?? '', new RegExp(expected));
    assert.equal(lines().length, 1);
  });

  it('whose key is refused says which setting to check', async () => {
    backend.reply = () => ({ status: 401, body: 'unknown key' });
    await run({}, topics(5));
    await send();
    await shows(/^API key refused \(401\) · 5 waiting$/);
    await logs(/^error Refused: .* answers HTTP 401: unknown key\. Check the API key of the backend\. /);
    assert.equal(lines().length, 1);
  });

  it('with two events rejected with 422 says so in status, log and Catch nodes', async () => {
    backend.reply = (request): BackendReply =>
      request.events().some(({ topic }) => topic.startsWith('bad/'))
        ? { status: 422, body: 'unknown unit' }
        : 200;
    await run({ flushBatch: 10 }, ['hall/a', 'bad/b', 'hall/c', 'bad/d']);
    await send();
    await shows(/^delivered · 2 refused$/);
    const caught = await watch.waitForMessages('caught', 2);
    assert.deepEqual(
      caught.map(({ value }) => [Object(value).topic, Object(value).payload, Object(value).error.message]),
      [
        ['bad/b', 1, 'Quarantined: an event on topic bad/b: HTTP 422: unknown unit'],
        ['bad/d', 3, 'Quarantined: an event on topic bad/d: HTTP 422: unknown unit'],
      ],
    );
    watch.clear();
    assert.deepEqual(
      lines().filter((line) => line.includes('Quarantined')),
      [
        'error Quarantined: an event on topic bad/b: HTTP 422: unknown unit',
        'error Quarantined: an event on topic bad/d: HTTP 422: unknown unit',
      ],
    );
  });

  it('with one event answered 500 while others arrive says that it is deferred, and when it no longer is', async () => {
    let isRepaired = false;
    backend.reply = (request): BackendReply =>
      !isRepaired && request.events().some(({ topic }) => topic === 'bad/b')
        ? { status: 500, body: 'index out of range' }
        : 200;
    await run({ flushBatch: 10 }, ['hall/a', 'bad/b', 'hall/c']);
    await send();
    await shows(/^delivered · 1 deferred$/);
    await logs(
      /^warn Deferred for \d+(\.\d)? s: 1 event that http:.* does not accept while others get through\. Each is retried at growing intervals; last error: HTTP 500: index out of range\.$/,
    );
    isRepaired = true;
    await shows(/^delivered$/);
    await logs(/^info No more deferred events: 0 events waiting\.$/);
  });

  it('whose quarantine is full says so, and how to make room', async () => {
    backend.reply = (request): BackendReply =>
      request.events().some(({ topic }) => topic.startsWith('bad/'))
        ? { status: 422, body: 'too long' }
        : 200;
    const mixed = topics(18).flatMap((topic, i) => [topic, `bad/t${i}`]);
    // What is rejected last goes to quarantine only once others get through after it.
    await run({ flushBatch: 2 }, [...mixed, ...topics(20)], backend.url, MEBIBYTE);
    await send();
    await shows(/^delivered · \d deferred · quarantine full$/);
    await logs(/^warn Quarantine full: .* msg\.command "retry-quarantine" .* "clear-quarantine"\.$/);
    backend.reply = () => 200;
    await red.inject('retry');
    await until('all events arrive', () => watch.statusesOf(uplink).at(-1) === 'delivered');
    watch.clear();
  });

  it('with 60 readings for a buffer of 10 says how many are dropped, and why', async () => {
    backend.reply = () => 503;
    await run({ bufferSize: 10 }, topics(60));
    await send();
    await shows(/^HTTP 503 · 10 waiting · 50 dropped$/);
    await logs(/^warn Dropping: 50 events in the last second: the buffer is full\. 10 events waiting\.$/);
    await watch.waitForMessages('caught', 1);
    watch.clear();
  });

  it('whose backend comes back drains, says how long it takes, and turns green', async () => {
    backend.reply = () => 503;
    await run({ flushBatch: 10 }, topics(300));
    await send();
    await shows(/^HTTP 503 · 300 waiting/);
    backend.reply = () => 200;
    await shows(/^delivered$/);
    await logs(/^info Drained: 300 events in \d+(\.\d)? s\.$/);
    const [, back = '', drained = ''] = lines();
    assert.match(back, /^info Back after \d+(\.\d)? s: 300 events waiting\.$/);
    assert.match(drained, /^info Drained: 300 events/);
    assert.equal(lines().length, 3, lines().join('\n'));
  });

  it('whose backend comes and goes logs only a few lines, and sums up the rest', async () => {
    let requests = 0;
    backend.reply = () => (++requests % 2 === 0 ? 200 : 503);
    await run({ flushBatch: 1, backoffBase: 0.05, backoffMax: 0.05 }, topics(40));
    await send();
    await until('80 requests', () => requests >= 80);
    assert.ok(lines().length <= 4, lines().join('\n'));
    await red.deploy([]);
    await logs(/^info Not logged in the last \d+ s: .*offline \d+ times/);
  });
});
