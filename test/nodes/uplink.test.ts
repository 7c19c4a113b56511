import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  type FlowNode,
  gets,
  got,
  loggedErrors,
  send,
  startFlow,
  statuses,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';

const OUT: FlowNode[] = [
  { id: 'receipts', type: 'helper', wires: [] },
  { id: 'refused', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: [], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

describe('the uplink node', () => {
  withNodeRed();

  let backend: HttpBackend;
  let node = 'n0';
  let count = 0;
  beforeEach(async () => {
    backend = await startHttpBackend();
    // A backlog outlives its node under the node's ID, so each test uses a new one.
    node = `n${++count}`;
  });
  afterEach(() => backend.stop());

  const start = (config: object = {}, backendConfig: object = {}): Promise<void> =>
    startFlow([
      { id: 'b', type: 'wireband-backend', url: backend.url, deviceId: 'edge-7', ...backendConfig },
      {
        id: node,
        type: 'wireband-uplink',
        backend: 'b',
        flushInterval: 0.05,
        wires: [['receipts'], ['refused']],
        ...config,
      },
      ...OUT.map((other) => (other.id === 'on-done' ? { ...other, scope: [node] } : other)),
    ]);
  const events = () => backend.requests.flatMap((request) => request.events());
  const ofKind = (event: string) => got('receipts').filter((message) => message.event === event);
  const texts = (): (string | undefined)[] => statuses(node).map(({ text }) => text);
  const errorText = (message: object | undefined): string => JSON.stringify(Object(message).error);

  it('delivers messages as events in order, and sends a receipt', async () => {
    await start();
    send(
      node,
      { topic: 'kitchen/temp', payload: 21.5, timestamp: 1_700_000_000_000 },
      { topic: 'x', payload: '{"a":1}', wireband: { name: 'SENSOR_FAN', symbol: 0xfc63 } },
    );
    await until(() => ofKind('delivered').length === 1);
    const [first, second] = events();
    assert.deepEqual(first, {
      device: 'edge-7',
      topic: 'kitchen/temp',
      symbol: 0xfc60,
      data: 21.5,
      ts: 1_700_000_000,
    });
    assert.deepEqual([second?.symbol, second?.data], [0xfc63, { a: 1 }]);
    const [request] = backend.requests;
    assert.deepEqual([request?.method, request?.path], ['POST', '/iot/v1/ingest/batch']);
    const payload = Object(ofKind('delivered')[0]?.payload);
    assert.deepEqual(
      { ...payload, duration_ms: 0 },
      {
        batch: request?.headers['idempotency-key'],
        events: 2,
        bytes: request?.body.length,
        status: 200,
        attempts: 1,
        duration_ms: 0,
      },
    );
    assert.deepEqual(
      got('receipts').map(({ event }) => event),
      ['online', 'delivered'],
    );
    await gets('completed', 2);
    await until(() => texts().includes('wireband-uplink.status.delivered'));
    assert.equal(texts()[0], 'wireband-uplink.status.connecting');
    assert.deepEqual(statuses(node).at(-1), {
      fill: 'green',
      shape: 'dot',
      text: 'wireband-uplink.status.delivered',
    });
  });

  it('classifies messages without msg.wireband, with the codes of the catalog', async () => {
    await start({}, { catalog: '{"SENSOR_TEMP": "0x1234"}' });
    send(
      node,
      { topic: 'a/temp', payload: 1 },
      { topic: 'x', payload: 1, wireband: { name: 'SENSOR_TEMP', symbol: 0xfc60 } },
    );
    await until(() => events().length === 2);
    assert.deepEqual(
      events().map(({ symbol }) => symbol),
      [0x1234, 0x1234],
    );
  });

  it('reads numbers from text and from environment variables', async () => {
    process.env.WIREBAND_TEST_BATCH = '2';
    await start({
      flushBatch: `\${WIREBAND_TEST_BATCH}`,
      flushInterval: '0.05',
      bufferSize: '100',
      parallel: '1',
    });
    delete process.env.WIREBAND_TEST_BATCH;
    send(node, ...[1, 2, 3].map((payload) => ({ payload })));
    await until(() => events().length === 3);
    assert.deepEqual(
      backend.requests.map((request) => request.events().length),
      [2, 1],
    );
  });

  it('uses the published defaults if properties are missing: 200 events per request, within a second', async () => {
    await startFlow([
      { id: 'b', type: 'wireband-backend', url: backend.url },
      { id: node, type: 'wireband-uplink', backend: 'b', wires: [['receipts'], ['refused']] },
      ...OUT,
    ]);
    send(node, ...Array.from({ length: 401 }, (_, payload) => ({ topic: 't', payload })));
    await until(() => events().length === 401);
    assert.deepEqual(
      backend.requests.map((request) => request.events().length),
      [200, 200, 1],
    );
    assert.equal(backend.requests[0]?.headers['content-encoding'], 'gzip');
    assert.deepEqual(
      events().map(({ data }) => data),
      Array.from({ length: 401 }, (_, i) => i),
    );
    assert.equal(events()[0]?.device, 'edge-node');
  });

  it('accepts any topic and payload, and passes messages that cannot become events to Catch nodes', async () => {
    await start({ flushBatch: 1000 });
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const good: readonly (readonly [object, unknown])[] = [
      [{}, null],
      [{ topic: null, payload: null }, null],
      [{ topic: '', payload: Number.NaN }, null],
      [{ topic: 5, payload: Buffer.from('21') }, 21],
      [{ topic: {}, payload: Buffer.from([0xff]) }, { base64: '/w==' }],
      [{ topic: 'x'.repeat(65_536), payload: [1, [2]] }, [1, [2]]],
      [{ topic: 'big', payload: 5n }, 5],
      [{ topic: 'text', payload: '{no json' }, '{no json'],
      [
        { topic: 'proto', payload: '{"a":1,"__proto__":{"polluted":true}}' },
        JSON.parse('{"a":1,"__proto__":{"polluted":true}}'),
      ],
      [{ topic: 'long', payload: 'x'.repeat(5_000_000) }, 'x'.repeat(5_000_000)],
    ];
    send(node, ...good.map(([message]) => message));
    send(node, { payload: circular }, { payload: '['.repeat(100_000) + ']'.repeat(100_000) });
    const errors = await gets('errors', 2);
    assert.match(errorText(errors[0]), /refers to itself/);
    assert.match(errorText(errors[1]), /too deeply nested/);
    await until(() => events().length === good.length);
    assert.deepEqual(
      events().map(({ data }) => data),
      good.map(([, data]) => data),
    );
    assert.deepEqual(
      events()
        .map(({ topic }) => topic)
        .slice(0, 4),
      ['', '', '', '5'],
    );
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    assert.equal(got('completed').length, good.length);
  });

  it('does not crash the runtime with a message that Node-RED cannot copy for Catch nodes', async () => {
    await start();
    let payload: unknown = 1;
    for (let level = 0; level < 100_000; level++) payload = [payload];
    send(node, { payload });
    await until(() => loggedErrors(node).length === 1);
    assert.match(loggedErrors(node)[0] ?? '', /too deeply nested/);
    send(node, { payload: 1 });
    await until(() => events().length === 1);
  });

  it('copies Buffers, so later changes by the sender have no effect', async () => {
    await start();
    const payload = Buffer.from('"before"');
    send(node, { payload });
    payload.fill('x');
    await until(() => events().length === 1);
    assert.equal(events()[0]?.data, 'before');
  });

  it('quarantines rejected events with topic, payload and reason, and retries them on command', async () => {
    await start();
    backend.reply = (request) =>
      request.events().some(({ topic }) => topic === 'bad') ? { status: 400, body: 'no bad' } : 200;
    send(node, { topic: 'good', payload: 1 }, { topic: 'bad', payload: { v: 2 }, timestamp: 1000 });
    const [message] = await gets('refused', 1);
    const { _msgid, error, ...rest } = Object(message);
    assert.deepEqual(rest, {
      topic: 'bad',
      payload: { v: 2 },
      timestamp: 1000,
      wireband: { symbol: 0xfc6a, code: '0xfc6a', name: 'SENSOR_POLL', family: 'sensor' },
    });
    assert.match(JSON.stringify(error), /HTTP 400: no bad/);
    backend.reply = () => 200;
    send(node, { command: 'retry-quarantine' });
    await until(() => ofKind('delivered').length === 2);
    send(node, { command: 'stats' });
    await until(() => ofKind('stats').length === 1);
    const stats = Object(ofKind('stats')[0]?.payload);
    assert.deepEqual([stats.events_ingested, stats.events_flushed, stats.events_quarantined], [2, 2, 0]);
  });

  it('obeys msg.command, and forwards the message only for stats', async () => {
    await start({ flushInterval: 3600 });
    send(node, { command: 'pause' }, { topic: 't', payload: 1 }, { command: 'flush' });
    send(node, { command: 'stats', _msgid: 'm1', mine: 7 });
    const [stats] = await gets('receipts', 1);
    assert.deepEqual([stats?.event, stats?._msgid, stats?.mine], ['stats', 'm1', 7]);
    assert.equal(Object(stats?.payload).buffer_depth, 1);
    const paused = 'wireband-uplink.status.paused · wireband-uplink.status.waiting';
    await until(() => texts().at(-1) === paused);
    send(node, { command: 'clear-quarantine' }, { command: 'resume' });
    await until(() => ofKind('delivered').length === 1);
    send(node, { topic: 't', payload: 2 }, { command: 'flush' });
    await until(() => ofKind('delivered').length === 2);
    assert.equal((await gets('completed', 8)).length, 8);
  });

  it('passes an unknown command to Catch nodes', async () => {
    await start();
    send(node, { command: 'explode' }, { command: null }, { command: 5 });
    const errors = await gets('errors', 3);
    assert.match(errorText(errors[0]), /Unknown msg.command .*explode.*flush/);
    assert.equal(backend.requests.length, 0);
  });

  it('counts the messages that the delta node suppressed', async () => {
    await start();
    send(
      node,
      { payload: 1, wireband: { delta: { suppressed: 4 } } },
      { payload: 2, wireband: { delta: { suppressed: 'x' } } },
    );
    send(node, { command: 'stats' });
    await until(() => ofKind('stats').length === 1);
    const { messages_received, messages_delta_filtered } = Object(ofKind('stats')[0]?.payload);
    assert.deepEqual([messages_received, messages_delta_filtered], [6, 4]);
  });

  it('reports an outage and its end, keeps all events meanwhile, and updates its status', async () => {
    await start({ maxRetries: 1, backoffBase: 0.02, backoffMax: 0.05 });
    backend.reply = () => 503;
    send(node, ...[1, 2, 3].map((payload) => ({ payload })));
    await until(() => ofKind('offline').length === 1);
    await until(() => texts().some((text) => text?.startsWith('HTTP 503 · wireband-uplink.status.waiting')));
    backend.reply = () => 200;
    await until(() => ofKind('online').length === 1 && ofKind('delivered').length === 1);
    assert.equal(Object(ofKind('offline')[0]?.payload).status, 503);
    assert.equal(Object(ofKind('online')[0]?.payload).buffer_depth, 0);
    await until(() => texts().at(-1) === 'wireband-uplink.status.delivered');
  });

  it('reports dropped events', async () => {
    await start({ bufferSize: 2 });
    send(node, { command: 'pause' }, ...[1, 2, 3, 4].map((payload) => ({ payload })));
    const [dropped] = await gets('receipts', 1);
    assert.equal(dropped?.event, 'dropped');
    const { gaps, ...report } = Object(dropped?.payload);
    assert.deepEqual(report, { events: 2, reason: 'overflow', buffer_depth: 2 });
    assert.deepEqual(
      gaps.map(({ series, count }: { series: string; count: number }) => [series, count]),
      [['', 2]],
    );
  });

  it('does not flood the editor with statuses', async () => {
    await start({ flushBatch: 1, flushInterval: 0.01 });
    const from = performance.now();
    send(node, ...Array.from({ length: 300 }, (_, payload) => ({ payload })));
    await until(() => backend.requests.length === 300);
    const seconds = (performance.now() - from) / 1000;
    // Two per second, and a few at the start.
    assert.ok(statuses(node).length <= 4 + 2 * seconds, `${statuses(node).length} statuses in ${seconds} s`);
  });
});
