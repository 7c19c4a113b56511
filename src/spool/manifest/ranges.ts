import type { SavedDenied, SavedRange, Span } from '../format/manifestRecord';
import type { Position } from '../format/Position';
import { ofDevice } from '../shared/ofDevice';

/** Waiting events of a log. The last range of a log is open: appended events belong to it. */
export interface Range extends SavedRange {
  from: Position;
  to: Position | null;
  events: number;
  bytes: number;
}

/** A stretch of a log, with the number of its events and their bytes, as far as that matters. */
export interface Stretch {
  readonly from: Position;
  readonly to: Position;
  readonly events: number;
  readonly lost?: number;
  readonly bytes: number;
  /** As in SavedRange. */
  readonly device?: string | undefined;
}

/** @param device as in SavedRange. */
export function openRange(from: Position, device?: string): Range {
  return { from, to: null, events: 0, bytes: 0, ...ofDevice(device) };
}

/** Cuts a stretch out of ranges. It usually begins one of them; after damage to the manifest it may not. */
export function withoutStretch(ranges: readonly Range[], stretch: Stretch): Range[] {
  return ranges.flatMap((range) => {
    const { from, to } = range;
    if (stretch.to.n <= from.n || (to !== null && to.n <= stretch.from.n)) return range;
    const before = from.n < stretch.from.n ? [{ ...openRange(from, range.device), to: stretch.from }] : [];
    if (to !== null && to.n <= stretch.to.n) return before;
    range.from = stretch.to;
    range.events = Math.max(0, range.events - stretch.events - (stretch.lost ?? 0));
    range.bytes = range.events === 0 ? 0 : Math.max(0, range.bytes - stretch.bytes);
    return [...before, range];
  });
}

/**
 * Adds a stretch that is in none of the ranges: to the range of its device that begins where it ends, or as a new one.
 */
export function addStretch(ranges: Range[], { from, to, events, bytes, device }: Stretch): void {
  const next = ranges.find((range) => range.from.n === to.n && range.device === device);
  if (next) {
    next.from = from;
    next.events += events;
    next.bytes += bytes;
    return;
  }
  const index = ranges.findIndex((range) => range.from.n > from.n);
  ranges.splice(index < 0 ? ranges.length : index, 0, { ...openRange(from, device), to, events, bytes });
}

/**
 * The ranges of a log to which another device appends from now on.
 * @param end the end of the log.
 * @param former the device of ranges whose device nobody knows.
 */
export function ofNextDevice(
  ranges: readonly Range[],
  device: string,
  end: Position,
  former: string,
): Range[] {
  const known = ranges.map((range) => ({ device: former, ...range }));
  const last = known.at(-1);
  if (last?.device === device) return known;
  if (last && last.events > 0) last.to = end;
  else known.pop();
  return [...known, openRange(end, device)];
}

/** How many events are in files that cannot be opened. */
export function eventsIn({ ranges, batches }: SavedDenied): number {
  const counts = Object.values(ranges).flatMap((each) =>
    each.map(({ from, to }) => (to?.n ?? from.n) - from.n),
  );
  return [...counts, ...batches.map(({ count }) => count)].reduce((sum, count) => sum + count, 0);
}

export function overlap(one: Span, other: Span): boolean {
  return one.log === other.log && one.from.n < other.to.n && other.from.n < one.to.n;
}
