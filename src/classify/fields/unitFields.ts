import type { NameReader } from '../names/lexicon/NameReader';
import { meaningOfName } from '../names/meaningOfName';
import { nameOfKey } from './Field';
import { rankOf, UNITS, valueUnder } from './keyHints';
import { UNIT_BEGINNING, withoutUnitEnding } from './keys/unitKeys';
import { VALUE_KEYS } from './keys/valueKeys';

/** Maximum number of fields of an object that are searched for units. */
const MAX_SIBLINGS = 100;

/** Longer keys name no unit. */
const MAX_KEY = 40;
/** The letters that such keys begin and end with, and the bit that makes a letter lowercase. */
const [I, M, N, O, S, T, U] = [0x69, 0x6d, 0x6e, 0x6f, 0x73, 0x74, 0x75];
const LOWER = 0x20;

/** Units that are next to the values of an object, as found. */
export interface UnitFields {
  /** Unit of every value of the object. */
  readonly whole?: string | undefined;
  /** Units of single fields or of quantities, by the names of their fields without case and separators. */
  readonly single: ReadonlyMap<string, SingleUnit>;
}

/** The unit of one field or quantity, and what its key says that it applies to: `Temp` of `TempUnit`. */
interface SingleUnit {
  readonly of: string;
  readonly unit: string;
}

const NONE: UnitFields = { single: new Map() };

/** The unit of a whole object, as found; none if a getter or proxy of the payload throws. */
export function wholeUnit(container: unknown): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  try {
    const found = valueUnder(container, UNITS, isText)?.value;
    return typeof found === 'string' ? found : undefined;
  } catch {
    // What cannot be read says nothing.
    return undefined;
  }
}

function isText(found: unknown): boolean {
  return typeof found === 'string' && found !== '';
}

/** The units in an object, whose keys may be known already; none if a getter or proxy of the payload throws. */
export function readUnitFields(container: unknown, keys?: readonly string[]): UnitFields {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return NONE;
  try {
    return unitsIn(container, keys ?? Object.keys(container));
  } catch {
    return NONE;
  }
}

function unitsIn(container: object, keys: readonly string[]): UnitFields {
  let whole: string | undefined;
  let wholeRank = Number.POSITIVE_INFINITY;
  let single: Map<string, SingleUnit> | undefined;
  for (let i = 0; i < keys.length && i < MAX_SIBLINGS; i++) {
    const key = keys[i] ?? '';
    if (!mayNameUnit(key)) continue;
    const unit: unknown = Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
    if (typeof unit !== 'string' || unit === '') continue;
    const rank = UNITS.get(nameOfKey(key));
    const of = rank === undefined ? (withoutUnitEnding(key) ?? withoutUnitBeginning(key)) : undefined;
    if (rank !== undefined && rank < wholeRank) {
      whole = unit;
      wholeRank = rank;
    } else if (of !== undefined) {
      single ??= new Map();
      single.set(nameOfKey(of), { of, unit });
    }
  }
  if (single) return { whole, single };
  return whole === undefined ? NONE : { whole, single: NONE.single };
}

/** `temperature` of `unit_temperature`. */
function withoutUnitBeginning(key: string): string | undefined {
  const beginsSo = key.slice(0, UNIT_BEGINNING.length).toLowerCase() === UNIT_BEGINNING;
  return beginsSo ? key.slice(UNIT_BEGINNING.length).replace(/^[\s_.-]+/, '') : undefined;
}

/** Whether a text under this key may be taken as a unit, of its object or of one of its fields. */
export function isUnitKey(key: string): boolean {
  return mayNameUnit(key) || rankOf(key, UNITS) !== undefined;
}

/** Two letters rule out keys other than these: `unit`, `TempUnits`, `uom`, `u`, `unit_of_measurement`, `unitCode`. */
function mayNameUnit(key: string): boolean {
  const { length } = key;
  if (length < 3) return length === 1 && (key.charCodeAt(0) | LOWER) === U;
  if (length >= MAX_KEY) return false;
  if ((key.charCodeAt(0) | LOWER) === U && (key.charCodeAt(1) | LOWER) === N) return true;
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

const VALUE_ENDING = new RegExp(`(?:${VALUE_KEYS.join('|')})$`);

/** The unit of a field by its key: `temperature_unit` next to `temperature`, `sensorUnit` next to `sensorValue`. */
export function unitOfField({ single }: UnitFields, key: string): string | undefined {
  if (single.size === 0) return undefined;
  const name = nameOfKey(key);
  return (single.get(name) ?? single.get(name.replace(VALUE_ENDING, '')))?.unit;
}

/** A unit for a quantity by the name of the quantity: `TempUnit` next to or above a `Temperature`. */
export function unitForQuantity(
  units: UnitFields,
  quantity: string | undefined,
  reader: NameReader,
): string | undefined {
  if (quantity === undefined || units.single.size === 0) return undefined;
  for (const { of, unit } of units.single.values()) {
    reader.read(of, 0, of.length);
    if (meaningOfName(reader, UNKNOWN)?.quantity?.quantity === quantity) return unit;
  }
  return undefined;
}

const UNKNOWN = { kind: 'unknown', value: undefined } as const;
