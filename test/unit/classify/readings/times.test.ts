import assert from 'node:assert/strict';
import { Classifier } from '../../../../src/classify';
import { SymbolCatalog } from '../../../../src/symbols';
import { toEvent } from '../../../../src/uplink';
import { NOW, readings } from '../../../harness/classify/readingRows';

const AT_10 = Date.UTC(2024, 2, 1, 10);

const timesOf = (payload: unknown): unknown[] =>
  readings(payload)
    .filter(({ isMeta }) => !isMeta)
    .map(({ leaf }) => leaf.time);

describe('the time of a reading', () => {
  for (const [spelling, value] of [
    ['seconds', AT_10 / 1000],
    ['milliseconds', AT_10],
    ['microseconds', AT_10 * 1000],
    ['nanoseconds as text', `${AT_10}000000`],
    ['ISO 8601 in UTC', '2024-03-01T10:00:00Z'],
    ['ISO 8601 with a fraction and a zone', '2024-03-01T12:30:00.000+02:30'],
    ['ISO 8601 with a zone of hours', '2024-03-01T11:00:00+01'],
    ['a date and a time with a space and UTC', '2024-03-01 10:00:00 UTC'],
    [
      'two halves of a 64-bit integer',
      { low: AT_10 % 2 ** 32, high: Math.floor(AT_10 / 2 ** 32), unsigned: true },
    ],
  ] as const) {
    it(`is read from ${spelling}`, () => {
      assert.deepEqual(timesOf({ timestamp: value, temperature: 21 }), [AT_10]);
    });
  }

  it('is not taken from a local time, a count, or an unset clock', () => {
    for (const time of ['2024-03-01T10:00:00', '10:00', 12, 0, '1970-01-01T00:00:00Z', '', null, true]) {
      assert.deepEqual(timesOf({ time, temperature: 21 }), [undefined], String(time));
    }
  });

  it('is that of the nearest level', () => {
    assert.deepEqual(timesOf({ ts: AT_10, a: { ts: AT_10 + 1000, temperature: 1 }, b: { temperature: 2 } }), [
      AT_10 + 1000,
      AT_10,
    ]);
  });

  it('is that of the field that best tells when it was measured', () => {
    const payload = { received_at: AT_10 + 5000, created_at: AT_10 - 5000, timestamp: AT_10, temperature: 1 };
    assert.deepEqual(timesOf(payload), [AT_10]);
  });

  it('needs no zone in a field that names UTC', () => {
    assert.deepEqual(timesOf({ dateutc: '2024-03-01 10:00:00', tempf: 61 }), [AT_10]);
  });

  it('is not taken from a field whose name only ends in a time', () => {
    assert.deepEqual(timesOf({ boot_time: AT_10, temperature: 21 }), [undefined]);
  });

  it('becomes the time of its event, and its field stays in the flow', () => {
    const [reading] = readings({ temperature: 21, ts: AT_10 });
    assert.ok(reading);
    const { topic, leaf, classification } = reading;
    const message = {
      topic,
      payload: leaf.value,
      timestamp: leaf.time,
      wireband: { ...classification, field: leaf.path },
    };
    const event = toEvent(message, new Classifier(), new SymbolCatalog(), NOW);
    assert.deepEqual(event, {
      topic: 'site/device/temperature',
      symbol: 0xfc60,
      data: '21',
      time: AT_10,
      bytesIn: 'site/device/temperature'.length + 2,
      quantity: 'temperature',
    });
  });
});
