import type { BodyBudget } from '../BodyBudget';
import { BodyTooLargeError } from '../bodyLimits';
import { ColumnarError, shown } from './ColumnarError';
import { type Template, type TemplateReader, valueAt } from './Template';

/** What the events of a table have in common. */
export interface Kind {
  readonly symbol: number;
  readonly quantity?: string;
  readonly unit?: string;
  readonly alarm?: true;
}

export interface DecodedTable {
  readonly kind: Kind;
  /** The topic of each series. */
  readonly topics: readonly string[];
  /** The payload of a row; rows are counted across all series. @throws {ColumnarError} if its text is not JSON. */
  dataAt(row: number): unknown;
}

const SYMBOL = /^0x[0-9a-f]{4}$/;

/**
 * @param eventCounts number of events in each of the table's series.
 * @param where location of the table, for messages.
 * @throws {ColumnarError}
 */
export function readTable(
  node: unknown,
  eventCounts: readonly number[],
  reader: TemplateReader,
  where: string,
): DecodedTable {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    throw new ColumnarError('member', `${where} is not an object.`);
  }
  const member = (name: string): unknown => (Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined);
  if (eventCounts.length === 0) throw new ColumnarError('length', `${where} has no series.`);
  const topics = readTopics(member('topic'), eventCounts, reader, where);
  const rows = eventCounts.reduce((sum, count) => sum + count, 0);
  return { kind: readKind(member, where), topics, dataAt: readData(member('data'), rows, reader, where) };
}

function readKind(member: (name: string) => unknown, where: string): Kind {
  const symbol = member('symbol');
  if (typeof symbol !== 'string' || !SYMBOL.test(symbol)) {
    throw new ColumnarError('member', `${where}: its symbol is not 0x and four hex digits.`);
  }
  const alarm = member('alarm');
  if (alarm !== undefined && alarm !== true) {
    throw new ColumnarError('member', `${where}: its alarm is not true.`);
  }
  const optionalText = (name: 'quantity' | 'unit') => {
    const text = member(name);
    if (text === undefined) return {};
    if (typeof text !== 'string') throw new ColumnarError('member', `${where}: its ${name} must be text.`);
    return { [name]: text };
  };
  return {
    symbol: Number.parseInt(symbol, 16),
    ...optionalText('quantity'),
    ...optionalText('unit'),
    ...(alarm === true ? { alarm } : {}),
  };
}

function readTopics(
  node: unknown,
  eventCounts: readonly number[],
  reader: TemplateReader,
  where: string,
): string[] {
  if (!Array.isArray(node) || node.length === 0) {
    throw new ColumnarError('member', `${where}: its topic must be a list of levels.`);
  }
  const levels = node.map((level: unknown) => readLeaf(level, eventCounts.length, reader, `${where}, topic`));
  return eventCounts.map((events, series) => {
    const texts = levels.map((level) => textAt(level, series, `${where}, topic`));
    const topic = texts.join('/');
    reader.addSize(topic.length * events);
    return topic;
  });
}

function readData(
  node: unknown,
  rows: number,
  reader: TemplateReader,
  where: string,
): (row: number) => unknown {
  if (Array.isArray(node) && node[0] === 'json') {
    if (node.length !== 2)
      throw new ColumnarError('node', `${where}, data: "json" must be followed by one node.`);
    const texts = readLeaf(node[1], rows, reader, `${where}, data`);
    return (row) => parseData(textAt(texts, row, `${where}, data`), reader.budget, where);
  }
  const template = reader.read(node, rows, `${where}, data`);
  return (row) => valueAt(template, row);
}

/** A constant or a column. */
export function readLeaf(node: unknown, rows: number, reader: TemplateReader, where: string): Template {
  const isObject = typeof node === 'object' && !Array.isArray(node);
  if ((isObject && node !== null) || (Array.isArray(node) && node[0] === 'list')) {
    throw new ColumnarError('node', `${where}: must be a value or a column.`);
  }
  return reader.read(node, rows, where);
}

function textAt(template: Template, row: number, where: string): string {
  const value = valueAt(template, row);
  if (typeof value === 'string') return value;
  throw new ColumnarError('node', `${where}: ${shown(value)} is not text.`);
}

function parseData(text: string, budget: BodyBudget, where: string): unknown {
  try {
    return budget.parse(text);
  } catch (cause) {
    if (cause instanceof BodyTooLargeError) throw new ColumnarError('limit', cause.message, { cause });
    throw new ColumnarError('json', `${where}: the text of a payload is not valid JSON.`, { cause });
  }
}
