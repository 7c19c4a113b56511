import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  gets,
  got,
  loggedErrors,
  loggedLines,
  loggedWarnings,
  send,
  startFlow,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';

const CATCH: FlowNode[] = [
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
];

/** What a user sees of an uplink without drawing a wire. */
describe('an uplink node without wires', () => {
  withNodeRed();

  let backend: HttpBackend;
  let node = '';
  let count = 0;
  beforeEach(async () => {
    backend = await startHttpBackend();
    node = `seen-${++count}`;
  });
  afterEach(() => backend.stop());

  const flow = (config: object = {}, url = backend.url): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url, compression: 'none', pathAsTyped: true },
    {
      id: node,
      type: 'wireband-uplink',
      backend: 'b',
      storage: 'memory',
      flushInterval: 0.02,
      maxRetries: 0,
      backoffBase: 0.05,
      backoffMax: 0.1,
      wires: [[], []],
      ...config,
    },
  ];
  const readings = (amount: number) =>
    Array.from({ length: amount }, (_, i) => ({ topic: `hall/t${i}`, payload: i }));
  /** Rejected and accepted events, alternating. */
  const badAndGood = (pairs: number) =>
    readings(2 * pairs).map(({ payload }, i) => ({ topic: `${i % 2 === 0 ? 'bad' : 'good'}/${i}`, payload }));
  const rejectBad = (): void => {
    backend.reply = (request) => {
      const isGuilty = request.events().some(({ topic }) => topic.startsWith('bad/'));
      return isGuilty ? { status: 422, body: 'unknown unit' } : 200;
    };
  };

  it('logs an outage with its cause, the return with duration and waiting events, and the drained events', async () => {
    backend.reply = () => ({ status: 503, body: 'restarting' });
    await startFlow(flow());
    send(node, ...readings(5));
    await until(() => loggedWarnings(node).length > 0);
    const where = `${backend.url}/iot/v1/ingest/batch`;
    assert.match(
      loggedWarnings(node).join('\n'),
      new RegExp(
        `^Offline: ${where} answers HTTP 503: restarting\\. \\d events? waiting, next try (now|in 0\\.\\d s)\\.$`,
      ),
    );
    backend.reply = () => 200;
    await until(() => loggedLines(node).some((line) => line.startsWith('Drained')));
    const lines = loggedLines(node);
    assert.match(lines[0] ?? '', /^Back after \d+(\.\d)? s: 5 events waiting\.$/);
    assert.match(lines[1] ?? '', /^Drained: 5 events in \d+(\.\d)? s\.$/);
    assert.deepEqual([lines.length, loggedErrors(node)], [2, []]);
  });

  it('logs that its key is refused, and which setting to check', async () => {
    backend.reply = () => ({ status: 401, body: 'no such key' });
    await startFlow(flow());
    send(node, ...readings(3));
    await until(() => loggedErrors(node).length > 0);
    const advice = 'Check the API key of the backend. Everything is kept: ';
    assert.match(
      loggedErrors(node)[0] ?? '',
      new RegExp(`^Refused: .* answers HTTP 401: no such key\\. ${advice}`),
    );
    assert.equal(loggedErrors(node).length, 1);
  });

  it('logs drops with reason and rate', async () => {
    backend.reply = () => 503;
    await startFlow(flow({ bufferSize: 10 }));
    send(node, ...readings(60));
    await until(() => loggedErrors(node).length > 0);
    assert.deepEqual(loggedErrors(node), [
      'Dropping: 50 events in the last second: the buffer is full. 10 events waiting.',
    ]);
  });

  it('passes a quarantined event to Catch nodes with its message, and logs it', async () => {
    rejectBad();
    await startFlow([...flow({ flushBatch: 4 }), ...CATCH]);
    const at = 1_700_000_000_000;
    send(
      node,
      { topic: 'bad/temp', payload: { t: 21.5 }, timestamp: at },
      { topic: 'good/temp', payload: 1 },
      { topic: 'bad/hum', payload: 2 },
      { topic: 'good/hum', payload: 3 },
    );
    const caught = await gets('errors', 2);
    const { topic, payload, timestamp, wireband, error } = Object(caught[0]);
    assert.deepEqual(
      { topic, payload, timestamp },
      { topic: 'bad/temp', payload: { t: 21.5 }, timestamp: at },
    );
    assert.deepEqual(
      { symbol: wireband.symbol, code: wireband.code, name: wireband.name, family: wireband.family },
      { symbol: 0xfc60, code: '0xfc60', name: 'SENSOR_TEMP', family: 'sensor' },
    );
    const line = 'Quarantined: an event on topic bad/temp: HTTP 422: unknown unit';
    assert.deepEqual([error.message, error.source.id], [line, node]);
    assert.equal(caught[1]?.topic, 'bad/hum');
    assert.deepEqual(loggedErrors(node), [line, line.replace('bad/temp', 'bad/hum')]);
  });

  it('passes every quarantined event to Catch nodes, but does not flood the log', async () => {
    rejectBad();
    await startFlow([...flow(), ...CATCH]);
    send(node, ...badAndGood(30));
    await gets('errors', 30);
    assert.equal(loggedErrors(node).length, 5);
  });

  it('does not flood the log with quarantined events if there is no Catch node', async () => {
    rejectBad();
    await startFlow([...flow({ wires: [[], ['refused']] }), { id: 'refused', type: 'helper', wires: [] }]);
    send(node, ...badAndGood(30));
    await until(() => got('refused').length === 30);
    assert.equal(loggedErrors(node).length, 5);
  });

  it('tells Catch nodes about drops once per report', async () => {
    backend.reply = () => 503;
    await startFlow([...flow({ bufferSize: 10 }), ...CATCH]);
    send(node, ...readings(60));
    const [caught] = await gets('errors', 1);
    const { event, payload, error } = Object(caught);
    assert.deepEqual([event, payload.events, payload.reason], ['dropped', 50, 'overflow']);
    assert.match(error.message, /^Dropping: 50 events/);
  });

  it('logs only a few lines about a backend that comes and goes', async () => {
    let requests = 0;
    backend.reply = () => (++requests % 2 === 0 ? 200 : 503);
    await startFlow(flow({ flushBatch: 1 }));
    for (let i = 0; i < 40; i++) send(node, { topic: 't', payload: i });
    await until(() => requests >= 80);
    const lines = [...loggedLines(node), ...loggedWarnings(node), ...loggedErrors(node)];
    assert.ok(lines.length <= 4, lines.join('\n'));
    await deploy([]);
    const last = loggedLines(node).at(-1) ?? '';
    assert.match(last, /^Not logged in the last \d+ s: .*offline \d+ times/);
  });
});
