import type { EdgeEvent } from './event';

/** What is known about the clock when an event is about to be delivered. Milliseconds. */
export interface ClockHistory {
  /** The most recent changes of the clock, in order: by how much each one moved it. */
  readonly steps: readonly number[];
  /** How far the clock is ahead of the monotonic time of arrivals, which is unaffected when the clock is set. */
  readonly ahead: number;
}

/**
 * The time of an event according to the clock as it has since been set. Only our own stamps are changed, and only by
 * steps that the clock has made: by as many of the latest ones as bring the stamp closest to the event's arrival.
 * @param arrival milliseconds, in monotonic time.
 * @returns its own time if there is nothing to correct.
 */
export function correctedTime(
  { time, stamped }: EdgeEvent,
  arrival: number,
  { steps, ahead }: ClockHistory,
): number {
  if (!stamped) return time;
  const expected = arrival + ahead;
  let best = time;
  let corrected = time;
  for (const step of [...steps].reverse()) {
    corrected += step;
    if (Math.abs(expected - corrected) < Math.abs(expected - best)) best = corrected;
  }
  return best;
}

/**
 * Corrects an event that nobody has seen yet, in place: it is identified by reference.
 * @returns whether there was anything to correct.
 */
export function restamp(event: EdgeEvent, arrival: number, history: ClockHistory): boolean {
  const time = correctedTime(event, arrival, history);
  if (time === event.time) return false;
  const own: { time: number; stamped?: true } = event;
  own.time = time;
  delete own.stamped;
  return true;
}

/** Makes the stamp of an event final, because somebody may have seen it. */
export function keepStamp(event: EdgeEvent): void {
  const own: { stamped?: true } = event;
  delete own.stamped;
}
