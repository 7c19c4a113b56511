import { isRecord } from '../values/isContainer';
import { type Field, fieldsOf, firstNamed, nameOfKey, ranked } from './Field';
import { UNIT_BEGINNING, UNIT_KEYS, withoutUnitEnding } from './keys/unitKeys';

/**
 * The units that fields give for the values of their object, by names such as `temperature_unit` or a table `units`.
 */
export interface SiblingUnits {
  /** The unit next to the values that does not say which it applies to: `{"temperature":21,"unit":"°C"}`. */
  readonly own: string | undefined;
  /** The unit of the field of this name, or the table of units for the object under it. */
  of(name: string): UnitText | undefined;
  /** The units of a table that is next to objects and lists of values: `{"values":{…},"units":{"temperature":"°C"}}`. */
  readonly table: UnitTable | undefined;
  /** Units for names that no field has, as found in their keys: they apply to whatever measures the same. */
  readonly ofOthers: UnitTable;
  /** The fields that name units, and so are not readings. */
  readonly fields: ReadonlySet<Field>;
}

export type UnitText = string | UnitTable;

/** Units by the names of the fields that they apply to. */
export type UnitTable = ReadonlyMap<string, string>;

const OWN = ranked(UNIT_KEYS);

/** Units are short: `m3/h`, `in_i'Hg`, `degrees Celsius`. Longer texts are descriptions. */
const MAX_UNIT = 32;

/** Maximum number of units in a table: one per field of an object. */
const MAX_TABLE = 1000;

/** Maximum number of units for quantities: one for each. */
const MAX_OTHERS = 8;

const NONE: SiblingUnits = {
  own: undefined,
  of: () => undefined,
  table: undefined,
  ofOthers: new Map(),
  fields: new Set(),
};

/**
 * @param inherited units that a table next to the object gave for its fields.
 */
export function siblingUnits(fields: readonly Field[], inherited: UnitTable | undefined): SiblingUnits {
  const named = unitFields(fields);
  if (named.length === 0 && inherited === undefined) return NONE;
  const used = new Set<Field>();
  const byName = new Map<string, UnitText>(inherited);
  let ofAll: UnitTable | undefined;
  for (const { field, of } of named) {
    const unit = unitText(field.value) ?? (isRecord(field.value) ? unitTable(field.value) : undefined);
    if (unit === undefined) continue;
    if (of !== undefined) byName.set(of, unit);
    else if (typeof unit !== 'string') {
      ofAll ??= unit;
      for (const [name, text] of unit) byName.set(name, text);
    }
    used.add(field);
  }
  const own = unitText(firstNamed(fields, OWN, ({ value }) => unitText(value) !== undefined)?.value);
  return {
    own,
    of: (name) => (name === '' ? undefined : byName.get(name)),
    table: ofAll,
    ofOthers: unitsOfOthers(used, fields),
    fields: used,
  };
}

function unitsOfOthers(used: ReadonlySet<Field>, fields: readonly Field[]): UnitTable {
  const table = new Map<string, string>();
  if (used.size === 0) return table;
  const known = new Set(fields.map(({ name }) => name));
  for (const { key, name, value } of used) {
    const unit = OWN.has(name) ? undefined : unitText(value);
    const of = withoutUnitEnding(key);
    if (unit === undefined || of === undefined || table.size >= MAX_OTHERS) continue;
    if (!known.has(nameOfKey(of))) table.set(of, unit);
  }
  return table;
}

/** The text of a unit; undefined for what cannot be one. */
export function unitText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_UNIT) return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** Whether a field of this name gives the unit of a value next to it. */
export function isOwnUnit(name: string): boolean {
  return OWN.has(name);
}

/** A field that names a unit, and the name of the field that it applies to, if it says so. */
interface UnitField {
  readonly field: Field;
  readonly of: string | undefined;
}

/**
 * The fields whose names say that they hold a unit, sorted by key, so that the order in the payload does not matter.
 */
function unitFields(fields: readonly Field[]): UnitField[] {
  const found: UnitField[] = [];
  let known: ReadonlySet<string> | undefined;
  for (const field of fields) {
    const { name } = field;
    const ofEnding = OWN.has(name) ? undefined : withoutUnitEnding(name);
    if (OWN.has(name) || ofEnding !== undefined) found.push({ field, of: ofEnding });
    else if (name.startsWith(UNIT_BEGINNING)) {
      known ??= new Set(fields.map((other) => other.name));
      const of = name.slice(UNIT_BEGINNING.length);
      if (known.has(of)) found.push({ field, of });
    }
  }
  return found.sort((a, b) => (a.field.key < b.field.key ? -1 : 1));
}

/** The texts of a table such as `{"temperature":"°C"}`. */
function unitTable(value: object): UnitTable | undefined {
  const table = new Map<string, string>();
  for (const field of fieldsOf(value, MAX_TABLE) ?? []) {
    const unit = unitText(field.value);
    if (unit !== undefined && field.name !== '') table.set(field.name, unit);
  }
  return table.size === 0 ? undefined : table;
}

/** The unit in a description of the value: `{"value":294.5,"meta":{"units":"K"}}`, as in Signal K. */
export function metaUnit(fields: readonly Field[]): string | undefined {
  const description = fields.find(({ name }) => name === 'meta' || name === 'attributes')?.value;
  if (!isRecord(description)) return undefined;
  return siblingUnits(fieldsOf(description, MAX_TABLE) ?? [], undefined).own;
}
