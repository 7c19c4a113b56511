import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  gets,
  got,
  loggedErrors,
  loggedWarnings,
  send,
  startFlow,
  statuses,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';

const OUT: FlowNode[] = [
  { id: 'receipts', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
];

describe('an uplink node that cannot work', () => {
  withNodeRed();

  const backend: FlowNode = { id: 'b', type: 'wireband-backend', url: 'http://127.0.0.1:9' };
  const uplink = { id: 'n', type: 'wireband-uplink', backend: 'b', wires: [['receipts'], []] };
  const cases: readonly (readonly [string, FlowNode[], string, RegExp])[] = [
    ['has no backend', [{ ...uplink, backend: '' }], 'no-backend', /No backend/],
    ['has a backend that was deleted', [{ ...uplink, backend: 'gone' }], 'no-backend', /No backend/],
    ['has a backend that is disabled', [{ ...backend, d: true }, uplink], 'no-backend', /No backend/],
    ['has another node as its backend', [{ ...uplink, backend: 'receipts' }], 'no-backend', /backend/],
    [
      'has a backend with an invalid URL',
      [{ ...backend, url: 'nowhere' }, uplink],
      'no-backend',
      /backend is not usable/,
    ],
    ['has a bad setting', [backend, { ...uplink, flushBatch: 'many' }], 'bad-setting', /flushBatch: "many"/],
    [
      'has a storage from a later release',
      [backend, { ...uplink, storage: 'cloud' }],
      'bad-setting',
      /storage: "cloud"/,
    ],
  ];
  for (const [what, nodes, status, reason] of cases) {
    it(`because it ${what} is red, says why once, and refuses each message`, async () => {
      await startFlow([...nodes, ...OUT]);
      assert.deepEqual(statuses('n'), [
        { fill: 'red', shape: 'ring', text: `wireband-uplink.status.${status}` },
      ]);
      assert.equal(loggedErrors('n').length, 1);
      assert.match(loggedErrors('n')[0] ?? '', reason);
      send('n', { payload: 1 }, { command: 'stats' });
      const errors = await gets('errors', 2);
      for (const error of errors) assert.match(String(Object(error.error).message), reason);
      assert.deepEqual(got('receipts'), []);
    });
  }
});

describe('an uplink node across a deploy', () => {
  withNodeRed();

  let backend: HttpBackend;
  let node = '';
  let count = 0;
  beforeEach(async () => {
    backend = await startHttpBackend();
    node = `deployed-${++count}`;
  });
  afterEach(() => backend.stop());

  const flow = (config: object = {}): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: backend.url, compression: 'gzip' },
    {
      id: node,
      type: 'wireband-uplink',
      backend: 'b',
      flushInterval: 0.02,
      flushBatch: 2,
      maxRetries: 0,
      backoffBase: 0.05,
      backoffMax: 0.05,
      wires: [['receipts'], []],
      ...config,
    },
    ...OUT,
  ];
  const stats = async (): Promise<Record<string, unknown>> => {
    const before = got('receipts').length;
    send(node, { command: 'stats' });
    await until(() =>
      got('receipts')
        .slice(before)
        .some(({ event }) => event === 'stats'),
    );
    return Object(got('receipts').findLast(({ event }) => event === 'stats')?.payload);
  };
  const taken = (): unknown[] => {
    const keys = backend.requests.map(({ headers }) => headers['idempotency-key']);
    return backend.requests
      .filter(({ headers }, i) => keys.lastIndexOf(headers['idempotency-key']) === i)
      .flatMap((request) => request.events().map(({ data }) => data));
  };

  for (const [type, change] of [
    ['full', {}],
    ['nodes', { name: 'renamed' }],
    ['flows', { name: 'renamed' }],
  ] as const) {
    it(`keeps its events, and retries a batch with the same key and bytes (${type})`, async () => {
      backend.reply = () => 503;
      await startFlow(flow());
      send(node, ...[1, 2, 3, 4, 5].map((payload) => ({ topic: 't', payload })));
      await until(() => backend.requests.length >= 1);
      await deploy(flow(change), type);
      backend.reply = () => 200;
      await until(() => taken().length === 5);
      assert.deepEqual(taken(), [1, 2, 3, 4, 5]);
      const keys = backend.requests.map(({ headers }) => headers['idempotency-key']);
      const repeated = backend.requests.filter((_, i) => keys[i] === keys[0]);
      assert.ok(repeated.length >= 2);
      for (const { body } of repeated) assert.deepEqual(body, repeated[0]?.body);
      await until(() => got('receipts').filter(({ event }) => event === 'delivered').length === 3);
      const { events_ingested, events_flushed, buffer_depth } = await stats();
      assert.deepEqual([events_ingested, events_flushed, buffer_depth], [5, 5, 0]);
    });
  }

  it('applies its new settings, and drops and counts the events that no longer fit', async () => {
    backend.reply = () => 'hang';
    await startFlow(flow({ flushBatch: 1 }));
    send(node, ...[1, 2, 3, 4, 5].map((payload) => ({ payload })));
    await until(() => backend.requests.length === 1);
    await deploy(flow({ bufferSize: 3 }));
    backend.reply = () => 200;
    await until(() => taken().length === 3);
    // Event 1 was in flight, and event 2 prepared to follow it: both keep their batches.
    assert.deepEqual(taken(), [1, 2, 5]);
    const { events_dropped, dropped_by_reason, buffer_capacity } = await stats();
    assert.deepEqual([events_dropped, dropped_by_reason, buffer_capacity], [2, { overflow: 2 }, 3]);
  });

  it('keeps its events while its settings are invalid, and delivers them once they are valid', async () => {
    backend.reply = () => 503;
    await startFlow(flow());
    send(node, { payload: 1 });
    await until(() => backend.requests.length >= 1);
    await deploy(flow({ flushBatch: 'many' }));
    assert.equal(statuses(node).at(-1)?.text, 'wireband-uplink.status.bad-setting');
    backend.reply = () => 200;
    await deploy(flow());
    await until(() => got('receipts').some(({ event }) => event === 'delivered'));
    assert.deepEqual(taken(), [1]);
    assert.equal((await stats()).events_flushed, 1);
  });

  it('closes without waiting for a backend that never answers', async () => {
    backend.reply = () => 'hang';
    await startFlow(flow());
    send(node, { payload: 1 });
    await until(() => backend.requests.length === 1);
    const start = performance.now();
    await deploy(flow());
    // The node waits a third of a second, a request 30 seconds: the limit in between allows for a busy machine.
    assert.ok(performance.now() - start < 10_000);
  });

  it('warns of undelivered events when deleted, and starts empty when restored under the same ID', async () => {
    backend.reply = () => 503;
    await startFlow(flow());
    send(node, { payload: 1 });
    await until(() => backend.requests.length >= 1);
    await deploy(flow().filter(({ id }) => id !== node));
    assert.match(loggedWarnings(node).join(), /1 undelivered events/);
    await deploy(flow());
    assert.equal((await stats()).events_ingested, 0);
  });
});
