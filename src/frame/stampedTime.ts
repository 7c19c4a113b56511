import type { EdgeEvent } from './event';

/** What is known of the clock when an event is about to be delivered. Milliseconds. */
export interface ClockHistory {
  /** By how much the clock was set, each time, in order; the last ones. */
  readonly steps: readonly number[];
  /** What the clock is ahead of the count of time in which arrivals are told, which goes on evenly when it is set. */
  readonly ahead: number;
}

/**
 * The time of an event as the clock has it that was set since. Only our own stamps are changed, and only by steps that the
 * clock has made: by the last of them that together bring the stamp nearest to the event's arrival.
 * @param arrival milliseconds, by the even count.
 * @returns its own time where nothing is to be corrected.
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
 * Corrects an event that nobody has seen, in place: it is known by its identity.
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

/** The stamp of an event counts as it is from now on, as somebody may have seen it. */
export function keepStamp(event: EdgeEvent): void {
  const own: { stamped?: true } = event;
  delete own.stamped;
}
