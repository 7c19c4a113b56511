import { nameOfKey, ranked } from './Field';
import { KIND_KEYS, NAME_KEYS } from './keys/nameKeys';
import { UNIT_KEYS } from './keys/unitKeys';
import { SHORT_VALUE_KEY, VALUE_KEYS } from './keys/valueKeys';

/** SenML's name, for a payload that is one record. */
const SHORT_NAME_KEY = 'n';

/** Keys by their names without case and separators, the most specific first. */
export const UNITS = ranked(UNIT_KEYS);
export const VALUES = ranked([...VALUE_KEYS, SHORT_VALUE_KEY]);
export const NAMES = ranked([...KIND_KEYS, ...NAME_KEYS, SHORT_NAME_KEY]);

/** Bits: which of these an object may have. */
export const MAY_HAVE_UNIT = 1;
export const MAY_HAVE_VALUE = 2;
export const MAY_HAVE_NAME = 4;

const hintsOf = new Map<string, number>();
const LETTERS = 32;
/** For each first and last letter of a key, `first * LETTERS + last`: a bit per length of these keys. */
const lengths = new Int32Array(LETTERS * LETTERS);
/** Maximum number of separators in a key: `unit_of_measurement`. */
const MAX_SEPARATORS = 2;
for (const [names, hints] of [
  [UNITS, MAY_HAVE_UNIT],
  [VALUES, MAY_HAVE_VALUE],
  [NAMES, MAY_HAVE_NAME],
] as const) {
  for (const name of names.keys()) {
    hintsOf.set(name, (hintsOf.get(name) ?? 0) | hints);
    for (let more = 0; more <= MAX_SEPARATORS; more++) {
      lengths[endsOf(name)] = (lengths[endsOf(name)] ?? 0) | (1 << (name.length + more));
    }
  }
}

/** A key as in the tables; one letter means something else in the other case: `V` is volts. */
function nameOf(key: string): string {
  return key.length === 1 ? key : nameOfKey(key);
}

/** Maximum number of keys that are read: no object that holds one value has more. */
const MAX_KEYS = 1000;

/** The keys of an object; undefined for anything else, and for a proxy that throws. */
export function keysOf(container: unknown): readonly string[] | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  try {
    return Object.keys(container);
  } catch {
    return undefined;
  }
}

/** Which of the keys above an object with these keys may have: few have any, and two letters rule out most keys. */
export function keyHints(keys: readonly string[] | undefined): number {
  let hints = 0;
  const length = Math.min(keys?.length ?? 0, MAX_KEYS);
  for (let i = 0; i < length; i++) {
    const key = keys?.[i] ?? '';
    if (mayTell(key)) hints |= hintsOf.get(nameOf(key)) ?? 0;
  }
  return hints;
}

/**
 * The value under the most specific of the keys in a table above.
 * @throws what a getter or proxy of the payload throws
 */
export function valueUnder(
  container: object,
  table: ReadonlyMap<string, number>,
  fits: (found: unknown) => boolean,
): KeyedValue | undefined {
  let best: Ranked | undefined;
  visitUnder(container, table, fits, (found) => {
    if (!best || isBefore(found, best)) best = found;
  });
  return best;
}

/**
 * The values under the keys in a table above, those of the most specific keys first.
 * @throws what a getter or proxy of the payload throws
 */
export function valuesUnder(
  container: object,
  table: ReadonlyMap<string, number>,
  fits: (found: unknown) => boolean,
): readonly unknown[] {
  const all: Ranked[] = [];
  visitUnder(container, table, fits, (found) => all.push(found));
  return all.sort((a, b) => (isBefore(a, b) ? -1 : 1)).map(({ value }) => value);
}

/** A value and the key that it is under, as found. */
export interface KeyedValue {
  readonly key: string;
  readonly value: unknown;
}

interface Ranked extends KeyedValue {
  readonly rank: number;
}

/** Among keys of the same rank, their own order decides, not that in the payload. */
function isBefore(one: Ranked, other: Ranked): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.key < other.key);
}

function visitUnder(
  container: object,
  table: ReadonlyMap<string, number>,
  fits: (found: unknown) => boolean,
  visit: (found: Ranked) => void,
): void {
  const keys = Object.keys(container);
  for (let i = 0; i < keys.length && i < MAX_KEYS; i++) {
    const key = keys[i] ?? '';
    const rank = rankOf(key, table);
    if (rank === undefined) continue;
    const value: unknown = Reflect.get(container, key);
    if (fits(value)) visit({ rank, key, value });
  }
}

/** The rank in a table above of a key as found; undefined for keys that are not in it. */
export function rankOf(key: string, table: ReadonlyMap<string, number>): number | undefined {
  return mayTell(key) ? table.get(nameOf(key)) : undefined;
}

const MAX_LENGTH = 31;

/** Length, first and last letter rule out most keys. */
function mayTell(key: string): boolean {
  const { length } = key;
  return length <= MAX_LENGTH && ((lengths[endsOf(key)] ?? 0) & (1 << length)) !== 0;
}

/** The first and the last letter of a key, in any case. */
function endsOf(key: string): number {
  const last = LETTERS - 1;
  return (key.charCodeAt(0) & last) * LETTERS + (key.charCodeAt(key.length - 1) & last);
}
