import assert from 'node:assert/strict';
import {
  deploy,
  type FlowNode,
  gets,
  got,
  loggedErrors,
  send,
  startFlow,
  statuses,
  withNodeRed,
} from '../harness/nodeRed/flow';

const OUT: FlowNode[] = [
  { id: 'changed', type: 'helper', wires: [] },
  { id: 'suppressed', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: ['n'], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

const start = (config: object = {}): Promise<void> =>
  startFlow([
    { id: 'n', type: 'wireband-delta', outputs: 1, wires: [['changed'], ['suppressed']], ...config },
    ...OUT,
  ]);

const payloads = (id: string): unknown[] => got(id).map(({ payload }) => payload);

/** Sends payloads of one topic and waits until the node has handled all of them. */
async function sendAll(topic: unknown, ...values: readonly unknown[]): Promise<void> {
  const before = got('completed').length;
  send('n', ...values.map((payload) => ({ topic, payload })));
  await gets('completed', before + values.length);
}

describe('the delta node', () => {
  // Deleting a node clears its memory, so each test starts with none.
  afterEach(() => deploy([]));
  withNodeRed();

  it('forwards changed values with the reason and the number of values suppressed before', async () => {
    await start();
    const wireband = { symbol: 0xfc60, name: 'SENSOR_TEMP' };
    send(
      'n',
      ...[100, 101, 99, 102].map((payload, i) => ({
        _msgid: `m${i}`,
        topic: 't',
        payload,
        wireband,
        qos: 1,
      })),
    );
    await gets('completed', 4);
    assert.deepEqual(got('changed'), [
      {
        _msgid: 'm0',
        topic: 't',
        payload: 100,
        qos: 1,
        wireband: { ...wireband, delta: { reason: 'first', suppressed: 0 } },
      },
      {
        _msgid: 'm3',
        topic: 't',
        payload: 102,
        qos: 1,
        wireband: { ...wireband, delta: { reason: 'value', suppressed: 2 } },
      },
    ]);
    assert.deepEqual(got('suppressed'), []);
    assert.deepEqual(
      wireband,
      { symbol: 0xfc60, name: 'SENSOR_TEMP' },
      'the object of the sender is unchanged',
    );
  });

  it('sends suppressed messages to its second output if it has one', async () => {
    await start({ outputs: 2 });
    await sendAll('t', 100, 101, 99, 102);
    assert.deepEqual(
      [payloads('changed'), payloads('suppressed')],
      [
        [100, 102],
        [101, 99],
      ],
    );
    assert.deepEqual(
      got('suppressed').map(({ wireband }) => Object(wireband).delta),
      [
        { reason: 'unchanged', suppressed: 1 },
        { reason: 'unchanged', suppressed: 2 },
      ],
    );
  });

  it('keeps topics apart, and accepts messages without a topic or with a topic of any type', async () => {
    await start({ mode: 'change' });
    for (const topic of ['a', 'b', undefined, 5, {}, 'x'.repeat(65_536)]) await sendAll(topic, 1, 1);
    assert.deepEqual(
      got('changed').map(({ topic }) => typeof topic),
      ['string', 'string', 'undefined', 'number', 'string'],
      'an object is not a topic, and the empty topic had its 1 already',
    );
  });

  it('forgets one topic or all topics on msg.reset, and does not forward that message', async () => {
    await start({ mode: 'change' });
    await sendAll('a', 1);
    await sendAll('b', 1);
    send('n', { topic: 'a', reset: true, payload: 1 });
    await sendAll('a', 1);
    await sendAll('b', 1);
    assert.deepEqual(
      got('changed').map(({ topic }) => topic),
      ['a', 'b', 'a'],
    );
    send('n', { reset: 'all' });
    await sendAll('a', 1);
    await sendAll('b', 1);
    assert.deepEqual(
      got('changed').map(({ topic }) => topic),
      ['a', 'b', 'a', 'a', 'b'],
    );
  });

  it('treats any other msg.reset as an ordinary property', async () => {
    await start({ mode: 'change' });
    send('n', ...[false, 'true', 1, null].map((reset, payload) => ({ topic: 't', payload, reset })));
    assert.equal((await gets('changed', 4)).length, 4);
  });

  it('reads numbers from text and from environment variables', async () => {
    process.env.WIREBAND_TEST_THRESHOLD = '5';
    await start({
      mode: 'absolute',
      threshold: `\${WIREBAND_TEST_THRESHOLD}`,
      maxSeries: '10',
      outputs: '2',
    });
    delete process.env.WIREBAND_TEST_THRESHOLD;
    await sendAll('t', 1, 5, 6);
    assert.deepEqual([payloads('changed'), payloads('suppressed')], [[1, 6], [5]]);
  });

  it('filters by a relative 2 % if properties are missing', async () => {
    await startFlow([{ id: 'n', type: 'wireband-delta', wires: [['changed']] }, ...OUT]);
    await sendAll('t', 100, 101.9, 102);
    assert.deepEqual(payloads('changed'), [100, 102]);
  });

  it('forwards everything at threshold 0', async () => {
    await start({ threshold: '0' });
    await sendAll('t', 1, 1, 1);
    assert.deepEqual(payloads('changed'), [1, 1, 1]);
  });

  it('accepts payloads of any type and size', async () => {
    await start();
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const all = [
      undefined,
      null,
      'on',
      Number.NaN,
      5n,
      circular,
      [],
      Buffer.from([0xff]),
      'x'.repeat(5_000_000),
      '['.repeat(100_000),
      '{"__proto__":{"polluted":true}}',
      Array(10_000).fill(0),
    ];
    await sendAll('t', ...all);
    assert.equal(got('changed').length, all.length);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('logs a payload that throws when read, which no Catch node can receive, and continues', async () => {
    await start();
    const bad = Object.defineProperty({}, 'a', {
      enumerable: true,
      get() {
        throw new Error('sensor unplugged');
      },
    });
    send('n', { topic: 't', payload: bad }, { topic: 't', payload: 1 });
    await gets('completed', 1);
    assert.match(loggedErrors('n').join(), /sensor unplugged/);
    assert.deepEqual(payloads('changed'), [1]);
  });

  it('is not affected if the sender changes a Buffer afterwards', async () => {
    await start({ mode: 'change' });
    const payload = Buffer.from('21');
    await sendAll('t', payload);
    payload.fill('9');
    await sendAll('t', Buffer.from('21'));
    assert.equal(got('changed').length, 1);
  });

  for (const [what, config, reason] of [
    ['a threshold that is not a number', { threshold: 'much' }, /threshold: "much"/],
    ['an environment variable that is not set', { threshold: `\${WIREBAND_NOT_SET}` }, /threshold/],
    ['a negative floor', { floor: -1 }, /floor: -1/],
    ['a mode from a later release', { mode: 'kalman' }, /mode: "kalman"/],
    ['a maximum of 0 series', { maxSeries: 0 }, /maxSeries: 0/],
  ] as const) {
    it(`with ${what} is red, says why once, and refuses each message`, async () => {
      await start(config);
      assert.deepEqual(statuses('n'), [
        { fill: 'red', shape: 'ring', text: 'wireband-delta.status.bad-setting' },
      ]);
      assert.equal(loggedErrors('n').length, 1);
      assert.match(loggedErrors('n')[0] ?? '', reason);
      send('n', { topic: 't', payload: 1 });
      assert.match(
        JSON.stringify((await gets('errors', 1))[0]?.error),
        new RegExp(reason.source.replace(/"/g, '\\\\"')),
      );
      assert.deepEqual(got('changed'), []);
    });
  }
});
