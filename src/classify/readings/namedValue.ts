import { type Field, isContainer } from './Field';
import { isOwnUnit, unitText } from './siblingUnits';
import { isTimeName } from './timeFields';

/** A value whose name stands beside it: `{"name":"temperature","value":21}`. */
export interface NamedValue {
  readonly path: string;
  readonly name: Field;
  readonly value: Field;
}

/** Names of the field that names a value, the ones that say most first. */
const NAME_NAMES = [
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
] as const;

/** Those that name what is measured, not what measures it: the others name a device that the topic names too. */
const SINGLE_NAME_NAMES = [
  'name',
  'key',
  'metric',
  'measurement',
  'parameter',
  'quantity',
  'variable',
] as const;

const VALUE_NAMES = [
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
] as const;

const MAX_NAME = 256;

/** The value of an object that is one reading, as `{"value":21,"unit":"C"}`. */
export function valueField(fields: readonly Field[]): Field | undefined {
  const value = fields.find(({ name, value }) => (name === 'value' || name === 'val') && !isContainer(value));
  if (value) return value;
  // A lone v is a voltage, except beside nothing but its unit and its time.
  const short = fields.find(({ name, value }) => name === 'v' && !isContainer(value));
  const saysSo = (field: Field): boolean =>
    (isOwnUnit(field.name) && unitText(field.value) !== undefined) || isTimeName(field.name);
  return short && fields.length > 1 && fields.every((field) => field === short || saysSo(field))
    ? short
    : undefined;
}

/**
 * The name and the value of one item of an array.
 * @param single for an object that is no item of an array.
 */
export function namedValue(fields: readonly Field[], single = false): NamedValue | undefined {
  if (fields.length < 2) return undefined;
  const name = firstOf(fields, single ? SINGLE_NAME_NAMES : NAME_NAMES, isName);
  const value = name && firstOf(fields, single ? ['value', 'val'] : VALUE_NAMES, () => true);
  return name && value && value !== name ? { path: String(name.value).trim(), name, value } : undefined;
}

function firstOf(
  fields: readonly Field[],
  names: readonly string[],
  fits: (value: unknown) => boolean,
): Field | undefined {
  let best: { readonly rank: number; readonly field: Field } | undefined;
  for (const field of fields) {
    const rank = names.indexOf(field.name);
    if (rank !== -1 && rank < (best?.rank ?? names.length) && fits(field.value)) best = { rank, field };
  }
  return best?.field;
}

function isName(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && value.length <= MAX_NAME && value.trim() !== '';
}
