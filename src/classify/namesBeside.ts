import { type Field, fieldOf, fieldsOf } from './readings/Field';
import { isMetaField } from './readings/metaNames';
import { kindText, namedValue, valueField } from './readings/namedValue';

/** Keys of values that say nothing of what is measured: `value`, `v`, `presentValue`, `sensor_value`. */
const VALUE_KEY = /^(?:v|(?:[a-z]+[_-]?)?(?:value|val|reading|data|measurement))$/i;

/** Longer keys and names are none. */
const MAX_KEY = 24;
const MAX_NAME = 128;

/** Objects with more fields name no value. */
const MAX_FIELDS = 32;

/** Whether a key says so little that a name beside it may say more. */
export function mayBeNamed(key: string): boolean {
  return key.length <= MAX_KEY && VALUE_KEY.test(key);
}

/**
 * The texts that name or sort the value under a key of an object, those that say most first.
 * @param isItem whether the object is an item of a list, which its id may name
 * @throws what a proxy of the payload throws
 */
export function namesBeside(
  container: object,
  key: string,
  isItem: boolean,
  isMetaName: (key: string) => boolean,
): readonly string[] {
  const fields = fieldsOf(container, MAX_FIELDS);
  if (!fields) return [];
  const isMeta = (field: Field): boolean => isMetaField(field) || isMetaName(field.key);
  const named = namedValue(fields, isItem ? undefined : isMeta);
  const names = named?.value.key === key ? [named.path] : [];
  const isValue = names.length > 0 || valueField(fields, isMeta)?.key === key;
  const kind = isValue ? kindText(fields.filter((field) => field.key !== key)) : undefined;
  return [...names, ...(kind === undefined ? [] : [kind])].filter((name) => name.length <= MAX_NAME);
}

/** What stands before the names of all values of a payload, as in SenML and LwM2M; `''` where nothing does. */
export function baseNameOf(payload: object): string {
  const first: unknown = Array.isArray(payload) ? payload[0] : payload;
  const base = typeof first === 'object' && first !== null ? fieldOf(first, 'bn') : undefined;
  return typeof base === 'string' ? base : '';
}
