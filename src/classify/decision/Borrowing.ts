import type { QuantityRow } from '../../symbols/vocabulary';
import type { PayloadWatch } from '../cache/PayloadWatch';
import { nameOfKey, nameSet } from '../fields/Field';
import { VALUES_KEYS } from '../fields/keys/valueKeys';
import { isMetaGroup } from '../fields/metaFields';
import { isGenericValueKey } from '../fields/valueNames';
import { kinOfUnit } from '../names/kin';
import { MODIFIER_BITS } from '../names/lexicon/Lexicon';
import type { NameReader } from '../names/lexicon/NameReader';
import { GENERIC, STRONG } from '../names/lexicon/strength';
import { meaningOfName } from '../names/meaningOfName';
import type { NameMeaning } from '../names/NameMeaning';
import { knownValue } from '../values/knownValue';
import { unitOfSpelling } from '../values/unitSpelling';
import type { KnownValue } from '../values/valueKind';

/** Device addresses: they say what measures, not what is measured. */
const ADDRESS = /^[\da-fx:._-]+$/i;
const DIGIT = /\d/;
const MIN_ADDRESS = 6;

/** Levels that only structure a payload, and words for a value in other languages. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...VALUES_KEYS,
  ...nameSet(`properties property attributes data payload object readings reading gauge series result results body
    params list items sensors measurements telemetry metrics reported content m2m:cin con
    wert messwert istwert valeur valor valore waarde`),
]);

const INDEX = /^\d{1,4}$/;

const UNKNOWN: KnownValue = { kind: 'unknown', value: undefined };

/** A letter that tells one of several apart, unless it is an abbreviation. */
const LETTER = /^[a-z]$/i;

/** Longer levels always say something. */
const MAX_LEVEL = 64;

/** Plural levels: whatever is below is one of them. */
const PLURAL = /(?:temperatures|humidities|pressures|voltages|currents|powers|energies|temps)$/i;

const { meta, state, count, duration, limit, alert } = MODIFIER_BITS;
/** Modifiers of what is not a value of the quantity, or not the measured one. */
const OF_OTHERS = meta | state | count | duration | limit | alert;

const STATE = 'state';

/** Maximum number of values that are checked before a payload is assumed to hold what it is said to. */
const MAX_HELD = 64;
const MAX_ITEMS = 8;
const MAX_DEPTH = 6;

/**
 * Decides whether a value may have the quantity of a level or a topic above it: only if its own name says nothing else,
 * as a key such as `value`, an index, a phase or a place does.
 */
export class Borrowing {
  constructor(private readonly reader: NameReader) {}

  /**
   * @param path the path of the value
   * @param from where the part that must say nothing else begins: after the level that lends, 0 if a topic lends
   */
  allows(
    meaning: NameMeaning,
    path: string,
    from: number,
    known: KnownValue,
    unit: string | undefined,
  ): boolean {
    const { quantity } = meaning;
    if (!quantity) return true;
    if (known.kind === 'text') return false;
    if (agrees(quantity, unit)) return true;
    if (from > 0 && known.kind === 'number' && PLURAL.test(lastLevel(path, from))) return true;
    let start = from === 0 ? 0 : from + 1;
    while (start <= path.length) {
      const slash = path.indexOf('/', start);
      const end = slash < 0 ? path.length : slash;
      if (!this.saysNothing(path, start, end, meaning.strength)) return false;
      start = end + 1;
    }
    return true;
  }

  /**
   * Whether a payload holds a number that may have a quantity named above it: under a key that says nothing else, or
   * one that says the same.
   * @param key the key of the payload, `''` for a whole one
   */
  isHeld(meaning: NameMeaning, key: string, payload: object, watch: PayloadWatch | undefined): boolean {
    if (meaning.quantity === undefined) return true;
    try {
      return this.holds({ meaning, watch, left: MAX_HELD }, payload, key, 0);
    } catch {
      // A getter or proxy of the payload threw.
      return false;
    }
  }

  private holds(search: Search, container: object, key: string, depth: number): boolean {
    if (depth > MAX_DEPTH || ArrayBuffer.isView(container)) return false;
    const isList = Array.isArray(container);
    const keys = Object.keys(container);
    for (let i = 0; i < keys.length && !(isList && i >= MAX_ITEMS); i++) {
      const inner = keys[i] ?? '';
      const value: unknown = Reflect.get(container, inner);
      if (search.left-- <= 0) return true;
      const own = isList ? key : inner;
      if (typeof value === 'object' && value !== null) {
        if (!isMetaGroup(own) && this.holds(search, value, own, depth + 1)) return true;
      } else if (this.isOne(search, knownOf(search, container, inner, value), own)) return true;
    }
    return false;
  }

  private isOne({ meaning }: Search, known: KnownValue, key: string): boolean {
    const { quantity } = meaning;
    const isNumber = known.kind === 'number';
    if (!quantity || !(isNumber || (known.kind === 'switch' && quantity.values !== 'number'))) return false;
    if (key === '') return true;
    if (this.saysNothing(key, 0, key.length, meaning.strength))
      return (this.reader.modifiers & OF_OTHERS) === 0;
    // A shorter key has just been read.
    if (key.length > MAX_LEVEL) this.reader.read(key, 0, key.length);
    const own = meaningOfName(this.reader, UNKNOWN);
    return own !== undefined && own.quantity === quantity && own.kind !== 'meta';
  }

  /**
   * Whether a level of a path says only which value it is.
   * @param strength the strength of the meaning that lends
   */
  saysNothing(path: string, start: number, end: number, strength: number): boolean {
    const length = end - start;
    if (length === 0) return true;
    if (length > MAX_LEVEL) return false;
    const level = path.slice(start, end);
    this.reader.read(path, start, end);
    if (INDEX.test(level) || isGenericValueKey(level, true))
      return level.toLowerCase() !== STATE || strength === STRONG;
    if (STRUCTURE.has(nameOfKey(level))) return true;
    if (length >= MIN_ADDRESS && ADDRESS.test(level) && DIGIT.test(level)) return true;
    const { reader } = this;
    if (length === 1 && LETTER.test(level)) return reader.count === 0 || reader.word(0)?.strength === 0;
    if (reader.count === 0 || reader.hasUnknown) return false;
    for (let i = 0; i < reader.count; i++) {
      const own = reader.word(i)?.strength ?? 0;
      if (own !== 0 && own !== GENERIC) return false;
    }
    return true;
  }
}

/** A search for a value that may have a quantity. */
interface Search {
  readonly meaning: NameMeaning;
  readonly watch: PayloadWatch | undefined;
  /** Values that may still be looked at. */
  left: number;
}

function knownOf({ watch }: Search, container: object, key: string, value: unknown): KnownValue {
  return watch ? watch.known(container, key, value) : knownValue(value);
}

function agrees(quantity: QuantityRow, unit: string | undefined): boolean {
  const row = unit === undefined ? undefined : unitOfSpelling(unit);
  return (
    row !== undefined && (quantity.units.includes(row.unit) || kinOfUnit(quantity, row.unit) !== undefined)
  );
}

function lastLevel(path: string, end: number): string {
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}
