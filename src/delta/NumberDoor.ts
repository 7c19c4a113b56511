import type { HeldSample } from './HeldSamples';
import { BLOCK_SIZE } from './SampleBlocks';
import type { SeriesStore } from './SeriesStore';
import { SERIES_TIMES } from './seriesMarks';
import type { SeriesPlan } from './seriesPlan';

/*
 * The door for plain numbers looks ahead in two steps. While some line is near enough to all samples, the latest ones
 * are kept: those that the line reaches may be its end. Once no line is, more samples are awaited, to see from which of
 * these ends the *next* line gets farthest; the line bends there, and everything after that is examined again.
 */

/** Samples kept while the line is open. */
const ENDS = BLOCK_SIZE / 2;

/** Maximum samples awaited once it is closed. */
const AWAITED = BLOCK_SIZE / 2;

/** Forwards a sample; the next line begins there. @param after how many held samples come after it. */
export type ForwardCorner<Ref> = (sample: HeldSample<Ref>, after: number) => void;

/**
 * Holds a sample of a series.
 * @param elapsed since the last forwarded one was measured, ms.
 * @returns whether it is time to look for corners.
 */
export function holdByDoor<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  value: number,
  time: number,
  elapsed: number,
  ref: Ref | undefined,
  plan: SeriesPlan,
): boolean {
  const { held, numbers } = store;
  const closed = held.countSinceClosed(slot);
  if (closed > 0) {
    const count = held.add(slot, value, time, ref, false);
    held.countClosed(slot);
    // Not at every count, which would take too long.
    return (closed & (closed + 1)) === 0 || count === BLOCK_SIZE;
  }
  const isReached = numbers.reaches(slot, value, elapsed);
  numbers.hold(slot, value, elapsed, plan);
  const count = held.add(slot, value, time, ref, isReached);
  if (isReached || (elapsed > 0 && numbers.isOpen(slot))) {
    if (!isReached && count - held.newestReached(slot) > ENDS) return true;
    // All at once, which is faster; when the line is closed, no more than ENDS of them count.
    if (count === BLOCK_SIZE) held.dropOldest(slot, count - ENDS);
    return false;
  }
  held.countClosed(slot);
  const spare = Math.min(count - 1 - ENDS, held.newestReached(slot));
  if (spare > 0) held.dropOldest(slot, spare);
  return true;
}

/**
 * Looks for corners among the held samples, and forwards them.
 * @param isEnd whether the line ends at the newest one.
 */
export function bendByDoor<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  plan: SeriesPlan,
  isEnd: boolean,
  forward: ForwardCorner<Ref>,
): void {
  const { held } = store;
  for (;;) {
    const end = bestEnd(store, slot, plan, isEnd);
    const [corner, ...rest] = end < 0 ? [] : held.from(slot, end);
    if (!corner) return;
    held.release(slot);
    forward(corner, rest.length);
    let isTime = isEnd;
    for (const { values, time, ref } of rest) {
      const elapsed = time - store.time(slot, SERIES_TIMES.forwarded);
      if (holdByDoor(store, slot, Number(values), time, elapsed, ref, plan)) isTime = true;
    }
    if (!isTime) return;
  }
}

/** Times and values of the samples being examined. */
const times = new Float64Array(BLOCK_SIZE);
const values = new Float64Array(BLOCK_SIZE);

/** The place, among the held samples, where the line should bend; -1 if that is not certain yet. */
function bestEnd<Ref>(
  { held, numbers }: SeriesStore<Ref>,
  slot: number,
  plan: SeriesPlan,
  isEnd: boolean,
): number {
  const count = held.count(slot);
  const reached = held.reached(slot);
  const newest = held.newestReached(slot);
  // Two values at the same time: no line leads from one to the other.
  if (newest < 0) return count > 0 ? 0 : -1;
  const isOnly = (reached & (reached - 1)) === 0;
  if (isOnly || (isEnd && newest === count - 1)) return newest;
  held.copy(slot, times, values);
  const limit = numbers.limit(slot, plan);
  let [best, farthest, widest, open] = [-1, -1, 0, 0];
  for (let i = 0; i <= newest; i++) {
    if ((reached & (1 << i)) === 0) continue;
    const next = lineFrom(i, count, limit);
    if (next.isOpen) open++;
    const reach = next.isOpen && !isEnd ? count : next.reach;
    if (reach < farthest || (reach === farthest && next.width < widest)) continue;
    [best, farthest, widest] = [i, reach, next.width];
  }
  const closed = held.countSinceClosed(slot);
  const isFull = closed === 0 || closed >= AWAITED || count === BLOCK_SIZE;
  const isCertain = isEnd || open <= 1 || isFull;
  return isCertain ? best : -1;
}

interface NextLine {
  /** The newest sample that it reaches. */
  reach: number;
  /** It may go beyond the newest one. */
  isOpen: boolean;
  /** The range of slopes that it may have. */
  width: number;
}

const nextLine: NextLine = { reach: 0, isOpen: false, width: 0 };

/** How far the next line goes from a sample. Rounding only affects which of several good ends is chosen. */
function lineFrom(first: number, count: number, limit: number): NextLine {
  let [lowest, highest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const time = times[first] ?? 0;
  const value = values[first] ?? 0;
  nextLine.reach = first;
  for (let i = first + 1; i < count; i++) {
    const elapsed = (times[i] ?? 0) - time;
    const change = (values[i] ?? 0) - value;
    const slope = change / elapsed;
    if (slope >= lowest && slope <= highest) nextLine.reach = i;
    lowest = Math.max(lowest, (change - limit) / elapsed);
    highest = Math.min(highest, (change + limit) / elapsed);
    if (!(lowest <= highest) || !(elapsed > 0)) {
      nextLine.isOpen = false;
      nextLine.width = 0;
      return nextLine;
    }
  }
  nextLine.isOpen = true;
  nextLine.width = highest - lowest;
  return nextLine;
}
