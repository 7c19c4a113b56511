import { MIN_SCALE } from './columnarLimits';
import { powerOfTen } from './powersOfTen';

/** Cells that are mostly numbers. */
export interface NumberCells {
  /** For a plain decimal, its digits; for any other scalar, the index of its JSON in `texts`. */
  readonly digits: readonly number[];
  /** For a plain decimal, the number of digits after the point; −1 for any other scalar. */
  readonly decimals: readonly number[];
  readonly texts: readonly string[];
}

/** At most this share of the numbers is written unscaled, so that the others need fewer digits. */
const EXCEPTIONS = 0.1;

/** Sums and differences of integers up to here are exact. */
const MAX_INTEGER = 2 ** 52;

/**
 * Writes a column of numbers: all with the same number of digits after the point, with the point omitted, and as
 * differences from the previous number if that is shorter. A cell that does not fit is written unchanged, in brackets.
 */
export function writeNumbers(rows: readonly number[], cells: NumberCells): string {
  const scale = scaleOf(cells);
  const unit = scale < 0 ? powerOfTen(-scale) : 1;
  // NaN for a cell that does not fit.
  const values: number[] = [];
  let before = 0;
  let saved = 0;
  for (const row of rows) {
    const digits = cells.digits[row] ?? 0;
    const decimals = cells.decimals[row] ?? -1;
    const value = scale < 0 ? digits / unit : digits * powerOfTen(scale - decimals);
    const fits = decimals >= 0 && Math.abs(value) <= MAX_INTEGER;
    values.push(fits ? value : Number.NaN);
    if (!fits) continue;
    saved += lengthOf(value) - lengthOf(value - before);
    before = value;
  }
  const isDelta = saved > 0;
  before = 0;
  const written = values.map((value, i) => {
    if (Number.isNaN(value)) return `[${cellText(cells, rows[i] ?? 0)}]`;
    const difference = value - before;
    if (isDelta) before = value;
    return difference;
  });
  return `["${isDelta ? 'delta' : 'fixed'}",${scale},${written.join()}]`;
}

/** A cell as JSON. */
export function cellText({ digits, decimals, texts }: NumberCells, row: number): string {
  const place = digits[row] ?? 0;
  const behindPoint = decimals[row] ?? 0;
  return behindPoint < 0 ? (texts[place] ?? '') : String(place / powerOfTen(behindPoint));
}

/** Digits after the point in all numbers but a few, which have more; negative: zeros before it that all have. */
function scaleOf({ digits, decimals }: NumberCells): number {
  const counts: number[] = [];
  let left = 0;
  for (const behindPoint of decimals) {
    if (behindPoint < 0) continue;
    counts[behindPoint] = (counts[behindPoint] ?? 0) + 1;
    left++;
  }
  const few = left * EXCEPTIONS;
  let scale = -1;
  while (left > few || scale < 0) left -= counts[++scale] ?? 0;
  return scale > 0 || left > 0 ? scale : -zerosOf(digits, decimals);
}

function zerosOf(digits: readonly number[], decimals: readonly number[]): number {
  let zeros = -MIN_SCALE;
  for (let row = 0; row < digits.length && zeros > 0; row++) {
    if (decimals[row] === 0) while ((digits[row] ?? 0) % powerOfTen(zeros) !== 0) zeros--;
  }
  return zeros;
}

/** Number of characters in an integer's text. */
function lengthOf(integer: number): number {
  let length = integer < 0 ? 2 : 1;
  for (let rest = Math.abs(integer); rest >= 10; rest /= 10) length++;
  return length;
}
