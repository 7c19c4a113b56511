/*
 * The range of a series' values, learned so that neither an outlier nor a counter makes the span large forever:
 *
 * - A reading extends the range by at most its own width.
 * - After 16, 64, 256 … readings, only what was seen since the previous review still counts.
 * - After 16,384 readings the range is fixed.
 */

/** Lowest and highest value; the same of the readings since the last review; number of readings. */
export type LearnedRange = readonly [lowest: number, highest: number, ...recent: number[]];

export const NOTHING_SEEN = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0] as const;

const RECENT_LOWEST = 2;
const RECENT_HIGHEST = 3;
const READINGS = 4;

const FIRST_REVIEW = 16;
const MOST_READINGS = 16_384;

/** Learns from a value. @param first place of the range in `data`. */
export function learnRange(data: Float64Array, first: number, value: number): void {
  const readings = data[first + READINGS] ?? 0;
  if (readings >= MOST_READINGS) return;
  data[first + READINGS] = readings + 1;
  const lowest = data[first] ?? Number.NaN;
  const highest = data[first + 1] ?? Number.NaN;
  const width = highest - lowest;
  const limited = width > 0 ? Math.min(Math.max(value, lowest - width), highest + width) : value;
  extend(data, first, limited);
  extend(data, first + RECENT_LOWEST, limited);
  if (!isReview(readings + 1)) return;
  data[first] = data[first + RECENT_LOWEST] ?? limited;
  data[first + 1] = data[first + RECENT_HIGHEST] ?? limited;
  data[first + RECENT_LOWEST] = limited;
  data[first + RECENT_HIGHEST] = limited;
}

function extend(data: Float64Array, at: number, value: number): void {
  if (!(value >= (data[at] ?? Number.NaN))) data[at] = value;
  if (!(value <= (data[at + 1] ?? Number.NaN))) data[at + 1] = value;
}

/** Whether the number of readings is a power of four, from the first review on. */
function isReview(readings: number): boolean {
  return readings >= FIRST_REVIEW && Number.isInteger(Math.log2(readings) / 2);
}
