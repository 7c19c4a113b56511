import { type Field, fieldOf, fieldsOf, nameOfKey } from './Field';
import {
  ITEM_VALUE_KEYS,
  OTHER_VALUE_KEYS,
  SHORT_VALUE_KEY,
  TYPED_VALUE_KEYS,
  VALUE_KEYS,
  VALUES_KEYS,
} from './keys/valueKeys';
import { isMetaField } from './metaFields';
import { kindText, labelOf, namedValue, nameText, valueField } from './namedValue';

/** Keys of values that say nothing about what is measured. */
const ANY_VALUE: ReadonlySet<string> = new Set([
  ...VALUE_KEYS,
  SHORT_VALUE_KEY,
  ...TYPED_VALUE_KEYS,
  ...OTHER_VALUE_KEYS,
]);

/** Those of list items: their names say more than a key such as `state` or `result`. */
const ITEM_VALUE: ReadonlySet<string> = new Set([...ITEM_VALUE_KEYS, ...ANY_VALUE]);

/** Such a key after one word: `sensor_value`. */
const PREFIXED_VALUE = new RegExp(`^[a-z]+[_-]?(?:${[...VALUE_KEYS, ...OTHER_VALUE_KEYS].join('|')})$`, 'i');

/** Keys of objects and lists of values, which the object around them may name. */
const HOLDERS: ReadonlySet<string> = new Set([...VALUES_KEYS, ...VALUE_KEYS]);

/** Longer keys and names do not count. */
const MAX_KEY = 24;
const MAX_NAME = 128;

/** Objects with more fields name no value. */
const MAX_FIELDS = 32;

/**
 * Whether a key says so little that a name next to it may say more.
 * @param isItem whether its object is an item of a list
 */
export function isGenericValueKey(key: string, isItem: boolean): boolean {
  if (key.length > MAX_KEY || !endsLikeValue(key)) return false;
  return (isItem ? ITEM_VALUE : ANY_VALUE).has(nameOfKey(key)) || PREFIXED_VALUE.test(key);
}

/** Two letters, in any case, as one number: the last ones of the keys above rule out most other keys. */
const LETTERS = 32;
const endings = new Uint8Array(LETTERS * LETTERS);
for (const key of ITEM_VALUE) endings[endingOf(key)] = 1;

function endsLikeValue(key: string): boolean {
  return endings[endingOf(key)] === 1;
}

function endingOf(key: string): number {
  const { length } = key;
  const last = LETTERS - 1;
  return (key.charCodeAt(length - 2) & last) * LETTERS + (key.charCodeAt(length - 1) & last);
}

/** Whether a key with fields below it says so little that a name next to it may say more. */
export function isGenericHolderKey(key: string): boolean {
  return key.length <= MAX_KEY && HOLDERS.has(nameOfKey(key));
}

/** The value of an object that names it. */
export interface ValueNames {
  readonly key: string;
  /** The texts that name or categorize it, the most specific first. */
  readonly names: readonly string[];
}

/**
 * What an object names: `{"name":"temperature","value":21}`.
 * @param isItem whether the object is an item of a list, which its ID may name
 * @throws what a proxy of the payload throws
 */
export function valueNamesIn(
  container: object,
  isItem: boolean,
  isMetaName: (key: string) => boolean,
): ValueNames | undefined {
  const fields = fieldsOf(container, MAX_FIELDS);
  if (!fields) return undefined;
  const isMeta = (field: Field): boolean => isMetaField(field) || isMetaName(field.key);
  const named = namedValue(fields, isItem ? undefined : isMeta);
  const value = named?.value ?? valueField(fields, isMeta);
  if (!value) return undefined;
  const others = fields.filter((field) => field !== value);
  const label = isItem && !named ? labelOf(others) : undefined;
  const names = [named?.path, label && nameText(label), kindText(others)].flatMap((name) =>
    name !== undefined && name.length <= MAX_NAME ? [name] : [],
  );
  return { key: value.key, names };
}

/** What precedes the names of all values of a payload, as in SenML and LwM2M; `''` if nothing does. */
export function baseNameOf(payload: object): string {
  const first: unknown = Array.isArray(payload) ? payload[0] : payload;
  const base = typeof first === 'object' && first !== null ? fieldOf(first, 'bn') : undefined;
  return typeof base === 'string' ? base : '';
}
