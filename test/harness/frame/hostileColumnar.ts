import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DEFAULT_DECODE_LIMITS } from '../../../src/frame';
import { encodeColumnar } from '../../../src/frame/columnar';
import { columnarBatch } from './columnarEvents';

export interface HostileBody {
  readonly name: string;
  readonly body: () => Buffer;
}

const MANY = DEFAULT_DECODE_LIMITS.events;

/** A valid body with many events of one series, all with this payload. */
function bodyOf(data: unknown, topic: unknown = 'a', count = MANY): string {
  const tables = [{ symbol: '0xfc60', topic: [topic], data }];
  return JSON.stringify({
    columnar: 1,
    device_id: 'd',
    count,
    strings: ['x'.repeat(100_000)],
    tables,
    series: [0],
    order: 0,
    time: 0,
  });
}

const nested = (levels: number, open: string, close: string): string =>
  open.repeat(levels) + close.repeat(levels);
const withData = (data: string): string => bodyOf('DATA', 'a', 1).replace('"DATA"', data);

/** Bodies that are too large, too deep or broken, and too long to keep in a file. */
export const hostileBodies: readonly HostileBody[] = [
  {
    name: 'a body that decompresses to gigabytes',
    body: () => gzipSync(Buffer.alloc(DEFAULT_DECODE_LIMITS.bytes + 1, bodyOf(1))),
  },
  {
    name: 'a body that decompresses to much in two members',
    body: () => {
      const half = gzipSync(Buffer.alloc(DEFAULT_DECODE_LIMITS.bytes / 2 + 1, bodyOf(1)));
      return Buffer.concat([half, half]);
    },
  },
  {
    name: 'a compressed body of 16,000 members',
    body: () => {
      const member = gzipSync(Buffer.alloc(1000, ' '));
      return Buffer.concat([...Array.from({ length: 16_000 }, () => member), gzipSync('{"columnar":')]);
    },
  },
  {
    name: 'a compressed body with something else behind it',
    body: () => Buffer.concat([gzipSync(bodyOf(1)), Buffer.from('x')]),
  },
  {
    name: 'more bytes than are taken, not compressed',
    body: () => Buffer.alloc(DEFAULT_DECODE_LIMITS.bytes + 1, `${bodyOf(1)} `),
  },
  { name: 'half of a compressed body', body: () => gzipSync(bodyOf(1)).subarray(0, -20) },
  { name: 'bytes that only begin like a compressed body', body: () => Buffer.from([0x1f, 0x8b, 8, 0, 0]) },
  { name: 'half of a body', body: () => Buffer.from(bodyOf(1).slice(0, -5)) },
  { name: 'a text that is no UTF-8', body: () => Buffer.from(bodyOf('\xff', 'a', 1), 'latin1') },
  { name: 'a body with NaN', body: () => Buffer.from(withData('NaN')) },
  { name: 'a long constant in every event', body: () => Buffer.from(bodyOf('y'.repeat(2000))) },
  { name: 'a long key in every event', body: () => Buffer.from(bodyOf({ ['y'.repeat(2000)]: 1 })) },
  { name: 'a long topic in every event', body: () => Buffer.from(bodyOf(1, 'y'.repeat(2000))) },
  {
    name: 'a long string of the dictionary in every event',
    body: () => Buffer.from(bodyOf(['text', ...Array.from({ length: MANY }, () => 0)])),
  },
  {
    name: 'many constants in every event',
    body: () => Buffer.from(bodyOf(['list', ...Array.from({ length: 1000 }, () => 1)])),
  },
  {
    name: 'many empty objects in every event',
    body: () => Buffer.from(bodyOf(['list', ...Array.from({ length: 300 }, () => ({}))])),
  },
  {
    name: 'an object of some keys in every event',
    body: () => Buffer.from(bodyOf(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, 1])))),
  },
  {
    name: 'an event of more keys than it may have',
    body: () => {
      const members = Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]);
      return Buffer.from(bodyOf(Object.fromEntries(members), 'a', 1));
    },
  },
  {
    name: 'a text of a payload of more values than an event may have',
    body: () => Buffer.from(bodyOf(['json', `[${'1,'.repeat(50_000)}1]`], 'a', 1)),
  },
  {
    name: 'texts of payloads of more values than a body may have',
    body: () => Buffer.from(bodyOf(['json', `[${'1,'.repeat(100)}1]`])),
  },
  {
    name: 'more columns than there may be values',
    body: () => {
      const columns = Array.from({ length: 200_001 }, () => ['each', 0]);
      return Buffer.from(bodyOf(['list', ...columns], 'a', 1));
    },
  },
  {
    name: '100,000 objects in each other',
    body: () => Buffer.from(withData(nested(100_000, '{"a":', '}').replace(':}', ':1}'))),
  },
  {
    name: '100,000 lists in each other',
    body: () => Buffer.from(withData(nested(100_000, '["list",', ']').replace(',]', ']'))),
  },
  { name: '100,000 brackets in each other', body: () => Buffer.from(withData(nested(100_000, '[', ']'))) },
  {
    name: '100,000 brackets in a cell',
    body: () => Buffer.from(withData(`["fixed",0,${nested(100_000, '[', ']')}]`)),
  },
  {
    name: 'a text of a payload of 65 levels',
    body: () => Buffer.from(bodyOf(['json', nested(65, '[', ']')], 'a', 1)),
  },
  {
    name: 'a text of a payload of 100,000 levels',
    body: () => Buffer.from(bodyOf(['json', nested(100_000, '[', ']')], 'a', 1)),
  },
];

/** Values that may replace another. */
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    -1,
    2,
    1.5,
    1e300,
    2 ** 53,
    '',
    'each',
    '__proto__',
    null,
    true,
    [],
    {},
    [1],
  ),
  fc.constantFrom<unknown>(
    ['each'],
    ['text', 0],
    ['fixed', 0, 1],
    ['delta', 1, 5, 5],
    ['list', 1],
    ['json', '1'],
  ),
  fc.jsonValue(),
);

/** Bodies with one change: something is replaced, removed or duplicated. */
export const damagedBody: fc.Arbitrary<string> = fc
  .tuple(
    columnarBatch,
    fc.infiniteStream(fc.nat(1000)),
    wrong,
    fc.constantFrom('replace', 'remove', 'double'),
  )
  .map(([events, choices, value, how]) => {
    const body: unknown = JSON.parse(encodeColumnar(events, 'd'));
    damage(body, () => choices.next().value ?? 0, value, how);
    return JSON.stringify(body);
  })
  .filter((text) => text.includes('"columnar":'));

/** Descends to some place, which may be the first or the deepest, and changes what is there. */
function damage(container: unknown, choose: () => number, value: unknown, how: string): void {
  if (typeof container !== 'object' || container === null) return;
  const keys = Object.keys(container);
  const key = keys[choose() % keys.length];
  if (key === undefined) return;
  const inside: unknown = Reflect.get(container, key);
  if (typeof inside === 'object' && inside !== null && Object.keys(inside).length > 0 && choose() % 4 > 0) {
    damage(inside, choose, value, how);
  } else if (how === 'replace') {
    Reflect.set(container, key, value);
  } else if (Array.isArray(container)) {
    if (how === 'remove') container.splice(Number(key), 1);
    else container.splice(Number(key), 0, inside);
  } else {
    Reflect.deleteProperty(container, key);
  }
}
