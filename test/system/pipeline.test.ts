import assert from 'node:assert/strict';
import type { OfflineReport } from '../../src';
import { BackendServer } from '../harness/backend/backendServer';
import { Gateway } from '../harness/gateway/gateway';
import { tlsConfig } from '../harness/gateway/gatewayFlow';
import { TestBroker } from '../harness/network/broker';
import { testAuthorityFile, testCertificate } from '../harness/network/testCertificate';
import { until } from '../harness/until';

/** Topics of the published protocol and the symbols that it gives them. */
const PUBLISHED_SYMBOLS = [
  ['plant/line1/temp', 0xfc60],
  ['plant/line1/Temperature', 0xfc60],
  ['plant/line1/supply-voltage', 0xfc61],
  ['plant/line1/motorCurrent', 0xfc62],
  ['plant/line1/pressure', 0xfc64],
  ['plant/line1/humidity/2', 0xfc65],
  ['plant/line1/status', 0xfc6a],
  ['plant/line1/attempt', 0xfc6a],
  ['plant/line1/motor-3', 0xfc90],
] as const;

/** Payloads as devices send them, and the data that the backend gets. */
const PAYLOADS = [
  ['a number as text', '21.5', 21.5],
  [
    'a JSON object',
    '{"value":21.5,"unit":"°C","flags":[true,null]}',
    { value: 21.5, unit: '°C', flags: [true, null] },
  ],
  ['a JSON array', '[1,2,{"a":[]}]', [1, 2, { a: [] }]],
  ['a word', 'open', 'open'],
  ['text beyond ASCII', 'Größe 5 ↗ 🌡', 'Größe 5 ↗ 🌡'],
  ['broken JSON', '{"value":', '{"value":'],
  ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe]), { base64: '/wD+' }],
  ['nothing', '', ''],
] as const;

const WITH_LONG_NUMBER = [
  ...PAYLOADS,
  ['a number too long for a double', '12345678901234567890', '12345678901234567890'],
] as const;

