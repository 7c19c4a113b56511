import type { Position } from '../format/Position';
import type { LogName } from '../format/segmentFile';
import type { SpoolState } from './SpoolState';

type Kept = Pick<SpoolState, 'ranges' | 'batches' | 'denied'>;

/**
 * Number of the oldest file of a log that is still needed; the end of a file counts as the start of the next.
 * @param endOf returns the number of the event after a file's last one.
 */
export function oldestSegment(state: Kept, log: LogName, endOf: (segment: number) => number): number {
  const needed = ({ segment, n }: Position): number => (n >= endOf(segment) ? segment + 1 : segment);
  let oldest = Number.POSITIVE_INFINITY;
  for (const from of neededIn(state, log)) oldest = Math.min(oldest, needed(from));
  return oldest;
}

/** Number of the oldest event of a log that waits or is in a batch; if there is none, that of the next. */
export function oldestEvent(state: Kept, log: LogName): number {
  let oldest = Number.POSITIVE_INFINITY;
  for (const from of neededIn(state, log)) oldest = Math.min(oldest, from.n);
  return oldest;
}

/** Positions at which waiting or batched events begin. */
function* neededIn({ ranges, batches, denied }: Kept, log: LogName): Generator<Position> {
  for (const { from, to, events } of ranges[log]) if (events > 0 || to === null) yield from;
  for (const { spans } of [...batches, ...(denied?.batches ?? [])]) {
    for (const span of spans) if (span.log === log) yield span.from;
  }
}
