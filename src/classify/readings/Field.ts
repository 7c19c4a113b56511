/** One field of an object of a payload. */
export interface Field {
  readonly key: string;
  /** The key without case and separators, for tables of known names: `last_seen` → `lastseen`. */
  readonly name: string;
  readonly value: unknown;
}

/** Longer keys are in no table; their names are not worked out. */
const MAX_NAME = 40;

/**
 * The fields of an object, each read once; one whose getter throws is left out, as are those without a value.
 * @returns undefined for an object of more than `most` fields.
 */
export function fieldsOf(object: object, most: number): Field[] | undefined {
  const keys = Object.keys(object);
  if (keys.length > most) return undefined;
  const fields: Field[] = [];
  for (const key of keys) {
    const value = fieldOf(object, key);
    if (value !== undefined) fields.push({ key, name: nameOf(key), value });
  }
  return fields;
}

/** An own field of an object; undefined where there is none, or its getter throws. */
export function fieldOf(object: object, key: string): unknown {
  try {
    return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
  } catch {
    return undefined;
  }
}

/** A field inside of fields: `uplink_message.decoded_payload` of a payload. */
export function fieldAt(root: unknown, ...keys: readonly string[]): unknown {
  let value = root;
  for (const key of keys) {
    if (!isContainer(value)) return undefined;
    value = fieldOf(value, key);
  }
  return value;
}

/** Whether a value holds further values: an array or an object, not bytes, a date or a collection. */
export function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  return !(
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer ||
    value instanceof Date ||
    value instanceof Map ||
    value instanceof Set
  );
}

/** An object with keys, no array. */
export function isRecord(value: unknown): value is object {
  return isContainer(value) && !Array.isArray(value);
}

export function nameOf(key: string): string {
  if (key.length > MAX_NAME) return '';
  return isPlain(key) ? key : key.toLowerCase().replace(/[\s_\-.@$]+/g, '');
}

function isPlain(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code < 0x61 || code > 0x7a) return false;
  }
  return true;
}
