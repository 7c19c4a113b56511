import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import {
  askAdmin,
  deploy,
  type FlowNode,
  gets,
  got,
  loggedErrors,
  postToAdmin,
  send,
  startFlow,
  statuses,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';

const OUT: FlowNode[] = [
  { id: 'out', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: ['n'], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

const start = (config: object = {}): Promise<void> =>
  startFlow([{ id: 'n', type: 'wireband-classify', wires: [['out']], ...config }, ...OUT]);

/** The node's answer to each message, in order. */
async function names(...messages: object[]): Promise<unknown[]> {
  const before = got('out').length;
  send('n', ...messages);
  const all = await gets('out', before + messages.length);
  return all.slice(before).map(({ wireband }) => Object(wireband).name);
}

const errorOf = (message: object): string => Object(Object(message).error).message;

describe('the classify node', () => {
  withNodeRed();

  it('clears the unclassified topics for its own dialog, but not for a page of another origin', async () => {
    await start();
    await names({ topic: 'x17', payload: 1 });
    const list = '/wireband/classify/n/unclassified';
    const topics = async (): Promise<number> => Object((await askAdmin(list)).body).unclassified.length;
    const clear = (headers: Readonly<Record<string, string>>) => postToAdmin(`${list}/clear`, {}, headers);
    for (const foreign of [{ Origin: 'http://other.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      assert.equal((await clear(foreign)).status, 403);
      assert.equal(await topics(), 1);
    }
    const own = { Host: 'gateway:1880', Origin: 'http://gateway:1880' };
    assert.deepEqual(await clear(own), { status: 200, body: { unclassified: [] } });
    assert.equal(await topics(), 0);
  });

  it('shows in its status how many topics it does not know, until they are cleared or have a rule', async () => {
    await start();
    const shown = () => statuses('n').at(-1);
    const badge = (key: string) => ({
      fill: 'yellow',
      shape: 'ring',
      text: `wireband-classify.status.${key}`,
    });
    await names({ topic: 'kitchen/temp', payload: 1 });
    assert.equal(shown(), undefined);
    await names({ topic: 'x17', payload: 1 });
    assert.deepEqual(shown(), badge('unknown-topic'));
    await names({ topic: 'x18', payload: 1 }, { topic: 'x17', payload: 1 });
    await until(() => isDeepStrictEqual(shown(), badge('unknown-topics')));
    await deploy([
      {
        id: 'n',
        type: 'wireband-classify',
        wires: [['out']],
        topicSymbols: [{ topic: 'x18', symbol: 'SENSOR_FAN' }],
      },
      ...OUT,
    ]);
    await until(() => isDeepStrictEqual(shown(), badge('unknown-topic')));
    await postToAdmin('/wireband/classify/n/unclassified/clear', {}, {});
    await until(() => isDeepStrictEqual(shown(), {}));
  });

  it('adds msg.wireband and leaves everything else as it is', async () => {
    await start();
    const payload = { v: 21.5 };
    send('n', { _msgid: 'm1', topic: 'kitchen/temp', payload, qos: 1 });
    assert.deepEqual(await gets('out', 1), [
      {
        _msgid: 'm1',
        topic: 'kitchen/temp',
        payload,
        qos: 1,
        wireband: {
          symbol: 0xfc60,
          code: '0xfc60',
          name: 'SENSOR_TEMP',
          family: 'sensor',
          quantity: 'temperature',
          kind: 'measurement',
          by: 'topic',
          match: 'temp',
        },
      },
    ]);
    await gets('completed', 1);
  });

  it('follows its rules and its fallback', async () => {
    await start({
      topicSymbols: [{ topic: 'a/+', symbol: 'GPIO_PIN' }],
      keywordSymbols: [{ keyword: 'boiler', symbol: '0xfc63' }],
      fallback: 'METRICS_EVENT',
    });
    const found = await names({ topic: 'a/temp' }, { topic: 'boiler/x' }, { topic: 'x' });
    assert.deepEqual(found, ['GPIO_PIN', 'SENSOR_FAN', 'METRICS_EVENT']);
  });

  it('reads topic and payload from the configured properties', async () => {
    await start({ topicProperty: 'meta.source', payloadProperty: 'data' });
    const found = await names(
      { meta: { source: 'a/temp' } },
      { meta: {}, data: { humidity: 1 }, topic: 'temp' },
    );
    assert.deepEqual(found, ['SENSOR_TEMP', 'SENSOR_HUMIDITY']);
  });

  it('treats a message without the configured property as one without a topic', async () => {
    await start({ topicProperty: 'meta.source', payloadProperty: 'a.b.c' });
    assert.deepEqual(await names({ payload: 1 }), ['SENSOR_POLL']);
  });

  it('keeps its behavior with an older configuration or emptied properties', async () => {
    await start({ topicProperty: '', payloadProperty: '', fallback: '', mode: '' });
    assert.deepEqual(await names({ topic: 'temp' }, {}), ['SENSOR_TEMP', 'SENSOR_POLL']);
  });

  it('accepts topics of any type and size', async () => {
    await start();
    const topics = [undefined, null, '', 5, true, {}, [], Buffer.from('temp'), 'a/'.repeat(32_768)];
    const found = await names(...topics.map((topic) => ({ topic, payload: 1 })));
    assert.deepEqual(
      found,
      topics.map(() => 'SENSOR_POLL'),
    );
  });

  it('accepts payloads of any type and size', async () => {
    await start();
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const payloads = [
      undefined,
      null,
      0,
      '',
      Number.NaN,
      5n,
      circular,
      { big: 5n },
      [],
      Buffer.from([0xff]),
      new Map([[1, 2]]),
      'x'.repeat(5_000_000),
      '['.repeat(100_000),
      '{"__proto__":{"polluted":true}}',
      Object.defineProperty({}, 'a', { enumerable: true, get: () => assert.fail('getter') }),
    ];
    const found = await names(...payloads.map((payload) => ({ payload })));
    assert.deepEqual(
      found,
      payloads.map(() => 'SENSOR_POLL'),
    );
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    assert.deepEqual(await names({ payload: '{"__proto__":{"temp":1}}' }), ['SENSOR_TEMP']);
  });

  it('registers mappings at run time, and does not forward the message that carries them', async () => {
    await start();
    send(
      'n',
      { register: { topic: 'plant/#', symbol: 'GEO_POSITION' } },
      { register: { keyword: 'boiler', symbol: 0xfc63 } },
    );
    await gets('completed', 2);
    assert.deepEqual(got('out'), []);
    assert.deepEqual(await names({ topic: 'plant/7' }, { topic: 'x/boiler' }), [
      'GEO_POSITION',
      'SENSOR_FAN',
    ]);
  });

  it('passes an invalid registration to Catch nodes, and changes nothing', async () => {
    await start();
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [{ topic: 'a/#/b', symbol: 'GPIO_PIN' }, /not a valid MQTT topic filter/],
      [{ topic: 'a', symbol: 'WARMTH' }, /Unknown symbol "WARMTH"/],
      [{ topic: 'a' }, /Unknown symbol/],
      [{ keyword: '--', symbol: 'GPIO_PIN' }, /not a keyword/],
      [{}, /msg.register/],
      [true, /msg.register/],
      [null, /msg.register/],
    ];
    send('n', ...bad.map(([register]) => ({ register, topic: 'a' })));
    const errors = await gets('errors', bad.length);
    for (const [i, [, message]] of bad.entries()) assert.match(errorOf(errors[i] ?? {}), message);
    assert.deepEqual(await names({ topic: 'a' }), ['SENSOR_POLL']);
    assert.deepEqual([got('out').length, got('completed').length], [1, 1]);
  });

  describe('that sends one message per reading', () => {
    const kitchen = { temperature: 21.5, humidity: 40, linkquality: 120 };

    it('splits a payload into its readings, and leaves out metadata', async () => {
      await start({ mode: 'readings' });
      send('n', { _msgid: 'm1', topic: 'zigbee2mqtt/kitchen', payload: kitchen, qos: 1 });
      const messages = await gets('out', 2);
      await gets('completed', 1);
      assert.deepEqual(
        messages.map(({ _msgid, topic, payload, qos, wireband }) => {
          const { name, quantity, field } = Object(wireband);
          return { _msgid, topic, payload, qos, name, quantity, field };
        }),
        [
          ['temperature', 21.5, 'SENSOR_TEMP'],
          ['humidity', 40, 'SENSOR_HUMIDITY'],
        ].map(([quantity, payload, name]) => ({
          _msgid: 'm1',
          topic: `zigbee2mqtt/kitchen/${quantity}`,
          payload,
          qos: 1,
          name,
          quantity,
          field: quantity,
        })),
      );
    });

    it('keeps metadata if set to', async () => {
      await start({ mode: 'readings', keepMeta: true });
      send('n', { topic: 'zigbee2mqtt/kitchen', payload: kitchen });
      const fields = (await gets('out', 3)).map(({ wireband }) => Object(wireband).field);
      assert.deepEqual(fields, ['temperature', 'humidity', 'linkquality']);
    });

    it('passes the original message to Complete nodes', async () => {
      await start({ mode: 'readings' });
      send('n', { topic: 'zigbee2mqtt/kitchen', payload: kitchen });
      const [completed] = await gets('completed', 1);
      assert.deepEqual([completed?.topic, completed?.payload], ['zigbee2mqtt/kitchen', kitchen]);
    });

    it('gives each reading its own copy of all other properties', async () => {
      await start({ mode: 'readings' });
      send('n', { topic: 'zigbee2mqtt/kitchen', payload: kitchen, headers: { a: 1 } });
      const [first, second] = await gets('out', 2);
      assert.deepEqual(first?.headers, second?.headers);
      assert.notEqual(first?.headers, second?.headers);
    });

    it('sends a message whole if there is nothing to split, or nothing but metadata', async () => {
      await start({ mode: 'readings' });
      for (const [topic, payload, name] of [
        ['kitchen/temp', 21.5, 'SENSOR_TEMP'],
        ['kitchen/temp', '', 'SENSOR_TEMP'],
        ['zigbee2mqtt/kitchen', { linkquality: 87 }, 'SENSOR_POLL'],
        ['kitchen/temp', {}, 'SENSOR_TEMP'],
      ] as const) {
        const before = got('out').length;
        send('n', { topic, payload });
        const message = (await gets('out', before + 1))[before];
        assert.deepEqual([message?.topic, message?.payload], [topic, payload]);
        assert.equal(Object(message?.wireband).name, name);
        assert.equal(Object(message?.wireband).field, undefined);
      }
    });

    it('writes to the configured properties', async () => {
      await start({ mode: 'readings', topicProperty: 'meta.source', payloadProperty: 'data' });
      send('n', { topic: 'mine', payload: 'too', meta: { source: 'x' }, data: kitchen });
      const [first] = await gets('out', 2);
      assert.deepEqual(
        [first?.topic, first?.payload, first?.meta, first?.data],
        ['mine', 'too', { source: 'x/temperature' }, 21.5],
      );
    });

    it('passes a message to Catch nodes if its topic cannot be set', async () => {
      await start({ mode: 'readings', topicProperty: 'meta.source' });
      send('n', { meta: 'text', payload: kitchen });
      const [error] = await gets('errors', 1);
      assert.match(errorOf(error ?? {}), /msg\.meta\.source cannot be set/);
      assert.deepEqual([got('out'), error?.payload], [[], kitchen]);
    });

    it('accepts payloads of any type and size', async () => {
      await start({ mode: 'readings' });
      const circular: { self?: unknown } = {};
      circular.self = circular;
      const payloads = [
        undefined,
        null,
        [],
        circular,
        new Map(),
        '['.repeat(100_000),
        Array(100_000).fill(1),
      ];
      send('n', ...payloads.map((payload) => ({ payload })));
      await gets('completed', payloads.length);
      assert.equal(got('errors').length, 0);
    });
  });

  for (const [what, config, reason] of [
    ['an unknown symbol', { topicSymbols: [{ topic: 'a', symbol: 'WARMTH' }] }, /Unknown symbol "WARMTH"/],
    [
      'an invalid topic filter',
      { topicSymbols: [{ topic: '#/a', symbol: 'GPIO_PIN' }] },
      /not a valid MQTT topic filter/,
    ],
    ['an empty keyword', { keywordSymbols: [{ keyword: '', symbol: 'GPIO_PIN' }] }, /not a keyword/],
    ['a rule without a topic', { topicSymbols: [{ symbol: 'GPIO_PIN' }] }, /topic/],
    ['a rule without a keyword', { keywordSymbols: [{ symbol: 'GPIO_PIN' }] }, /keyword/],
    ['an unknown fallback', { fallback: 'WARMTH' }, /WARMTH/],
    ['an invalid property', { topicProperty: 'a..b' }, /Invalid property expression/],
    ['a mode from a later release', { mode: 'sentences' }, /mode: "sentences"/],
    ['a keepMeta that is neither true nor false', { keepMeta: 'perhaps' }, /keepMeta/],
  ] as const) {
    it(`with ${what} is red, says why once, and refuses each message; the runtime keeps running`, async () => {
      await startFlow([
        { id: 'n', type: 'wireband-classify', wires: [['out']], ...config },
        { id: 'good', type: 'wireband-classify', wires: [['out']] },
        ...OUT,
      ]);
      assert.deepEqual(statuses('n'), [
        { fill: 'red', shape: 'ring', text: 'wireband-classify.status.bad-setting' },
      ]);
      assert.equal(loggedErrors('n').length, 1);
      assert.match(loggedErrors('n')[0] ?? '', reason);
      send('n', { topic: 'temp' }, { topic: 'temp' });
      const errors = await gets('errors', 2);
      for (const error of errors) assert.match(errorOf(error), reason);
      assert.deepEqual(got('out'), []);
      send('good', { topic: 'temp' });
      await gets('out', 1);
    });
  }
});
