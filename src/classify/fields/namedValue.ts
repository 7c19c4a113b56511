import { isContainer, isRecord } from '../values/isContainer';
import { isNumeric } from '../values/isNumeric';
import { type Field, fieldsOf, firstNamed, ranked } from './Field';
import { ITEM_NAME_KEYS, KIND_KEYS, NAME_KEYS } from './keys/nameKeys';
import {
  ITEM_VALUE_KEYS,
  OTHER_VALUE_KEYS,
  SHORT_VALUE_KEY,
  TYPED_VALUE_KEYS,
  VALUE_KEYS,
  VALUES_KEYS,
} from './keys/valueKeys';
import { COMPANIONS } from './measuredFields';
import { isMetaField } from './metaFields';
import { isOwnUnit, unitText } from './siblingUnits';
import { isTimeName } from './timeFields';

/** A value whose name is next to it: `{"name":"temperature","value":21}`. */
export interface NamedValue {
  readonly path: string;
  readonly name: Field;
  readonly value: Field;
}

const NAMES = ranked(ITEM_NAME_KEYS);
const SINGLE_NAMES = ranked(NAME_KEYS);
const KINDS = ranked(KIND_KEYS);

const VALUES = ranked(ITEM_VALUE_KEYS);
const SINGLE_VALUES = ranked(VALUE_KEYS);
const SHORT_VALUE = ranked([SHORT_VALUE_KEY]);
const TYPED = ranked(TYPED_VALUE_KEYS);

/** What may be next to a short value: quality, status, sequence, digits. */
const SHORT_ASIDE: ReadonlySet<string> = new Set(['q', 'qc', 's', 'd', 'digits', 'decimals', 'precision']);

/** Keys whose value must be a number, with nothing but its name or kind next to it. */
const OTHER_VALUES = ranked(OTHER_VALUE_KEYS);

/** All keys of a value: most objects have none. */
const ANY_VALUE: ReadonlySet<string> = new Set([
  ...VALUE_KEYS,
  SHORT_VALUE_KEY,
  ...TYPED_VALUE_KEYS,
  ...OTHER_VALUE_KEYS,
  'body',
]);

/** Keys that hold the one value of an object that names it. */
const HOLDERS = ranked(VALUES_KEYS);

const MAX_NAME = 256;

/** A longer text does not name a quantity. */
const MAX_KIND = 40;

/** Maximum number of values in one series. */
const MAX_ITEMS = 1000;

/** Objects with more fields are not values; deeper ones are not looked into. */
const MAX_FIELDS = 16;
const MAX_DEPTH = 3;

/**
 * The value of an object that is one reading, such as `{"value":21,"unit":"C"}`.
 * @param isMeta whether a field next to it is metadata
 * @param depth how many values it is nested in
 */
export function valueField(
  fields: readonly Field[],
  isMeta: (field: Field) => boolean,
  depth = 0,
): Field | undefined {
  if (!fields.some(({ name }) => ANY_VALUE.has(name))) return undefined;
  const value = firstNamed(
    fields,
    SINGLE_VALUES,
    (field) => !isContainer(field.value) || isBareValue(field.value, depth + 1),
  );
  if (value) return value;
  const isAside = (field: Field): boolean => describes(field) || isMeta(field);
  // A lone v is a voltage, unless only its unit or quality and metadata are next to it.
  const short = firstNamed(fields, SHORT_VALUE, (field) => !isContainer(field.value));
  const isShort = fields.some((field) => saysUnit(field) || SHORT_ASIDE.has(field.name));
  if (
    short &&
    isShort &&
    fields.every((field) => field === short || SHORT_ASIDE.has(field.name) || isAside(field))
  )
    return short;
  return typedValue(fields, isAside) ?? otherValue(fields, isAside);
}

/** A lone `v` below a name of something that no voltage is part of: `{"pressure":{"v":3.2,"ok":true}}`. */
export function shortValue(fields: readonly Field[]): Field | undefined {
  return firstNamed(fields, SHORT_VALUE, ({ value }) => isNumeric(value));
}

