import fc from 'fast-check';
import type { EdgeEvent } from '../../../src/frame';
import { encodeData } from '../../../src/payload';

/** Parts of hostile names and texts: each is something that some format or engine treats specially. */
const PIECES = [
  'a',
  'temp',
  'time',
  'value',
  'topic',
  '_',
  '_text',
  ' ',
  ',',
  '=',
  '"',
  "'",
  '\\',
  '\\\\',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u007f',
  '\u2028',
  '#',
  '/',
  '.',
  '0',
  '-1',
  '1e400',
  'true',
  'NaN',
  'é',
  '🌡',
  '\ud83c',
  '\udf21',
  '__proto__',
];

export const hostileText = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 5 })
  .map((pieces) => pieces.join(''));

const scalar = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 1e308, 5e-324, 2 ** 53 - 1, 2 ** 53 + 1, Number.NaN, Number.POSITIVE_INFINITY),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('21.5', ' 7 ', '-.5e3', '1e400', 'NaN', 'Infinity', '0x10', '', '1,5'),
  hostileText,
);

const { payload } = fc.letrec<{ payload: unknown }>((tie) => ({
  payload: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('payload'), { maxLength: 4 }),
    fc.dictionary(hostileText, tie('payload'), { maxKeys: 5 }),
  ),
}));

/** Payloads of any shape, as programs and devices send them. */
export const hostilePayload = payload;

/** Times of any kind: around now with fractions, before the epoch, and as far away as a Date can be. */
export const hostileTime = fc.oneof(
  fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
  fc.double({ min: 1_600_000_000_000, max: 1_900_000_000_000, noNaN: true }),
  fc.constantFrom(0, 1, -1, -0.5, 8.64e15, -8.64e15, 9_223_372_036_854, 9_223_372_036_855),
);

/** Events as the spool holds them: their data is what the uplink makes of a payload. */
export const hostileEvent: fc.Arbitrary<EdgeEvent> = fc
  .record({
    topic: hostileText,
    symbol: fc.constantFrom(0xfc60, 0xfc6a, 0xfc6d, 0x1234),
    payload: hostilePayload,
    time: hostileTime,
    quantity: fc.option(fc.constantFrom('temperature', 'humidity', 'a b'), { nil: undefined }),
    unit: fc.option(fc.constantFrom('Cel', '%', '%RH', 'µ g', 'foo,bar'), { nil: undefined }),
  })
  .map(({ topic, symbol, payload: given, time, quantity, unit }) => ({
    topic,
    symbol,
    data: encodeData(given),
    time,
    bytesIn: 1,
    ...(quantity === undefined ? {} : { quantity }),
    ...(unit === undefined ? {} : { unit }),
  }));
