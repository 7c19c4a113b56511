import { isContainer } from '../values/isContainer';
import { longInteger } from '../values/longInteger';
import { UNIT_KEYS } from './keys/unitKeys';

/** One field of an object of a payload. */
export interface Field {
  readonly key: string;
  /** The key without case and separators, for tables of known names: `last_seen` → `lastseen`. */
  readonly name: string;
  readonly value: unknown;
}

/** Longer keys are in no table; their names are not computed. */
const MAX_NAME = 40;

/**
 * The fields of an object, each read once; those whose getter throws or that have no value are left out.
 * @returns undefined for an object of more than `most` fields.
 */
export function fieldsOf(object: object, most: number): Field[] | undefined {
  const keys = Object.keys(object);
  if (keys.length > most) return undefined;
  const fields: Field[] = [];
  for (const key of keys) {
    const value = fieldOf(object, key);
    if (value !== undefined) fields.push({ key, name: nameOfKey(key), value });
  }
  return withoutPrefix(fields);
}

/** A value whose name begins like those of the fields that describe it: `sensorValue` next to `sensorUnit`. */
const PREFIXED_VALUE =
  /^(sensor|measurement|data|metric|tag|point|parameter|signal|variable|attribute)value$/;

/** What describes such a value. */
const PREFIXED: ReadonlySet<string> = new Set([
  ...['value', 'name', 'type', 'id', 'time', 'timestamp', 'quality', 'status'],
  ...UNIT_KEYS.filter((key) => key.length > 1),
]);

/** Strips a word that begins the name of the value, and of other fields, from the names of the fields. */
function withoutPrefix(fields: Field[]): Field[] {
  const prefix = prefixOf(fields);
  if (prefix === undefined) return fields;
  const known = new Set(fields.map(({ name }) => name));
  const renamed = fields.map((field) => {
    const name = field.name.startsWith(prefix) ? field.name.slice(prefix.length) : '';
    return PREFIXED.has(name) && !known.has(name) ? { ...field, name } : field;
  });
  const isShared = renamed.filter((field, i) => field !== fields[i]).length > 1;
  return isShared ? renamed : fields;
}

function prefixOf(fields: readonly Field[]): string | undefined {
  for (const { name } of fields) {
    const prefix = name.endsWith('value') ? PREFIXED_VALUE.exec(name)?.[1] : undefined;
    if (prefix !== undefined) return prefix;
  }
  return undefined;
}

/**
 * An own field of an object, two halves of a 64-bit integer as one; undefined if there is none, or its getter throws.
 */
export function fieldOf(object: object, key: string): unknown {
  try {
    const value: unknown = Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
    return longInteger(value) ?? value;
  } catch {
    return undefined;
  }
}

/** A nested field: `uplink_message.decoded_payload` of a payload. */
export function fieldAt(root: unknown, ...keys: readonly string[]): unknown {
  let value = root;
  for (const key of keys) {
    if (!isContainer(value)) return undefined;
    value = fieldOf(value, key);
  }
  return value;
}

/**
 * Of the fields that have one of these names, and a value that fits, the one whose name comes first. Among fields of
 * the same name, the order of their keys decides, not that in the payload.
 */
export function firstNamed(
  fields: readonly Field[],
  ranks: ReadonlyMap<string, number>,
  fits: (field: Field) => boolean,
): Field | undefined {
  let best: { readonly rank: number; readonly field: Field } | undefined;
  for (const field of fields) {
    const rank = ranks.get(field.name);
    if (rank === undefined || !fits(field)) continue;
    if (!best || rank < best.rank || (rank === best.rank && field.key < best.field.key))
      best = { rank, field };
  }
  return best?.field;
}

/** The ranks of names for firstNamed(), the first name first. */
export function ranked(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, rank) => [name, rank]));
}

/** A table of names, written as one text. */
export function nameSet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** A key as in tables: without case and separators. */
export function nameOfKey(key: string): string {
  if (key.length > MAX_NAME) return '';
  let isPlain = true;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) continue;
    // What is neither a letter nor a digit may be a separator.
    if (code < 0x30 || (code > 0x39 && code < 0x41) || code > 0x5a) return withoutSeparators(key);
    isPlain = false;
  }
  return isPlain ? key : key.toLowerCase();
}

function withoutSeparators(key: string): string {
  return key.toLowerCase().replace(/[\s_\-.@$]+/g, '');
}
