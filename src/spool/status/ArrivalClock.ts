import type { Clock } from '../../clock';

/** A clock that says less was not set yet, as on a board without a battery before it has reached a time server. */
const SET_SINCE = Date.UTC(2020, 0);

/**
 * The spool's own count of time, in milliseconds since the epoch, for the age of events. It begins with the
 * clock's time and goes on evenly when somebody sets the clock, so that no jump makes events old or young.
 */
export class ArrivalClock {
  private readonly startedAt: number;
  private readonly startedAtMonotonic: number;

  /** @param newest arrival of the newest event from before; time does not begin before it. */
  constructor(
    private readonly clock: Clock,
    newest: number,
  ) {
    this.startedAt = Math.max(0, newest, Math.trunc(clock.now()));
    this.startedAtMonotonic = clock.monotonic();
  }

  now(): number {
    return Math.trunc(this.startedAt + this.clock.monotonic() - this.startedAtMonotonic);
  }

  /** Milliseconds that an event has waited. One that came before its clock was set counts from this start. */
  ageOf(arrival: number): number {
    const since = arrival < SET_SINCE ? Math.max(arrival, this.startedAt) : arrival;
    return Math.max(0, this.now() - since);
  }
}
