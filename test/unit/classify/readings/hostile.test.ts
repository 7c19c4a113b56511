import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Classifier, readingsOf } from '../../../../src/classify';
import { MAX_DEPTH, MAX_VALUES } from '../../../../src/classify/leaves/LeafWalk';
import { metaPaths, readings, rows } from '../../../harness/classify/readingRows';
import { repository } from '../../../harness/package/packedPackage';

const classifier = new Classifier();
const numbers = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, i]));

function nested(levels: number): object {
  let object: object = { temperature: 21 };
  for (let i = 1; i < levels; i++) object = { a: object };
  return object;
}

describe('a payload that is not taken apart', () => {
  for (const [what, payload] of [
    ['a number', 21.4],
    ['a numeric text', '21.4'],
    ['a text', 'open'],
    ['a Boolean', true],
    ['null', null],
    ['undefined', undefined],
    ['bytes', Buffer.from([0xff, 0xfe])],
    ['text that only begins like JSON', '{"temperature":'],
  ] as const) {
    it(`is ${what}`, () => {
      assert.deepEqual(readings(payload), []);
    });
  }

  it('has no values', () => {
    for (const payload of [{}, [], { a: {} }, { a: [], b: [[]] }, '{}', '[]']) {
      assert.deepEqual(readings(payload), [], JSON.stringify(payload));
    }
  });

  it('is a command or a device description', () => {
    for (const topic of [
      'cmnd/plug/Backlog',
      'zigbee2mqtt/bulb/set',
      'spBv1.0/Plant/NCMD/edge',
      'site/lamp/command',
      'homeassistant/sensor/kitchen/config',
    ]) {
      assert.equal(readingsOf(classifier, topic, { temperature: 21, humidity: 40 }), undefined, topic);
    }
  });
});

describe('a hostile payload', () => {
  it('has the limits that the documentation states', () => {
    const text = readFileSync(join(repository, 'docs/classification.md'), 'utf8').replace(/\s+/g, ' ');
    assert.ok(text.includes(`more than ${MAX_VALUES.toLocaleString('en-US')} values and objects`));
    assert.ok(text.includes(`or ${MAX_DEPTH} levels`));
  });

  it('with too many values is not taken apart', () => {
    assert.equal(readings(numbers(MAX_VALUES - 1)).length, MAX_VALUES - 1);
    for (const payload of [
      numbers(MAX_VALUES),
      numbers(10_000),
      { a: numbers(MAX_VALUES) },
      { a: numbers(MAX_VALUES / 2), b: numbers(MAX_VALUES / 2) },
      new Array(MAX_VALUES + 1).fill({ temperature: 21 }),
      { metrics: new Array(MAX_VALUES).fill({ name: 'Temperature', value: 21 }) },
      new Array(MAX_VALUES).fill({ n: 'temperature', v: 21 }),
      { updates: [{ values: new Array(MAX_VALUES).fill({ path: 'a', value: 1 }) }] },
    ]) {
      assert.equal(readingsOf(classifier, 'site/device', payload), undefined);
    }
  });

  it('with too many levels is not taken apart', () => {
    assert.equal(readings(nested(MAX_DEPTH)).length, 1);
    assert.equal(readingsOf(classifier, 'site/device', nested(MAX_DEPTH + 1)), undefined);
    assert.equal(readingsOf(classifier, 'site/device', nested(100_000)), undefined);
  });

  it('that contains itself gives each value once', () => {
    const payload: Record<string, unknown> = { temperature: 21 };
    payload.self = payload;
    payload.list = [payload, { humidity: 40, above: payload }];
    assert.deepEqual(rows(payload), [
      ['temperature', 21, 'temperature'],
      ['list/1/humidity', 40, 'humidity'],
    ]);
  });

  it('with a getter that throws gives the other values', () => {
    const payload = {
      temperature: 21,
      get humidity(): number {
        throw new Error('no reading today');
      },
    };
    assert.deepEqual(rows(payload), [['temperature', 21, 'temperature']]);
  });

  it('that throws whenever it is read is not taken apart', () => {
    const payload = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('nothing to see');
        },
      },
    );
    assert.equal(readingsOf(classifier, 'site/device', payload), undefined);
  });

  it('with keys special to JavaScript gives them like any other', () => {
    const payload = '{"__proto__":{"temperature":21},"constructor":{"humidity":40},"hasOwnProperty":3}';
    assert.deepEqual(rows(payload), [
      ['__proto__/temperature', 21, 'temperature'],
      ['constructor/humidity', 40, 'humidity'],
      ['hasOwnProperty', 3, 'SENSOR_POLL'],
    ]);
    assert.equal(Reflect.get({}, 'temperature'), undefined);
  });

  it('with a slash in a key, or an empty key, keeps both readings of the same path', () => {
    assert.deepEqual(rows({ 'a/temperature': 1, a: { temperature: 2 }, '': { temperature: 3 } }), [
      ['a/temperature', 1, 'temperature'],
      ['a/temperature', 2, 'temperature'],
      ['temperature', 3, 'temperature'],
    ]);
  });

  it('with bytes, dates, functions and collections gives only the JSON values', () => {
    const payload = {
      temperature: 21,
      image: Buffer.from('x'),
      asJson: Buffer.from('x').toJSON(),
      at: new Date('2024-03-01T10:00:00Z'),
      call: () => 1,
      map: new Map([['a', 1]]),
      symbol: Symbol('a'),
      none: undefined,
      big: 2n ** 70n,
      humidity: Number.NaN,
      pressure: Number.POSITIVE_INFINITY,
    };
    assert.deepEqual(rows(payload), [
      ['temperature', 21, 'temperature'],
      ['big', 2n ** 70n, 'SENSOR_POLL'],
    ]);
    assert.deepEqual(metaPaths(payload), ['at', 'humidity', 'pressure']);
  });

  it('is not changed', () => {
    const payload = { a: { temperature: 21 }, list: [{ name: 'x', value: 1 }], ts: 1_700_000_000 };
    const before = structuredClone(payload);
    Object.freeze(payload);
    Object.freeze(payload.a);
    readings(payload);
    assert.deepEqual(payload, before);
  });
});
