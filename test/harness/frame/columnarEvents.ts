import fc from 'fast-check';
import type { EdgeEvent } from '../../../src/frame';

/** Numbers, texts and keys that formats get wrong. */
const NUMBERS = [
  '0',
  '-0',
  '-0.0',
  '0.1',
  '-0.5',
  '21.40',
  '1e308',
  '1.7976931348623157e308',
  '5e-324',
  '1E+2',
  '1e21',
  '123456789012345',
  '1234567890123456',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '0.30000000000000004',
  '22.6666666666667',
  '1000000',
] as const;
const KEYS = [
  '',
  '__proto__',
  'constructor',
  'list',
  'delta',
  '1',
  '0',
  'a',
  'b',
  'ü',
  '"',
  '\ud800',
] as const;

const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', 'on', 'off', 'true', '21.4', '\ud800', '\udc00\ud800', '"\\/\u0000\u2028', '🌡️', 'list'),
);
const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.integer().map(String),
  fc.tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.nat(4)).map(([n, d]) => String(n / 10 ** d)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

/** JSON text as a sender may write it, compact or not. */
const json = fc.letrec<{ value: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    number,
    number,
    string.map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null', '"\\u0041\\/"', '{}', '[]'),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), string), tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`),
    tie('leaf').map((leaf) => ` { "spaced" : ${leaf} } `),
  ),
})).value;

const topic = fc.oneof(
  fc.constantFrom(
    'a',
    'a/b',
    'a/c',
    'a/b/c',
    '',
    '/',
    '//',
    'a//b/',
    '/'.repeat(40),
    '\ud800/\udc00',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const time = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, -1234.25, 8.64e15, -8.64e15, 1_700_000_000_000, 1_700_000_000_001),
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_100 }),
  fc.integer({ min: 28_000_000, max: 28_000_100 }).map((minutes) => minutes * 60_000),
  fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }),
);

/** One event; topics, times and shapes recur, so that series have several. */
export const columnarEvent: fc.Arbitrary<EdgeEvent> = fc.record(
  {
    topic,
    symbol: fc.oneof(fc.constantFrom(0, 0xfc60, 0xfc61), fc.integer({ min: 0, max: 0xffff })),
    data: fc.oneof(json, number, number),
    time,
    bytesIn: fc.constant(0),
    quantity: fc.constantFrom('temperature', 'humidity', ''),
    unit: fc.constantFrom('Cel', '%RH', '\ud800'),
    alarm: fc.constant(true as const),
  },
  { requiredKeys: ['topic', 'symbol', 'data', 'time', 'bytesIn'] },
);

/** Several events of one shape: columns with many cells. */
const series: fc.Arbitrary<EdgeEvent[]> = fc
  .tuple(
    columnarEvent,
    fc.constantFrom('', '{"a":', '[1,'),
    fc.array(fc.tuple(json, number, time), { maxLength: 12 }),
  )
  .map(([event, before, rows]) =>
    rows.map(([value, other, at]) => {
      const leaf = value.length > 20 ? other : value;
      const data = before === '' ? other : before + leaf + (before === '[1,' ? ']' : `,"b":${other}}`);
      return { ...event, data, time: at };
    }),
  );

/** Batches of mixed series. */
export const columnarBatch: fc.Arbitrary<EdgeEvent[]> = fc.oneof(
  fc.array(columnarEvent, { maxLength: 12 }),
  series,
  fc
    .tuple(series, series, fc.array(columnarEvent, { maxLength: 4 }), fc.infiniteStream(fc.nat(2)))
    .map(([first, second, third, choices]) => interleave([first, second, third], choices)),
);

function interleave(lists: readonly (readonly EdgeEvent[])[], choices: Iterator<number>): EdgeEvent[] {
  const left = lists.map((list) => [...list]);
  const all: EdgeEvent[] = [];
  while (left.some((list) => list.length > 0)) {
    const next = left[choices.next().value ?? 0]?.shift() ?? left.find((list) => list.length > 0)?.shift();
    if (next) all.push(next);
  }
  return all;
}
