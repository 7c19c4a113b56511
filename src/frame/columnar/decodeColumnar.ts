import { BodyBudget } from '../BodyBudget';
import type { DecodeLimits } from '../bodyLimits';
import type { EdgeEvent } from '../event';
import { ColumnarError, shown } from './ColumnarError';
import { COLUMNAR_VERSION, MAX_TIME } from './columnarLimits';
import { type DecodedTable, readLeaf, readTable } from './readTable';
import { TemplateReader, valueAt } from './Template';

/** An event as it was encoded; its data is a value again. */
export interface ColumnarEvent extends Pick<EdgeEvent, 'topic' | 'symbol' | 'time' | 'alarm'> {
  readonly device: string;
  readonly data: unknown;
  readonly quantity?: string;
  readonly unit?: string;
}

/** Whether parsed JSON claims to be a columnar body. */
export function isColumnar(content: unknown): content is Readonly<Record<string, unknown>> {
  return typeof content === 'object' && content !== null && Object.hasOwn(content, 'columnar');
}

/**
 * Reads a columnar body, which is untrusted. Its expanded size is bounded by `limits.bytes`, and its values and keys as
 * in any other body.
 * @param content the body as parsed JSON.
 * @param budget counts payloads carried as text.
 * @throws {ColumnarError}
 */
export function decodeColumnar(
  content: Readonly<Record<string, unknown>>,
  limits: DecodeLimits,
  budget: BodyBudget = new BodyBudget(),
): ColumnarEvent[] {
  const { columnar, device_id: device, count, strings, tables, series, order, time } = content;
  if (columnar !== COLUMNAR_VERSION) {
    throw new ColumnarError('version', `The version ${shown(columnar)} of the columnar format is unknown.`);
  }
  if (typeof device !== 'string') throw new ColumnarError('member', 'device_id must be text.');
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    throw new ColumnarError('member', 'count must be a number of events.');
  }
  if (count > limits.events) {
    throw new ColumnarError('limit', `The body holds ${count} events; at most ${limits.events} are taken.`);
  }
  const reader = new TemplateReader(stringList(strings), limits.bytes, budget);
  const tableNodes = list(tables, 'tables');
  const tableOfSeries = list(series, 'series').map((place) => within(place, tableNodes.length, 'series'));
  const seriesOfEvent = cellsOf(order, count, reader, 'order').map((place) =>
    within(place, tableOfSeries.length, 'order'),
  );
  const times = cellsOf(time, count, reader, 'time').map(checkedTime);
  const allSeries = readSeries(tableNodes, tableOfSeries, seriesOfEvent, reader);
  return seriesOfEvent.map((place, i) => {
    const { topic, table, row } = nextRow(allSeries, place);
    const { symbol, ...kind } = table.kind;
    return { device, topic, symbol, data: table.dataAt(row), time: times[i] ?? 0, ...kind };
  });
}

interface DecodedSeries {
  readonly table: DecodedTable;
  readonly topic: string;
  /** Row of its next event in the table. */
  nextRow: number;
}

/** In a table, the rows of its first series precede those of its second. */
function readSeries(
  tableNodes: readonly unknown[],
  tableOfSeries: readonly number[],
  seriesOfEvent: readonly number[],
  reader: TemplateReader,
): DecodedSeries[] {
  const eventCounts = tableOfSeries.map(() => 0);
  for (const place of seriesOfEvent) eventCounts[place] = (eventCounts[place] ?? 0) + 1;
  const empty = eventCounts.indexOf(0);
  if (empty >= 0) throw new ColumnarError('length', `Series ${empty} has no events.`);
  const countsOfTable: number[][] = tableNodes.map(() => []);
  for (const [place, table] of tableOfSeries.entries()) countsOfTable[table]?.push(eventCounts[place] ?? 0);

  const filled = tableNodes.map((node, i) => {
    return { table: readTable(node, countsOfTable[i] ?? [], reader, `Table ${i}`), series: 0, rows: 0 };
  });
  return tableOfSeries.map((place, i) => {
    const next = filled[place];
    if (next === undefined) throw new ColumnarError('reference', `Table ${place} does not exist.`);
    const series = { table: next.table, topic: next.table.topics[next.series] ?? '', nextRow: next.rows };
    next.series++;
    next.rows += eventCounts[i] ?? 0;
    return series;
  });
}

function nextRow(allSeries: readonly DecodedSeries[], place: number) {
  const series = allSeries[place];
  if (series === undefined) throw new ColumnarError('reference', `Series ${place} does not exist.`);
  return { topic: series.topic, table: series.table, row: series.nextRow++ };
}

function cellsOf(node: unknown, count: number, reader: TemplateReader, where: string): unknown[] {
  const template = readLeaf(node, count, reader, where);
  return Array.from({ length: count }, (_, row) => valueAt(template, row));
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ColumnarError('member', `${name} must be a list.`);
}

function stringList(value: unknown): string[] {
  return list(value, 'strings').map((text) => {
    if (typeof text === 'string') return text;
    throw new ColumnarError('member', 'strings must hold only text.');
  });
}

/** Checks an index into a list of this length. */
function within(place: unknown, length: number, where: string): number {
  if (typeof place !== 'number' || !Number.isSafeInteger(place)) {
    throw new ColumnarError('number', `${where}: ${shown(place)} is not an integer.`);
  }
  if (place >= 0 && place < length) return place;
  throw new ColumnarError('reference', `${where}: ${place} is not below ${length}.`);
}

function checkedTime(time: unknown): number {
  if (typeof time === 'number' && Math.abs(time) <= MAX_TIME) return time;
  throw new ColumnarError('time', `time: ${shown(time)} is not a time in milliseconds.`);
}
