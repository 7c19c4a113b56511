import { isContainer } from '../values/isContainer';
import { isNumeric, isNumericText } from '../values/isNumeric';
import { isTimeText, readTime } from '../values/readTime';
import { unitOfSpelling } from '../values/unitSpelling';
import { type Field, firstNamed, nameOfKey, ranked } from './Field';
import { isOwnUnit, unitText } from './siblingUnits';

/** Lists that are read as objects, with the texts that only name what is in them. */
export interface Listed {
  readonly objects: readonly object[];
  readonly labels: readonly string[];
}

/** Keys of the list of column names, and of the list of rows. */
const COLUMNS = ranked([
  'columns',
  'columnnames',
  'header',
  'headers',
  'fieldnames',
  'fields',
  'names',
  'keys',
]);
const ROWS = ranked(['rows', 'values', 'data', 'points', 'records', 'datapoints']);

/** Longer texts name nothing. */
const MAX_NAME = 256;

/** The columns and rows of an object: `{"columns":["time","temperature"],"values":[[…,21],[…,22]]}`. */
export interface Table {
  readonly columns: Field;
  readonly rows: Field;
  /** The field with the units of the columns, in their order, and these units by the names of fields. */
  readonly units: Field | undefined;
  readonly unitOf: ReadonlyMap<string, string>;
  readonly objects: readonly object[];
}

/** @param most maximum number of cells of a table */
export function tableOf(fields: readonly Field[], most: number): Table | undefined {
  const columns = firstNamed(fields, COLUMNS, ({ value }) => Array.isArray(value) && areNames(value));
  const rows =
    columns && firstNamed(fields, ROWS, (field) => field !== columns && Array.isArray(field.value));
  if (!columns || !rows || !Array.isArray(columns.value) || !Array.isArray(rows.value)) return undefined;
  const names: readonly unknown[] = columns.value;
  const values: readonly unknown[] = rows.value;
  const isOneRow = values.length === names.length && values.every((value) => !isContainer(value));
  const lists: readonly unknown[] = isOneRow ? [values] : values;
  if (lists.length === 0 || lists.length * names.length > most) return undefined;
  const objects = lists.map((list) => objectOf(names, list));
  if (!objects.every((object) => object !== undefined)) return undefined;
  const units = fields.find((field) => isOwnUnit(field.name) && isListOfTexts(field.value, names.length));
  return { columns, rows, units, unitOf: unitsOf(names, units?.value), objects };
}

function unitsOf(names: readonly unknown[], units: unknown): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  if (!Array.isArray(units)) return table;
  for (const [i, name] of names.entries()) {
    const unit = unitText(units[i]);
    if (unit !== undefined) table.set(nameOfKey(String(name)), unit);
  }
  return table;
}

function isListOfTexts(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((text) => typeof text === 'string');
}

/** A list of lists as the objects that it stands for; undefined for lists of any other kind. */
export function listedObjects(lists: readonly unknown[], most: number): Listed | undefined {
  if (lists.length > most || !lists.every((list) => Array.isArray(list))) return undefined;
  const pairs = namedPairs(lists) ?? timedPairs(lists);
  return pairs ? { objects: pairs, labels: [] } : tableWithHeader(lists, most);
}

/** A list of lists that begins with the names of its columns: `[["time","temperature"],[…,21],[…,22]]`. */
function tableWithHeader(lists: readonly unknown[], most: number): Listed | undefined {
  const [header, ...rows] = lists;
  if (!Array.isArray(header) || header.length < 2 || !areNames(header) || rows.length === 0) return undefined;
  if (rows.length * header.length > most || !rows.every((row) => Array.isArray(row) && row.some(isScalar)))
    return undefined;
  const objects = rows.map((row) => objectOf(header, row));
  return objects.every((object) => object !== undefined)
    ? { objects, labels: header.map(String) }
    : undefined;
}

/** Maximum length of a pair: a name, a value, a unit, an ID. */
const MAX_PAIR = 4;

/** Pairs of name and value, some with a unit: `[["temperature",21,"°C"],["humidity",40],["door","open"]]`. */
function namedPairs(pairs: readonly unknown[]): readonly object[] | undefined {
  const objects: object[] = [];
  const known = new Set<unknown>();
  let numbers = 0;
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length < 2 || pair.length > MAX_PAIR) return undefined;
    const [name, value, unit] = pair;
    // Texts in the first pair are the names of columns.
    const isValue = isScalar(value) || (typeof value === 'string' && objects.length > 0);
    if (!isNameText(name) || !isValue || (pair.length > 2 && typeof unit !== 'string')) return undefined;
    if (isScalar(value)) numbers++;
    known.add(name);
    objects.push(
      pair.length === 2 ? { name, value } : { name, value, unit, ...(pair.length > 3 && { id: pair[3] }) },
    );
  }
  return known.size === pairs.length && numbers > 0 ? objects : undefined;
}

/** Pairs of time and value, in either order: `[[1700000000000,21.4],[1700000060000,21.5]]`. */
function timedPairs(pairs: readonly unknown[]): readonly object[] | undefined {
  if (!pairs.every((pair) => Array.isArray(pair) && pair.length === 2)) return undefined;
  for (const at of [0, 1]) {
    const objects = pairs.map((pair) => timedPair(pair, at));
    const times = new Set(objects.map((object) => object && readTime(object.time)));
    if (times.size === pairs.length && !times.has(undefined))
      return objects.filter((object) => object !== undefined);
  }
  return undefined;
}

function timedPair(pair: unknown, at: number): { time: unknown; value: unknown } | undefined {
  if (!Array.isArray(pair)) return undefined;
  const [time, value]: unknown[] = at === 0 ? pair : [pair[1], pair[0]];
  return isScalar(value) && readTime(value) === undefined ? { time, value } : undefined;
}

/** A number with its unit: `[21.4,"°C"]`. */
export function measuredPair(pair: readonly unknown[]): { value: unknown; unit: string } | undefined {
  const [value, unit] = pair;
  if (pair.length !== 2 || !isScalar(value) || typeof unit !== 'string') return undefined;
  return unitOfSpelling(unit) ? { value, unit } : undefined;
}

function objectOf(names: readonly unknown[], values: unknown): object | undefined {
  if (!Array.isArray(values) || values.length !== names.length) return undefined;
  return Object.fromEntries(names.map((name, i) => [String(name), values[i]]));
}

function areNames(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every(isNameText) && new Set(values).size === values.length;
}

function isNameText(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_NAME || value.trim() === '') return false;
  return !isNumericText(value) && !isTimeText(value);
}

function isScalar(value: unknown): boolean {
  return typeof value === 'boolean' || isNumeric(value);
}
