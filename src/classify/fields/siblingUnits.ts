import { isRecord } from '../values/isContainer';
import { type Field, fieldsOf } from './Field';

/** The unit that a field says of its object's values, by names such as `temperature_unit` or a table `units`. */
export interface SiblingUnits {
  /** The unit that stands beside the values without saying which it means: `{"temperature":21,"unit":"°C"}`. */
  readonly own: string | undefined;
  /** The unit of the field of this name, or the table of units for the object under it. */
  of(name: string): UnitText | undefined;
  /** The units of a table that stands beside objects and lists of values: `{"values":{…},"units":{"temperature":"°C"}}`. */
  readonly table: UnitTable | undefined;
  /** Units of names that no field has, as found in their keys: of whatever measures the same. */
  readonly ofOthers: UnitTable;
  /** The fields that name units, and so are no readings. */
  readonly fields: ReadonlySet<Field>;
}

export type UnitText = string | UnitTable;

/** Units by the names of the fields that they speak of. */
export type UnitTable = ReadonlyMap<string, string>;

/** Names of the field with the unit of the value beside it. `u` is voltage too: it counts only as text. */
const OWN = new Set([
  'unit',
  'units',
  'uom',
  'unitofmeasurement',
  'unitofmeasure',
  'unitcode',
  'engunit',
  'u',
]);

/** What may stand after the name of a field, or before it, to name its unit. */
const ENDINGS = ['unitofmeasurement', 'units', 'unit', 'uom'] as const;

/** Units are short: `m3/h`, `in_i'Hg`, `degrees Celsius`. Longer texts are descriptions. */
const MAX_UNIT = 32;

/** Units in a table: one a field of an object. */
const MAX_TABLE = 1000;

/** Units of a quantity: one for each, where there are any. */
const MAX_OTHERS = 8;

const NONE: SiblingUnits = {
  own: undefined,
  of: () => undefined,
  table: undefined,
  ofOthers: new Map(),
  fields: new Set(),
};

/**
 * @param inherited units that a table beside the object gave for its fields.
 */
export function siblingUnits(fields: readonly Field[], inherited: UnitTable | undefined): SiblingUnits {
  const named = unitFields(fields);
  if (named.length === 0 && inherited === undefined) return NONE;
  const used = new Set<Field>();
  const byName = new Map<string, UnitText>(inherited);
  let own: string | undefined;
  let ofAll: UnitTable | undefined;
  for (const field of named) {
    const unit = unitText(field.value);
    if (unit !== undefined && OWN.has(field.name)) own ??= unit;
    else if (unit !== undefined) byName.set(withoutUnitWord(field.name), unit);
    else if (isRecord(field.value)) {
      const table = unitTable(field.value);
      if (table.size === 0) continue;
      if (OWN.has(field.name)) {
        ofAll ??= table;
        for (const [name, text] of table) byName.set(name, text);
      } else byName.set(withoutUnitWord(field.name), table);
    } else continue;
    used.add(field);
  }
  return {
    own,
    of: (name) => (name === '' ? undefined : byName.get(name)),
    table: ofAll,
    ofOthers: unitsOfOthers(used, fields),
    fields: used,
  };
}

/** The words for a unit at the end of a key: `temperature_unit`. */
const UNIT_WORD = /[\s_.-]*(?:unit[\s_-]*of[\s_-]*measurement|units?|uom)$/i;

function unitsOfOthers(used: ReadonlySet<Field>, fields: readonly Field[]): UnitTable {
  const table = new Map<string, string>();
  if (used.size === 0) return table;
  const known = new Set(fields.map(({ name }) => name));
  for (const { key, name, value } of used) {
    const unit = OWN.has(name) ? undefined : unitText(value);
    const of = key.replace(UNIT_WORD, '');
    if (unit === undefined || of === '' || of === key || table.size >= MAX_OTHERS) continue;
    if (!known.has(withoutUnitWord(name))) table.set(of, unit);
  }
  return table;
}

/** The text of a unit; undefined for what cannot be one. */
export function unitText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_UNIT) return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** Whether the field of this name tells the unit of a value beside it. */
export function isOwnUnit(name: string): boolean {
  return OWN.has(name);
}

/** The fields whose names speak of a unit, in the order of their keys, so that the order in the payload is all one. */
function unitFields(fields: readonly Field[]): Field[] {
  const found = fields.filter(({ name }) => OWN.has(name) || ENDINGS.some((ending) => name.endsWith(ending)));
  const begun = fields.filter(({ name }) => name.startsWith('unit') && !OWN.has(name));
  if (begun.length > 0) {
    const known = new Set(fields.map(({ name }) => name));
    for (const field of begun) if (known.has(field.name.slice('unit'.length))) found.push(field);
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function withoutUnitWord(name: string): string {
  const ending = ENDINGS.find((word) => name.endsWith(word));
  return ending ? name.slice(0, -ending.length) : name.slice('unit'.length);
}

/** The texts of a table such as `{"temperature":"°C"}`. */
function unitTable(value: object): UnitTable {
  const table = new Map<string, string>();
  for (const field of fieldsOf(value, MAX_TABLE) ?? []) {
    const unit = unitText(field.value);
    if (unit !== undefined && field.name !== '') table.set(field.name, unit);
  }
  return table;
}

/** The unit in a description of the value: `{"value":294.5,"meta":{"units":"K"}}`, as Signal K has it. */
export function metaUnit(fields: readonly Field[]): string | undefined {
  const description = fields.find(({ name }) => name === 'meta' || name === 'attributes')?.value;
  if (!isRecord(description)) return undefined;
  return siblingUnits(fieldsOf(description, MAX_TABLE) ?? [], undefined).own;
}
