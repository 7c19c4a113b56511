/** Keys of the unit of a whole object, in the order in which they count: `{"value": 21.4, "unit": "°C"}`. */
export const UNIT_KEYS = ['unit', 'units', 'uom', 'unit_of_measurement', 'u', 'Unit', 'UOM'] as const;

/** Keys of the value in a payload that holds one; `v` is SenML's. */
export const VALUE_KEYS = ['value', 'Value', 'val', 'v'] as const;

/** Keys under which such a payload says what its value is; `n` is SenML's. */
export const NAME_KEYS = [
  ...['quantity', 'device_class', 'measurement', 'metric', 'parameter', 'variable', 'property'],
  ...['sensor', 'type', 'name', 'Name', 'label', 'n'],
] as const;

/** Bits: which of these an object may have. */
export const MAY_HAVE_UNIT = 1;
export const MAY_HAVE_VALUE = 2;
export const MAY_HAVE_NAME = 4;
const MAY_HAVE_ANY = MAY_HAVE_UNIT | MAY_HAVE_VALUE | MAY_HAVE_NAME;

const hintsOf = new Map<string, number>();
/** A bit for each length that such a key has. */
let lengths = 0;
for (const [keys, hints] of [
  [UNIT_KEYS, MAY_HAVE_UNIT],
  [VALUE_KEYS, MAY_HAVE_VALUE],
  [NAME_KEYS, MAY_HAVE_NAME],
] as const) {
  for (const key of keys) {
    hintsOf.set(key, hints);
    lengths |= 1 << key.length;
  }
}

/** Keys that are looked at; of an object with more, every key is asked for by its name. */
const MAX_KEYS = 30;
const MAX_LENGTH = 31;

/** The keys of an object; undefined for all else, and for a proxy that throws. */
export function keysOf(container: unknown): readonly string[] | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  try {
    return Object.keys(container);
  } catch {
    return undefined;
  }
}

/**
 * Which of the keys above an object with these keys may have: few do, and one look at its keys costs less than to
 * ask for each of these two dozen.
 */
export function keyHints(keys: readonly string[] | undefined): number {
  if (!keys || keys.length > MAX_KEYS) return MAY_HAVE_ANY;
  let hints = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    const { length } = key;
    if (length <= MAX_LENGTH && (lengths & (1 << length)) !== 0) hints |= hintsOf.get(key) ?? 0;
  }
  return hints;
}
