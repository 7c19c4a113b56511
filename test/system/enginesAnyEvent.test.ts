import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent } from '../../src/frame';
import {
  type Engine,
  exportSamples,
  influxd,
  queryInflux,
  startInfluxdb,
  startVictoriaMetrics,
  victoriaMetrics,
} from '../harness/engines';
import { encoded } from '../harness/formatRig';
import { hostileEvent } from '../harness/hostileEvents';
import { readLineProtocol } from '../harness/lineProtocol';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** Hostile events, each of a time and a topic of its own, so that none overwrites another. */
const EVENTS: readonly EdgeEvent[] = fc
  .sample(hostileEvent, { numRuns: 1500, seed: 7 })
  .map((event, i) => ({ ...event, topic: `${i}/${event.topic}`, time: 1_600_000_000_000 + i * 1000 }));

const { body, leftOut } = encoded({ format: 'influx' }, EVENTS);
const POINTS = readLineProtocol(body);

describe('InfluxDB 1', () => {
  let engine: Engine;
  before(async function () {
    this.timeout(90_000);
    engine = await startInfluxdb(need(this, influxd));
    await queryInflux(engine, 'CREATE DATABASE plant');
  });
  after(() => engine?.stop());

  it('takes every line that is written of any event, and has the same tags, fields and time', async function () {
    this.timeout(60_000);
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

describe('VictoriaMetrics', () => {
  let engine: Engine;
  before(async function () {
    this.timeout(90_000);
    engine = await startVictoriaMetrics(need(this, victoriaMetrics));
  });
  after(() => engine?.stop());

  it('throws away no line that is written of any event, and has the same labels and numbers', async function () {
    this.timeout(60_000);
    const response = await fetch(`${engine.url}/write`, { method: 'POST', body });
    assert.equal(response.status, 204);
    // It has no text, and 1 and 0 for booleans.
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
      // It stores numbers in decimal: with about 12 digits, and fewer close to the ends of what a double holds.
      if (Math.abs(value) > 1e300 || Math.abs(value) < 1e-300) continue;
      const difference = Math.abs((found?.value ?? Number.NaN) - value);
      assert.ok(difference <= Math.abs(value) * 1e-11, `${found?.value} for ${value}`);
    }
    assert.doesNotMatch(engine.output(), /cannot unmarshal|cannot parse|skipping/i);
  });
});
