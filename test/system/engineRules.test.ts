import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EdgeClient, type UplinkEvent } from '../../src';
import type { EdgeEvent } from '../../src/frame';
import {
  type Engine,
  exportSamples,
  influxd,
  queryInflux,
  startInfluxdb,
  startVictoriaMetrics,
  victoriaMetrics,
} from '../harness/backend/engines';
import { encoded } from '../harness/frame/formatRig';
import { hostileEvent } from '../harness/frame/hostileEvents';
import { readLineProtocol } from '../harness/frame/lineProtocol';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** Hostile events, each with its own time and topic, so that none overwrites another. */
const EVENTS: readonly EdgeEvent[] = fc
  .sample(hostileEvent, { numRuns: 1500, seed: 7 })
  .map((event, i) => ({ ...event, topic: `${i}/${event.topic}`, time: 1_600_000_000_000 + i * 1000 }));

const { body, leftOut } = encoded({ format: 'influx' }, EVENTS);
const POINTS = readLineProtocol(body);

describe('InfluxDB 1', () => {
  let engine: Engine;
  before(async function () {
    engine = await startInfluxdb(need(this, influxd));
    await queryInflux(engine, 'CREATE DATABASE plant');
  });
  after(() => engine?.stop());

  it('accepts every line written for any event, and stores the same tags, fields and time', async () => {
    assert.ok(POINTS.length > 200 && leftOut.events.length > 20, 'there are events of both kinds');
    const response = await fetch(`${engine.url}/write?db=plant&precision=ns`, { method: 'POST', body });
    assert.deepEqual([response.status, await response.text()], [204, '']);
    const rows = await queryInflux(engine, 'SELECT * FROM wireband');
    const byTime = new Map(rows.map((row) => [row.time, row]));
    assert.equal(rows.length, POINTS.length);
    for (const { tags, fields, time } of POINTS) {
      const row = Object.entries(byTime.get(time) ?? {}).filter(
        ([key, value]) => key !== 'time' && value !== null,
      );
      const expected = [...Object.entries(tags), ...fields];
      assert.deepEqual(new Map(row.sort()), new Map(expected.sort()));
    }
  });
});

describe('InfluxDB 1 that refuses points', () => {
  let engine: Engine;
  let client: EdgeClient;
  const events: UplinkEvent[] = [];
  before(async function () {
    engine = await startInfluxdb(need(this, influxd));
    await queryInflux(engine, 'CREATE DATABASE plant WITH DURATION 2h SHARD DURATION 1h');
  });
  beforeEach(() => {
    events.length = 0;
    client = new EdgeClient({
      backendUrl: engine.url,
      format: 'influx',
      query: 'db=plant',
      flushInterval: 0.05,
      onEvent: (event) => events.push(event),
    });
  });
  afterEach(() => client?.close(0));
  after(() => engine?.stop());

  /** Delivers; resolves with the topics that went to quarantine. */
  const deliver = async (readings: readonly (readonly [topic: string, payload: unknown, time: number])[]) => {
    for (const [topic, payload, timestamp] of readings) client.ingest(payload, { topic, timestamp });
    client.start();
    await until('nothing waits', () => client.stats().buffer_depth === 0);
    const aside = () =>
      events.flatMap((event) => (event.event === 'quarantined' ? event.payload.event.topic : []));
    await until('it is reported', () => aside().length === client.stats().events_quarantined);
    return aside();
  };
  const stored = async (): Promise<unknown[]> =>
    (await queryInflux(engine, 'SELECT * FROM wireband')).map(({ topic }) => topic).sort();

  it('beyond its retention stores the others, and only the refused ones go to quarantine, in one request', async () => {
    const now = Date.now();
    const aside = await deliver([
      ['new/1', 1, now],
      ['old/1', 1, now - 100 * 3_600_000],
      ['new/2', 1, now - 1],
      ['old/2', 1, now - 200 * 3_600_000],
    ]);
    assert.deepEqual(aside.sort(), ['old/1', 'old/2']);
    assert.deepEqual([await stored(), client.stats().batches_sent], [['new/1', 'new/2'], 1]);
    assert.match(client.stats().last_error ?? '', /beyond retention/);
  });

  it('of a different type than before stores the others, and only the refused ones go to quarantine, in one request', async () => {
    const now = Date.now();
    const line = `wireband,topic=other a="text" ${now}\n`;
    await fetch(`${engine.url}/write?db=plant&precision=ms`, { method: 'POST', body: line });
    const aside = await deliver([
      ['s/1', { a: 1 }, now],
      ['s/2', { b: 1 }, now],
      ['s/3', { a: 2, c: 1 }, now],
    ]);
    assert.deepEqual(aside, ['s/1', 's/3']);
    assert.ok((await stored()).includes('s/2'));
    assert.equal(client.stats().batches_sent, 1);
  });

  it('because its database is missing gets all events once the database is back', async () => {
    await queryInflux(engine, 'DROP DATABASE plant');
    client.ingest(1, { topic: 'kept' });
    client.start();
    await until('it is reported', () => events.some(({ event }) => event === 'offline'));
    assert.deepEqual([client.stats().buffer_depth, client.stats().events_quarantined], [1, 0]);
    await queryInflux(engine, 'CREATE DATABASE plant');
    client.flush();
    await until('nothing waits', () => client.stats().buffer_depth === 0);
    assert.deepEqual(await stored(), ['kept']);
  });
});

describe('VictoriaMetrics', () => {
  let engine: Engine;
  before(async function () {
    engine = await startVictoriaMetrics(need(this, victoriaMetrics));
  });
  after(() => engine?.stop());

  it('discards no line written for any event, and stores the same labels and numbers', async () => {
    const response = await fetch(`${engine.url}/write`, { method: 'POST', body });
    assert.equal(response.status, 204);
    // The engine has no text, and stores booleans as 1 and 0.
    const numbers = POINTS.flatMap(({ tags, fields, time }) =>
      [...fields].flatMap(([name, value]) =>
        typeof value === 'string' ? [] : { name: `wireband_${name}`, tags, value: Number(value), time },
      ),
    );
    assert.ok(numbers.length > 200);
    const key = (labels: object) => JSON.stringify(Object.entries(labels).sort());
    const stored = await until('all samples', async () => {
      const found = await exportSamples(engine, '{__name__!~".*_text"}');
      return (
        found.length >= numbers.length &&
        new Map(found.map(({ labels, value, time }) => [key(labels), { value, time }]))
      );
    });
    assert.equal(stored.size, numbers.length);
    for (const { name, tags, value, time } of numbers) {
      const found = stored.get(key({ ...tags, __name__: name }));
      assert.equal(found?.time, Number(BigInt(time) / 1_000_000n), `${name} ${JSON.stringify(tags)}`);
      // The engine stores numbers in decimal: with about 12 digits, and fewer close to the limits of a double.
      if (Math.abs(value) > 1e300 || Math.abs(value) < 1e-300) continue;
      const difference = Math.abs((found?.value ?? Number.NaN) - value);
      assert.ok(difference <= Math.abs(value) * 1e-11, `${found?.value} for ${value}`);
    }
    assert.doesNotMatch(engine.output(), /cannot unmarshal|cannot parse|skipping/i);
  });
});
