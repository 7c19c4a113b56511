/**
 * Values of a payload or message in a form that JSON can hold exactly: null, texts, booleans and finite numbers as they
 * are, everything else as a list that begins with its kind.
 */
export type KeptValue =
  | null
  | string
  | boolean
  | number
  | readonly ['number', 'NaN' | 'Infinity' | '-Infinity']
  | readonly ['undefined']
  | readonly ['date' | 'bigint' | 'bytes', text: string]
  | readonly ['object' | 'list', keys: readonly string[], values: readonly KeptValue[]];

/** Maximum values and containers kept of a payload: 10,000 values, each 32 levels deep, plus some ignored ones. */
const MAX_VALUES = 400_000;

/**
 * @param most maximum number of values and containers.
 * @throws {RangeError} for a payload that is too large, or refers to itself.
 */
export function keepValue(value: unknown, most = MAX_VALUES): KeptValue {
  return keep(value, { left: most });
}

function keep(value: unknown, budget: { left: number }): KeptValue {
  if (--budget.left < 0) throw new RangeError('A payload has too many values.');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      return ['number', value > 0 ? 'Infinity' : value < 0 ? '-Infinity' : 'NaN'];
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return ['date', value.toJSON() ?? ''];
      if (Buffer.isBuffer(value)) return keepBytes(value, budget);
      return keepContainer(value, budget);
    case 'bigint':
      return ['bigint', String(value)];
    case 'undefined':
      return ['undefined'];
    default:
      return String(value);
  }
}

function keepBytes(bytes: Buffer, budget: { left: number }): KeptValue {
  budget.left -= bytes.byteLength;
  if (budget.left < 0) throw new RangeError('A payload has too many values.');
  return ['bytes', bytes.toString('base64')];
}

function keepContainer(value: object, budget: { left: number }): KeptValue {
  const size = Array.isArray(value) ? value.length : ArrayBuffer.isView(value) ? value.byteLength : 0;
  if (size > budget.left) throw new RangeError('A payload has too many values.');
  const keys = Object.keys(value);
  const values = keys.map((key) => keep(Reflect.get(value, key), budget));
  return [Array.isArray(value) ? 'list' : 'object', keys, values];
}

/** @throws {TypeError} for anything that keepValue() did not write. */
export function readKeptValue(kept: unknown): unknown {
  if (!Array.isArray(kept)) {
    if (typeof kept === 'object' && kept !== null) throw new TypeError('An object is not a kept value.');
    return kept;
  }
  const [kind, keys, values]: readonly unknown[] = kept;
  if (kind === 'undefined') return undefined;
  if (kind === 'number') return Number(keys);
  if (typeof keys === 'string') {
    if (kind === 'date') return new Date(keys);
    if (kind === 'bytes') return Buffer.from(keys, 'base64');
    if (kind === 'bigint') return BigInt(keys);
  }
  if ((kind !== 'object' && kind !== 'list') || !Array.isArray(keys) || !Array.isArray(values)) {
    throw new TypeError('A list is of unknown kind.');
  }
  const read: object = kind === 'list' ? [] : {};
  keys.forEach((key: unknown, index) => {
    if (typeof key !== 'string') throw new TypeError('A key is not text.');
    const value = readKeptValue(values[index]);
    Object.defineProperty(read, key, { value, enumerable: true, configurable: true, writable: true });
  });
  return read;
}
