import assert from 'node:assert/strict';
import {
  type FlowNode,
  gets,
  got,
  type Message,
  send,
  startFlow,
  withNodeRed,
} from '../harness/nodeRed/flow';

const AT_10 = Date.UTC(2024, 2, 1, 10);

const OUT: FlowNode[] = [
  { id: 'out', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: ['n'], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

const start = (config: object = {}, ...more: FlowNode[]): Promise<void> =>
  startFlow([
    { id: 'n', type: 'wireband-classify', mode: 'readings', wires: [['out']], ...config },
    ...more,
    ...OUT,
  ]);

const row = ({ topic, payload, timestamp, wireband }: Message): unknown[] => {
  const { quantity, unit, field } = Object(wireband);
  return [topic, payload, quantity, unit, field, timestamp];
};

/** What the node makes of one message. */
async function readings(message: object, count: number): Promise<unknown[][]> {
  const before = got('out').length;
  const done = got('completed').length;
  send('n', message);
  await gets('completed', done + 1);
  const found = (await gets('out', before + count)).slice(before);
  assert.equal(found.length, count);
  return found.map(row);
}

describe('the classify node with one message per reading', () => {
  withNodeRed();

  it('splits messages from Tasmota, Zigbee2MQTT and Shelly', async () => {
    await start();
    const tasmota =
      '{"Time":"2024-03-01T10:00:00","DS18B20":{"Id":"0113","Temperature":70.1},"TempUnit":"F"}';
    assert.deepEqual(await readings({ topic: 'tele/attic/SENSOR', payload: tasmota }, 1), [
      [
        'tele/attic/SENSOR/DS18B20/Temperature',
        70.1,
        'temperature',
        '[degF]',
        'DS18B20/Temperature',
        undefined,
      ],
    ]);
    const zigbee = { temperature: 21.5, humidity: 40, linkquality: 120, last_seen: AT_10 };
    assert.deepEqual(await readings({ topic: 'zigbee2mqtt/hall', payload: zigbee }, 2), [
      ['zigbee2mqtt/hall/temperature', 21.5, 'temperature', undefined, 'temperature', AT_10],
      ['zigbee2mqtt/hall/humidity', 40, 'humidity', undefined, 'humidity', AT_10],
    ]);
    const shelly = Buffer.from(
      '{"params":{"ts":1709287200.5,"switch:0":{"id":0,"apower":8.9,"voltage":231}}}',
    );
    assert.deepEqual(await readings({ topic: 'plug/events/rpc', payload: shelly }, 2), [
      ['plug/events/rpc/params/switch:0/apower', 8.9, 'power', 'W', 'params/switch:0/apower', AT_10 + 500],
      [
        'plug/events/rpc/params/switch:0/voltage',
        231,
        'voltage',
        'V',
        'params/switch:0/voltage',
        AT_10 + 500,
      ],
    ]);
  });

  it('keeps the time of a message if its payload has none', async () => {
    await start();
    const [first] = await readings({ topic: 'a', timestamp: 5, payload: { temperature: 1, humidity: 2 } }, 2);
    assert.equal(first?.[5], 5);
    const timed = { topic: 'a', timestamp: 5, payload: { ts: AT_10, temperature: 1 } };
    assert.equal((await readings(timed, 1))[0]?.[5], AT_10);
  });

  it('sends the value of a single-reading payload under its original topic', async () => {
    await start();
    const message = { topic: 'N/b8/battery/1/Dc/0/Voltage', payload: { value: 26.1 } };
    assert.deepEqual(await readings(message, 1), [
      [message.topic, 26.1, 'voltage', undefined, undefined, undefined],
    ]);
  });

  it('applies its rules to the topics and names of the readings', async () => {
    await start({
      topicSymbols: [{ topic: '+/boiler/inlet', symbol: 'GPIO_PIN' }],
      keywordSymbols: [{ keyword: 'draft', symbol: 'SENSOR_FAN' }],
    });
    send('n', { topic: 'a/boiler', payload: { inlet: 3, draft: 4, temperature: 5 } });
    const names = (await gets('out', 3)).map(({ wireband }) => Object(wireband).name);
    assert.deepEqual(names, ['GPIO_PIN', 'SENSOR_FAN', 'SENSOR_TEMP']);
  });

  it('reads and writes the configured properties', async () => {
    await start({ topicProperty: 'meta.source', payloadProperty: 'data' });
    send('n', { topic: 't', payload: 'p', meta: { source: 'hall' }, data: { temperature: 1, humidity: 2 } });
    assert.deepEqual(
      (await gets('out', 2)).map(({ topic, payload, meta, data }) => [
        topic,
        payload,
        Object(meta).source,
        data,
      ]),
      [
        ['t', 'p', 'hall/temperature', 1],
        ['t', 'p', 'hall/humidity', 2],
      ],
    );
  });

  it('leaves hostile payloads whole, and handles the next messages as usual', async () => {
    await start();
    const keys = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i]));
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const payloads = [keys, circular, Buffer.from([0xff]), '['.repeat(100_000), { cmd: {} }, [[]]];
    for (const payload of payloads) {
      assert.deepEqual((await readings({ topic: 'a/temp', payload }, 1))[0]?.[0], 'a/temp');
    }
    assert.equal((await readings({ topic: 'a', payload: { temperature: 1, humidity: 2 } }, 2)).length, 2);
    assert.deepEqual(got('errors'), []);
  });

  it('makes each reading a series of its own for the delta filter', async () => {
    await start(
      { wires: [['d']] },
      { id: 'd', type: 'wireband-delta', mode: 'absolute', threshold: 1, wires: [['out']] },
    );
    send('n', { topic: 'a', payload: { temperature: 21, humidity: 40 } });
    await gets('out', 2);
    send('n', { topic: 'a', payload: { temperature: 21.2, humidity: 45 } });
    assert.deepEqual(
      (await gets('out', 3)).map(({ topic, payload }) => [topic, payload]),
      [
        ['a/temperature', 21],
        ['a/humidity', 40],
        ['a/humidity', 45],
      ],
    );
  });

  it('shares only request and response between the messages split from one', async () => {
    await start();
    const req = { headers: {} };
    for (const beside of [{}, { properties: { user: 'a' }, req }]) {
      const before = got('out').length;
      send('n', { topic: 'a/b', payload: { temperature: 21, humidity: 40 }, mine: 1, ...beside });
      const [first, second] = (await gets('out', before + 2)).slice(before);
      assert.ok(first && second);
      assert.deepEqual([first.payload, second.payload], [21, 40]);
      assert.deepEqual([first.mine, second.mine], [1, 1]);
      assert.notEqual(first, second);
      assert.notEqual(first.wireband, second.wireband);
      Object(first.wireband).mine = true;
      assert.equal(Object(second.wireband).mine, undefined);
      assert.deepEqual(first.properties, second.properties);
      if (first.properties !== undefined) assert.notEqual(first.properties, second.properties);
      assert.equal(first.req, second.req);
    }
  });
});
