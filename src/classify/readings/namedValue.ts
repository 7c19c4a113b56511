import { type Field, firstNamed, ranked } from './Field';
import { isContainer } from './isContainer';
import { isOwnUnit, unitText } from './siblingUnits';
import { isTimeName } from './timeFields';

/** A value whose name stands beside it: `{"name":"temperature","value":21}`. */
export interface NamedValue {
  readonly path: string;
  readonly name: Field;
  readonly value: Field;
}

/** Names of the field that names a value, the ones that say most first. */
const NAMES = ranked([
  'name',
  'n',
  'key',
  'metric',
  'measurement',
  'parameter',
  'quantity',
  'variable',
  'path',
  'sensor',
  'field',
  'property',
  'tag',
  'channel',
  'id',
  'label',
  'type',
]);

/** Those that name what is measured, not what measures it: the others name a device that the topic names too. */
const SINGLE_NAMES = ranked(['name', 'key', 'metric', 'measurement', 'parameter', 'quantity', 'variable']);

/** Names of the field that tells what kind of value stands beside it. */
const KINDS = ranked([
  'deviceclass',
  'quantity',
  'measurement',
  'metric',
  'parameter',
  'property',
  'sensortype',
  'class',
  'kind',
  'type',
]);

const VALUES = ranked([
  'value',
  'val',
  'v',
  'reading',
  'state',
  'data',
  'doublevalue',
  'floatvalue',
  'intvalue',
  'longvalue',
  'booleanvalue',
  'stringvalue',
]);

const SINGLE_VALUES = ranked(['value', 'val']);
const SHORT_VALUE = ranked(['v']);

const MAX_NAME = 256;

/** Longer texts are no names of quantities. */
const MAX_KIND = 40;

/**
 * The value of an object that is one reading, as `{"value":21,"unit":"C"}`.
 * @param isMeta whether a field beside it says nothing of its own
 */
export function valueField(fields: readonly Field[], isMeta: (field: Field) => boolean): Field | undefined {
  const value = firstNamed(fields, SINGLE_VALUES, (field) => !isContainer(field.value));
  if (value) return value;
  // A lone v is a voltage, except beside its unit and nothing else of its own.
  const short = firstNamed(fields, SHORT_VALUE, (field) => !isContainer(field.value));
  if (!short || !fields.some(saysUnit)) return undefined;
  return fields.every(
    (field) => field === short || saysUnit(field) || isTimeName(field.name) || isMeta(field),
  )
    ? short
    : undefined;
}

/**
 * The name and the value of one item of an array.
 * @param single for an object that is no item of an array.
 */
export function namedValue(fields: readonly Field[], single = false): NamedValue | undefined {
  if (fields.length < 2) return undefined;
  const name = firstNamed(fields, single ? SINGLE_NAMES : NAMES, isName);
  const value = name && firstNamed(fields, single ? SINGLE_VALUES : VALUES, (field) => field !== name);
  return name && value ? { path: nameText(name), name, value } : undefined;
}

/** The field that names an item of an array, of whatever else it consists. */
export function labelOf(fields: readonly Field[]): Field | undefined {
  return firstNamed(fields, NAMES, isName);
}

export function nameText({ value }: Field): string {
  return String(value).trim();
}

/** What a field beside a value calls it: `{"type":"temperature","value":21}`. */
export function kindText(fields: readonly Field[]): string | undefined {
  const kind = firstNamed(
    fields,
    KINDS,
    ({ value }) => typeof value === 'string' && value !== '' && value.length <= MAX_KIND,
  );
  return kind && nameText(kind);
}

/** The name that an object gives itself. */
export function nameOf(fields: readonly Field[]): string | undefined {
  const name = firstNamed(fields, SINGLE_NAMES, isName);
  return name && nameText(name);
}

function saysUnit({ name, value }: Field): boolean {
  return isOwnUnit(name) && unitText(value) !== undefined;
}

function isName({ value }: Field): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return typeof value === 'string' && value.length <= MAX_NAME && value.trim() !== '';
}
