import { type Field, fieldOf, fieldsOf } from './Field';
import { isMetaField } from './metaFields';
import { kindText, namedValue, valueField } from './namedValue';

/** Keys of values that say nothing of what is measured: `value`, `v`, `presentValue`, `sensor_value`. */
const VALUE_KEY = /^(?:v|(?:[a-z]+[_-]?)?(?:value|val|reading|data|measurement))$/i;

/** Keys of objects and lists of values, which the object around them may name. */
const HOLDER_KEY = /^(?:values?|fields|samples|data[_-]?points|property[_-]?values)$/i;

/** Longer keys and names are none. */
const MAX_KEY = 24;
const MAX_NAME = 128;

/** Objects with more fields name no value. */
const MAX_FIELDS = 32;

/** Whether a key says so little that a name beside it may say more. */
export function isGenericValueKey(key: string): boolean {
  return endsLikeValue(key) && key.length <= MAX_KEY && VALUE_KEY.test(key);
}

/** The last two letters of the words above, the letters in any case: most keys are told by them. */
const LAST_TWO: ReadonlyMap<number, number> = new Map(
  ['ue', 'al', 'ng', 'ta', 'nt'].map(([before = '', last = '']) => [
    last.charCodeAt(0),
    before.charCodeAt(0),
  ]),
);

/** The bit that makes a letter a small one. */
const LOWER = 0x20;

function endsLikeValue(key: string): boolean {
  const { length } = key;
  if (length < 3) return length === 1;
  return LAST_TWO.get(key.charCodeAt(length - 1) | LOWER) === (key.charCodeAt(length - 2) | LOWER);
}

/** Whether a key with fields below it says so little that a name beside it may say more. */
export function isGenericHolderKey(key: string): boolean {
  return key.length <= MAX_KEY && HOLDER_KEY.test(key);
}

/** The value of an object that names it. */
export interface ValueNames {
  readonly key: string;
  /** The texts that name or sort it, those that say most first. */
  readonly names: readonly string[];
}

/**
 * What an object names: `{"name":"temperature","value":21}`.
 * @param isItem whether the object is an item of a list, which its id may name
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
  const kind = kindText(fields.filter((field) => field !== value));
  const names = [named?.path, kind].flatMap((name) =>
    name !== undefined && name.length <= MAX_NAME ? [name] : [],
  );
  return { key: value.key, names };
}

/** What stands before the names of all values of a payload, as in SenML and LwM2M; `''` where nothing does. */
export function baseNameOf(payload: object): string {
  const first: unknown = Array.isArray(payload) ? payload[0] : payload;
  const base = typeof first === 'object' && first !== null ? fieldOf(first, 'bn') : undefined;
  return typeof base === 'string' ? base : '';
}