describe('from an MQTT broker through a flow to an HTTP backend', () => {
  let broker: TestBroker;
  let gateway: Gateway;
  let backend: BackendServer;

  before(async function () {
    broker = await TestBroker.start();
    gateway = await Gateway.start(this);
  });
  after(async () => {
    await gateway?.stop();
    await broker?.close();
  });
  beforeEach(async () => {
    backend = await BackendServer.start({ apiKey: 'k-71' });
  });
  afterEach(() => backend.close());

  const taken = (count: number) =>
    until(
      () => `${count} events at the backend, there are ${backend.taken.length}`,
      () => backend.taken.length >= count && backend.taken,
    );

  for (const qos of [0, 1] as const) {
    it(`QoS ${qos}: every message arrives once, in order, with the key, in batches of 200 at most`, async () => {
      const id = `stream-qos${qos}`;
      await gateway.run(broker, {
        id,
        backendUrl: backend.url,
        apiKey: 'k-71',
        mqttIn: { qos: String(qos) },
      });
      const publisher = await broker.connect();
      const count = 1050;
      const from = Date.now() / 1000;
      await Promise.all(
        Array.from({ length: count }, (_, seq) =>
          publisher.publishAsync(`plant/line${seq % 7}/temp`, JSON.stringify({ seq }), { qos }),
        ),
      );
      const events = await taken(count);
      const to = Date.now() / 1000;

      assert.deepEqual(
        events.map(({ topic, data }) => ({ topic, data })),
        Array.from({ length: count }, (_, seq) => ({ topic: `plant/line${seq % 7}/temp`, data: { seq } })),
      );
      assert.equal(new Set(events.map((event) => event.id)).size, count);
      assert.equal(new Set(backend.batches.map((batch) => batch.key)).size, backend.batches.length);
      assert.ok(events.every(({ device, symbol }) => device === 'gateway-7' && symbol === 0xfc60));
      assert.ok(
        events.every(({ ts }) => ts >= from && ts <= to),
        'ts is the time of arrival, in seconds',
      );
      assert.ok(backend.batches.every((batch) => batch.authorization === 'Bearer k-71'));
      assert.equal(Math.max(...backend.batches.map((batch) => batch.events.length)), 200);

      const stats = await gateway.emptied(id);
      assert.equal(stats.events_ingested, count);
      assert.equal(stats.events_flushed, count);
      assert.equal(stats.bytes_sent, sum(backend.batches.map((batch) => batch.bytes)));
      assert.deepEqual(await gateway.records('errors'), []);
    });

    it(`QoS ${qos}: topics get the published symbols`, async () => {
      await gateway.run(broker, {
        id: `symbols-qos${qos}`,
        backendUrl: backend.url,
        apiKey: 'k-71',
        uplink: { flushInterval: 0.1 },
        mqttIn: { qos: String(qos) },
      });
      const publisher = await broker.connect();
      for (const [topic] of PUBLISHED_SYMBOLS) await publisher.publishAsync(topic, '1', { qos });
      const events = await taken(PUBLISHED_SYMBOLS.length);
      assert.deepEqual(
        events.map(({ topic, symbol }) => [topic, symbol]),
        PUBLISHED_SYMBOLS,
      );
    });
  }

  // With auto-detect it is mqtt in that parses, and makes the long number a double; as text, mqtt in loses bytes.
  for (const [datatype, payloads] of [
    ['auto-detect', PAYLOADS],
    ['buffer', WITH_LONG_NUMBER],
    ['utf8', WITH_LONG_NUMBER.filter(([, payload]) => typeof payload === 'string')],
  ] as const) {
    it(`payloads that are JSON, text or bytes arrive as data, from mqtt in set to ${datatype}`, async () => {
      await gateway.run(broker, {
        id: `payloads-${datatype}`,
        backendUrl: backend.url,
        apiKey: 'k-71',
        uplink: { flushInterval: 0.1 },
        mqttIn: { datatype },
      });
      const publisher = await broker.connect();
      for (const [, payload] of payloads) await publisher.publishAsync('plant/line1/temp', payload);
      const events = await taken(payloads.length);
      assert.deepEqual(
        events.map(({ data }, i) => [payloads[i]?.[0], data]),
        payloads.map(([what, , data]) => [what, data]),
      );
    });
  }

  it('bodies are compressed from 1 KiB on, and not below', async () => {
    await gateway.run(broker, {
      id: 'gzip',
      backendUrl: backend.url,
      apiKey: 'k-71',
      uplink: { flushInterval: 0.1 },
    });
    const publisher = await broker.connect();
    for (const [index, length] of [1, 330, 600, 5000].entries()) {
      await publisher.publishAsync('plant/line1/temp', JSON.stringify({ text: 'x'.repeat(length) }));
      await taken(index + 1);
    }
    assert.deepEqual(
      backend.batches.map((batch) => batch.compressed),
      backend.batches.map((batch) => batch.plainBytes >= 1024),
    );
    assert.deepEqual(new Set(backend.batches.map((batch) => batch.compressed)), new Set([false, true]));
    assert.ok(backend.batches.every((batch) => !batch.compressed || batch.bytes < batch.plainBytes));
  });

  it('what did not change by 2 % stays at the edge, and is counted', async () => {
    const id = 'delta';
    await gateway.run(broker, {
      id,
      backendUrl: backend.url,
      apiKey: 'k-71',
      delta: { threshold: 0.02 },
      uplink: { flushInterval: 0.1 },
    });
    const publisher = await broker.connect();
    const values = [100, 101, 101.9, 102, 103, 104.1, 104, 0, 0];
    for (const value of values) await publisher.publishAsync('plant/line1/temp', String(value));
    await publisher.publishAsync('plant/line2/temp', '100');
    const events = await taken(5);
    assert.deepEqual(
      events.map(({ data }) => data),
      [100, 102, 104.1, 0, 100],
    );
    const stats = await gateway.stats(id);
    assert.equal(stats.messages_compressed, 5);
    assert.equal(stats.messages_delta_filtered, 4, 'those before the last one that passed');
  });

  it("codes of the backend's catalog go on the wire, in a bare array where that is the envelope", async () => {
    await gateway.run(broker, {
      id: 'catalog',
      backendUrl: backend.url,
      apiKey: 'k-71',
      backend: { catalog: '{"SENSOR_TEMP":"0xfce0"}', envelope: 'array' },
      uplink: { flushInterval: 0.1 },
    });
    const publisher = await broker.connect();
    await publisher.publishAsync('plant/line1/temp', '1');
    const [event] = await taken(1);
    assert.equal(event?.symbol, 0xfce0);
  });

  it('an HTTPS backend is reached where a TLS configuration trusts it, and not where nothing does', async () => {
    const secure = await BackendServer.start({ tls: testCertificate });
    const publisher = await broker.connect();
    try {
      const uplink = { flushInterval: 0.1, maxRetries: 0 };
      await gateway.run(broker, { id: 'distrust', backendUrl: secure.url, uplink });
      await publisher.publishAsync('plant/line1/temp', '1');
      const [offline] = await until('the uplink gives up', async () => {
        const reports = await gateway.events<OfflineReport>('offline');
        return reports.length > 0 && reports;
      });
      assert.match(offline?.error ?? '', /certificate/);

      await gateway.run(broker, {
        id: 'trusting',
        backendUrl: secure.url,
        backend: { tls: 'trust' },
        uplink,
        more: [tlsConfig('trust', testAuthorityFile)],
      });
      await publisher.publishAsync('plant/line1/temp', '2');
      await until('the event arrives', () => secure.taken.length > 0);
      assert.deepEqual(
        secure.taken.map(({ data }) => data),
        [2],
      );
    } finally {
      await secure.close();
    }
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
