import { ColumnarError, shown } from './ColumnarError';
import { MAX_SCALE, MIN_SCALE } from './columnarLimits';
import { powerOfTen } from './powersOfTen';

/** A leaf of a payload. */
export type Scalar = string | number | boolean | null;

export function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

/**
 * Reads the cells of a column.
 * @param node the column: its tag, what the tag needs, then the cells.
 * @param where location of the column, for messages.
 * @returns undefined if the tag is not that of a column.
 * @throws {ColumnarError}
 */
export function readCells(
  node: readonly unknown[],
  count: number,
  strings: readonly string[],
  where: string,
): Scalar[] | undefined {
  const [tag] = node;
  const reader = typeof tag === 'string' ? READERS.get(tag) : undefined;
  if (reader === undefined) return undefined;
  const cells = node.slice(reader.head);
  if (cells.length !== count) {
    throw new ColumnarError('length', `${where}: ${cells.length} cells instead of ${count}.`);
  }
  return reader.read(cells, node, strings, where);
}

interface Reader {
  /** Number of elements before the first cell. */
  readonly head: number;
  readonly read: (
    cells: readonly unknown[],
    node: readonly unknown[],
    strings: readonly string[],
    where: string,
  ) => Scalar[];
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['each', { head: 1, read: readEach }],
  ['text', { head: 1, read: readText }],
  ['fixed', { head: 2, read: (cells, node, _strings, where) => readNumbers(cells, node[1], false, where) }],
  ['delta', { head: 2, read: (cells, node, _strings, where) => readNumbers(cells, node[1], true, where) }],
]);

function readEach(cells: readonly unknown[], _node: unknown, _strings: unknown, where: string): Scalar[] {
  return cells.map((cell) => scalar(cell, where));
}

function readText(
  cells: readonly unknown[],
  _node: unknown,
  strings: readonly string[],
  where: string,
): Scalar[] {
  return cells.map((cell) => {
    if (Array.isArray(cell)) return asItStands(cell, where);
    const text = strings[integer(cell, where)];
    if (text === undefined) {
      throw new ColumnarError('reference', `${where}: string ${shown(cell)} does not exist.`);
    }
    return text;
  });
}

function readNumbers(
  cells: readonly unknown[],
  scaleCell: unknown,
  isDelta: boolean,
  where: string,
): Scalar[] {
  const scale = integer(scaleCell, where);
  if (scale < MIN_SCALE || scale > MAX_SCALE) {
    throw new ColumnarError(
      'number',
      `${where}: the scale ${scale} must be from ${MIN_SCALE} to ${MAX_SCALE}.`,
    );
  }
  const divisor = powerOfTen(Math.max(scale, 0));
  const factor = powerOfTen(Math.max(-scale, 0));
  let before = 0;
  return cells.map((cell) => {
    if (Array.isArray(cell)) return asItStands(cell, where);
    const value = integer(cell, where) + before;
    if (isDelta) before = integer(value, where);
    return scale < 0 ? value * factor : value / divisor;
  });
}

/** A cell in brackets. */
function asItStands(cell: readonly unknown[], where: string): Scalar {
  if (cell.length !== 1) throw new ColumnarError('node', `${where}: brackets must hold exactly one value.`);
  return scalar(cell[0], where);
}

function scalar(value: unknown, where: string): Scalar {
  if (isScalar(value)) return value;
  throw new ColumnarError('node', `${where}: a cell must be text, a number, true, false or null.`);
}

function integer(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new ColumnarError('number', `${where}: ${shown(value)} is not an integer that a double can hold.`);
}