/** Whether an object is a value with what describes it: `{"doubleValue":21.4}`, `{"Value":21,"SourceTimestamp":…}`. */
export function isBareValue(value: unknown, depth = 0): boolean {
  if (!isRecord(value) || depth > MAX_DEPTH) return false;
  const fields = fieldsOf(value, MAX_FIELDS);
  return fields !== undefined && valueField(fields, isMetaField, depth) !== undefined;
}

/** The only value that is named by its type, or is next to its type: `{"Type":11,"Body":21.4}`. */
function typedValue(fields: readonly Field[], isAside: (field: Field) => boolean): Field | undefined {
  const typed = firstNamed(fields, TYPED, (field) => !isContainer(field.value));
  if (typed) return fields.every((field) => field === typed || isAside(field)) ? typed : undefined;
  const body = fields.find(({ name, value }) => name === 'body' && !isContainer(value));
  const isTyped = fields.some(({ name }) => name === 'type');
  const isOnly = fields.every((field) => field === body || field.name === 'type' || isAside(field));
  return isTyped && isOnly ? body : undefined;
}

function otherValue(fields: readonly Field[], isAside: (field: Field) => boolean): Field | undefined {
  const value = firstNamed(fields, OTHER_VALUES, (field) => isNumeric(field.value));
  const others = fields.filter((field) => field !== value);
  if (!value || (nameOf(others) ?? kindText(others)) === undefined) return undefined;
  const isOnly = others.every(
    (field) =>
      (typeof field.value === 'string' && !isNumeric(field.value)) ||
      COMPANIONS.has(field.name) ||
      isAside(field),
  );
  return isOnly ? value : undefined;
}

/**
 * The name and the value of one item of an array.
 * @param isMeta for an object that is not an item of an array: whether a field next to them is metadata
 */
export function namedValue(
  fields: readonly Field[],
  isMeta?: (field: Field) => boolean,
): NamedValue | undefined {
  if (fields.length < 2) return undefined;
  const name = firstNamed(fields, isMeta ? SINGLE_NAMES : NAMES, isName);
  if (!name) return undefined;
  const value =
    firstNamed(fields, isMeta ? SINGLE_VALUES : VALUES, (field) => field !== name) ??
    (isMeta ? otherValue(fields, (field) => describes(field) || isMeta(field)) : undefined) ??
    firstNamed(fields, HOLDERS, ({ value }) => holdsValues(value));
  return value && value !== name ? { path: nameText(name), name, value } : undefined;
}

/** Whether a container holds one value, or a list of nothing but values or numbers. */
function holdsValues(value: unknown): boolean {
  if (!Array.isArray(value)) return isBareValue(value);
  if (value.length === 0 || value.length > MAX_ITEMS) return false;
  return value.every((item) => typeof item === 'number') || value.every((item) => isBareValue(item));
}

/** The field that names an item of an array, whatever else the item has. */
export function labelOf(fields: readonly Field[]): Field | undefined {
  return firstNamed(fields, NAMES, isName);
}

export function nameText({ value }: Field): string {
  return String(value).trim();
}

/** What a field next to a value calls it: `{"type":"temperature","value":21}`. */
export function kindText(fields: readonly Field[]): string | undefined {
  const kind = firstNamed(
    fields,
    KINDS,
    ({ value }) => typeof value === 'string' && value !== '' && value.length <= MAX_KIND,
  );
  return kind && nameText(kind);
}

const HEADINGS = ranked(['title', 'heading', 'caption']);

/** What an object calls the list that it holds: `{"title":"Wind speed","list":[…]}`. */
export function headingOf(fields: readonly Field[]): string | undefined {
  const heading = firstNamed(fields, HEADINGS, ({ value }) => typeof value === 'string');
  return heading && String(heading.value).length <= MAX_KIND ? nameText(heading) : undefined;
}

/** The name that an object gives itself. */
export function nameOf(fields: readonly Field[]): string | undefined {
  const name = firstNamed(fields, SINGLE_NAMES, isName);
  return name && nameText(name);
}

/** Whether a field describes the value next to it: its unit, its time. */
function describes(field: Field): boolean {
  return saysUnit(field) || isTimeName(field.name);
}

function saysUnit({ name, value }: Field): boolean {
  return isOwnUnit(name) && unitText(value) !== undefined;
}

function isName({ value }: Field): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return typeof value === 'string' && value.length <= MAX_NAME && value.trim() !== '';
}
