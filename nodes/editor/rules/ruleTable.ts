import { unparse } from 'papaparse';
import { readCsvRecords } from './csvRecords';
import { readJsonItems } from './jsonItems';

/** What a rule matches: a topic filter is compared with the topic, a keyword with the words of names. */
export const RULE_KINDS = ['topic', 'keyword'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** A user's rule in a table: `match` is a topic filter or a keyword, `symbol` a name or a code. */
export interface TableRule {
  readonly kind: RuleKind;
  readonly match: string;
  readonly symbol: string;
}

/** A rule with the line of the text on which it begins, counted from 1. */
export interface TableRow extends TableRule {
  readonly line: number;
}

export const RULE_TABLE_FORMATS = ['csv', 'json'] as const;
export type RuleTableFormat = (typeof RULE_TABLE_FORMATS)[number];

/** The columns in CSV and the property names in JSON. */
const COLUMNS = ['kind', 'match', 'symbol'] as const;

/**
 * Why a text is not a rule table: it is empty; its first line does not name the columns; it is not valid CSV, or not
 * valid JSON; its JSON is not a list; a row has too few or too many fields; an entry is not a rule; a kind is unknown.
 */
export type RuleTableFault = 'empty' | 'header' | 'csv' | 'json' | 'list' | 'fields' | 'entry' | 'kind';

/** A text is not a rule table; `line` is the first line with an error, counted from 1. */
export class RuleTableError extends Error {
  override readonly name = 'RuleTableError';
  constructor(
    readonly fault: RuleTableFault,
    readonly line: number,
    /** The text found there, if it helps; otherwise empty. */
    readonly found = '',
  ) {
    super(`Line ${line}: ${fault}${found === '' ? '' : ` ${JSON.stringify(found)}`}`);
  }
}

/** Writes rules as a table. Reading it returns the same rules, whatever they contain. */
export function writeRuleTable(rules: readonly TableRule[], format: RuleTableFormat): string {
  const rows = rules.map(({ kind, match, symbol }) => ({ kind, match, symbol }));
  if (format === 'csv') {
    return `${unparse({ fields: [...COLUMNS], data: rows.map((row) => COLUMNS.map((column) => row[column])) })}\r\n`;
  }
  return rows.length === 0 ? '[]\n' : `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`;
}

/**
 * Reads a table of rules, all of it or nothing. It is either CSV, whose first line names the columns kind, match and
 * symbol in any order and reveals the separator (comma, semicolon or tab); or a JSON list of
 * `{kind, match, symbol}`, `{topic, symbol}` or `{keyword, symbol}`. The contents of match and symbol are not checked.
 * @throws {RuleTableError}
 */
export function readRuleTable(text: string): TableRow[] {
  // All byte order marks: the CSV parser would skip one more without counting it.
  const table = text.replace(/^\uFEFF+/, '');
  if (table.trim() === '') throw new RuleTableError('empty', 1);
  return /^\s*[[{]/.test(table) ? readJson(table) : readCsv(table);
}

function readCsv(table: string): TableRow[] {
  const [, firstLine = ''] = /^\s*([^\r\n]*)/.exec(table) ?? [];
  const delimiter = [',', ';', '\t'].find((candidate) => firstLine.includes(candidate)) ?? ',';
  const [header, ...records] = readCsvRecords(table, delimiter);
  if (header === undefined) throw new RuleTableError('empty', 1);
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const columns = COLUMNS.map((column) => names.indexOf(column));
  if (columns.includes(-1)) throw new RuleTableError('header', header.line);
  return records.map(({ fields, line, isGood }) => {
    if (!isGood) throw new RuleTableError('csv', line);
    const surplus = fields.slice(names.length);
    if (fields.length < names.length || surplus.some((field) => field !== '')) {
      throw new RuleTableError('fields', line);
    }
    const [kind = '', match = '', symbol = ''] = columns.map((column) => fields[column]);
    return { kind: toKind(kind, line), match, symbol, line };
  });
}

function readJson(table: string): TableRow[] {
  const items = readJsonItems(table);
  if (!items.isJson) throw new RuleTableError('json', items.line);
  if (!Array.isArray(items.value)) throw new RuleTableError('list', 1);
  return items.value.map((entry, index) => readEntry(entry, items.lines[index] ?? 1));
}

function readEntry(entry: unknown, line: number): TableRow {
  const { kind, match, topic, keyword, symbol }: Readonly<Record<string, unknown>> = Object(entry);
  const [foundKind, foundMatch] =
    kind !== undefined ? [kind, match] : topic !== undefined ? ['topic', topic] : ['keyword', keyword];
  const foundSymbol = typeof symbol === 'number' ? String(symbol) : symbol;
  if (typeof foundKind !== 'string' || typeof foundMatch !== 'string' || typeof foundSymbol !== 'string') {
    throw new RuleTableError('entry', line);
  }
  return { kind: toKind(foundKind, line), match: foundMatch, symbol: foundSymbol, line };
}

function toKind(text: string, line: number): RuleKind {
  const wanted = text.trim().toLowerCase();
  const kind = RULE_KINDS.find((candidate) => candidate === wanted);
  if (kind === undefined) throw new RuleTableError('kind', line, text);
  return kind;
}
