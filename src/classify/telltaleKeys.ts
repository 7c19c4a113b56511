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
export const TELLS_UNIT = 1;
export const TELLS_VALUE = 2;
export const TELLS_NAME = 4;
const TELLS_ANY = TELLS_UNIT | TELLS_VALUE | TELLS_NAME;

const tellsOf = new Map<string, number>();
/** A bit for each length that such a key has. */
let lengths = 0;
for (const [keys, tells] of [
  [UNIT_KEYS, TELLS_UNIT],
  [VALUE_KEYS, TELLS_VALUE],
  [NAME_KEYS, TELLS_NAME],
] as const) {
  for (const key of keys) {
    tellsOf.set(key, tells);
    lengths |= 1 << key.length;
  }
}

/** Keys that are looked at; of an object with more, every key is asked for by its name. */
const MAX_KEYS = 30;
const MAX_LENGTH = 31;

/**
 * Which of the keys above an object may have: few do, and one look at its own keys costs less than to ask for each
 * of these two dozen.
 */
export function telltaleKeys(container: unknown): number {
  if (typeof container !== 'object' || container === null) return 0;
  let tells = 0;
  let seen = 0;
  try {
    for (const key in container) {
      if (++seen > MAX_KEYS) return TELLS_ANY;
      const { length } = key;
      if (length <= MAX_LENGTH && (lengths & (1 << length)) !== 0) tells |= tellsOf.get(key) ?? 0;
    }
  } catch {
    // A proxy that does not tell its keys may tell their values.
    return TELLS_ANY;
  }
  return tells;
}
