import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Classifier } from '../../../src/classify';
import { SymbolCatalog } from '../../../src/symbols';
import { toEvent, type UplinkMessage } from '../../../src/uplink';
import { assertProperty } from '../../harness/assertProperty';

const catalog = new SymbolCatalog({ SENSOR_FAN: 0x1234 });
const classifier = new Classifier({ catalog });
const NOW = 1_700_000_000_000;
const make = (message: UplinkMessage) => toEvent(message, classifier, catalog, NOW);

describe('the event made from a message', () => {
  it('has topic, symbol, payload as JSON, time of arrival and received bytes', () => {
    assert.deepEqual(make({ topic: 'a/temp', payload: Buffer.from('{ "v": 1 }') }), {
      topic: 'a/temp',
      symbol: 0xfc60,
      data: '{"v":1}',
      time: NOW,
      stamped: true,
      bytesIn: 16,
      quantity: 'temperature',
    });
  });

  it('counts bytes in UTF-8', () => assert.equal(make({ topic: 'é', payload: '€' }).bytesIn, 5));

  it('cannot be made if the payload cannot be written as JSON', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    assert.throws(() => make({ payload: circular }), { name: 'PayloadError' });
  });

  it('has defaults for an empty message', () => {
    const event = { topic: '', symbol: 0xfc6a, data: 'null', time: NOW, stamped: true, bytesIn: 4 };
    assert.deepEqual(make({}), event);
  });
});

describe('the symbol of an event', () => {
  const symbolOf = (wireband: unknown): number => make({ topic: 'temp', payload: 1, wireband }).symbol;

  it('is that of the message, by name first, so that the codes of the catalog apply', () => {
    assert.equal(symbolOf({ name: 'SENSOR_FAN', code: '0xfc63', symbol: 0xfc63 }), 0x1234);
    assert.equal(symbolOf({ code: '0xfc65' }), 0xfc65);
    assert.equal(symbolOf({ symbol: 0xfc65 }), 0xfc65);
    assert.equal(symbolOf({ name: '0XFC99' }), 0xfc99);
  });

  it('comes from the classifier if the message has no usable one', () => {
    const unusable = [undefined, null, 5, 'SENSOR_FAN', {}, [], { name: 'WARMTH' }, { code: {}, symbol: -1 }];
    for (const wireband of unusable) assert.equal(symbolOf(wireband), 0xfc60);
  });

  it('comes with quantity and unit if these are text', () => {
    const { quantity, unit } = make({ wireband: { symbol: 1, quantity: 'power', unit: 'W' } });
    assert.deepEqual([quantity, unit], ['power', 'W']);
    assert.ok(!('unit' in make({ wireband: { symbol: 1, unit: 5, quantity: '' } })));
  });
});

describe('an alarm event', () => {
  const ofSymbol = (symbol: number, alarms?: ReadonlySet<number>) =>
    toEvent({ payload: 1, wireband: { symbol } }, classifier, catalog, NOW, alarms);

  it('is one with SENSOR_ALERT or a configured symbol', () => {
    assert.equal(ofSymbol(0xfc6d).alarm, true);
    assert.equal(ofSymbol(0x1234, new Set([0x1234])).alarm, true);
    assert.ok(!('alarm' in ofSymbol(0x1234)));
    assert.ok(!('alarm' in ofSymbol(0xfc6d, new Set([0x1234]))));
  });

  it("has the catalog's code for SENSOR_ALERT", () => {
    const own = new SymbolCatalog({ SENSOR_ALERT: 0x4321 });
    const made = toEvent({ payload: 1, wireband: { name: 'SENSOR_ALERT' } }, classifier, own, NOW);
    assert.deepEqual([made.symbol, made.alarm], [0x4321, true]);
  });
});

describe('the time of an event', () => {
  const timeOf = (timestamp: unknown): number => make({ timestamp }).time;

  it('is that of the message: milliseconds, a date or ISO 8601', () => {
    assert.equal(make({ timestamp: 1500 }).stamped, undefined);
    assert.equal(timeOf(1500), 1500);
    assert.equal(timeOf(0), 0);
    assert.equal(timeOf(new Date(1500)), 1500);
    assert.equal(timeOf('1970-01-01T00:00:01.500Z'), 1500);
    assert.equal(timeOf('1970-01-01T01:00:01.5+01:00'), 1500);
    assert.equal(timeOf('2026-01-02'), Date.UTC(2026, 0, 2));
  });

  it('may be in seconds, microseconds or nanoseconds if a number can mean nothing else', () => {
    const moment = Date.UTC(2026, 10, 29, 12);
    for (const timestamp of [moment, moment / 1000, moment * 1000, moment * 1_000_000]) {
      assert.equal(timeOf(timestamp), moment);
    }
    assert.equal(timeOf(moment / 1000 + 0.25), moment + 250);
    // Milliseconds before 2001 and after 2100 stay what they are, as far as possible.
    for (const timestamp of [
      1,
      86_400_000,
      999_999_999,
      4_102_444_800,
      Date.UTC(1999, 0),
      Date.UTC(2150, 0),
    ]) {
      assert.equal(timeOf(timestamp), timestamp);
    }
  });

  it('is the time of arrival if it cannot be read', () => {
    const unreadable = [
      undefined,
      null,
      '',
      'yesterday',
      Number.NaN,
      Number.POSITIVE_INFINITY,
      new Date(Number.NaN),
      {},
      [5],
      true,
      5n,
      // Date.parse() takes these for dates, although they are not: a number, and words with a number.
      '5',
      '12',
      'sensor 7',
      // Beyond the range of dates.
      8.64e15 + 1,
      -1e300,
    ];
    for (const timestamp of unreadable) assert.equal(timeOf(timestamp), NOW, String(timestamp));
  });
});

describe('a topic', () => {
  it('of any type makes an event', () => {
    assertProperty(
      fc.property(fc.anything(), fc.jsonValue(), (topic, payload) => {
        assert.equal(typeof make({ topic, payload }).topic, 'string');
      }),
    );
    assert.equal(make({ topic: 'a/'.repeat(32_768), payload: 1 }).topic.length, 65_536);
  });
});
