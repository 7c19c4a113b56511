import type { NameReader } from './lexicon/NameReader';
import { nameMeaning } from './nameMeaning';
import { UNIT_KEYS } from './telltaleKeys';

/** Fields of an object among which units are looked for. */
const MAX_SIBLINGS = 100;

const WHOLE: ReadonlySet<string> = new Set(UNIT_KEYS);

/** Endings of the key of a unit of one field or quantity: `level_unit`, `TempUnit`. */
const ENDING = /^(?<of>.+?)[_-]?(?:units?|uom)$/i;

/** Longer keys name no unit. */
const MAX_KEY = 40;
/** The letters that such keys end with, and the bit that makes a letter a small one. */
const [I, M, N, O, S, T] = [0x69, 0x6d, 0x6e, 0x6f, 0x73, 0x74];
const LOWER = 0x20;

/** Units that stand beside the values of an object, as found. */
export interface BesideUnits {
  /** Unit of every value of the object. */
  readonly whole?: string | undefined;
  /** Units of single fields or of quantities, by the key without its ending. */
  readonly single: ReadonlyMap<string, string>;
}

const NONE: BesideUnits = { single: new Map() };

/** The unit of a whole object, as found; none where a getter or proxy of the payload throws. */
export function wholeUnit(container: unknown): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  try {
    for (const key of WHOLE) {
      const found: unknown = Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
      if (typeof found === 'string' && found !== '') return found;
    }
  } catch {
    // What cannot be read says nothing.
  }
  return undefined;
}

/** The units in an object, whose keys may be known already; none where a getter or proxy of the payload throws. */
export function besideUnits(container: unknown, keys?: readonly string[]): BesideUnits {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return NONE;
  try {
    return unitsIn(container, keys ?? Object.keys(container));
  } catch {
    return NONE;
  }
}

function unitsIn(container: object, keys: readonly string[]): BesideUnits {
  let whole: string | undefined;
  let single: Map<string, string> | undefined;
  for (let i = 0; i < keys.length && i < MAX_SIBLINGS; i++) {
    const key = keys[i] ?? '';
    if (!mayNameUnit(key)) continue;
    const found: unknown = Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
    if (typeof found !== 'string' || found === '') continue;
    const of = ENDING.exec(key)?.groups?.of;
    if (WHOLE.has(key)) whole ??= found;
    else if (of !== undefined) {
      single ??= new Map();
      single.set(of, found);
    }
  }
  if (single) return { whole, single };
  return whole === undefined ? NONE : { whole, single: NONE.single };
}

/** Whether a text under this key may be a unit. Most keys are told apart by their last two letters: `unit`, `units`, `uom`, `u`. */
export function mayNameUnit(key: string): boolean {
  const { length } = key;
  if (length < 3) return key === 'u';
  if (length >= MAX_KEY) return false;
  const before = key.charCodeAt(length - 2) | LOWER;
  switch (key.charCodeAt(length - 1) | LOWER) {
    case T:
      return before === I || before === N;
    case S:
      return before === T;
    case M:
      return before === O;
    default:
      return false;
  }
}

/** A unit for a quantity by the name of the quantity: `TempUnit` beside or above a `Temperature`. */
export function unitForQuantity(
  units: BesideUnits,
  quantity: string | undefined,
  reader: NameReader,
): string | undefined {
  if (quantity === undefined || units.single.size === 0) return undefined;
  for (const [of, unit] of units.single) {
    reader.read(of, 0, of.length);
    if (nameMeaning(reader, UNKNOWN)?.quantity?.quantity === quantity) return unit;
  }
  return undefined;
}

const UNKNOWN = { kind: 'unknown', value: undefined } as const;
