import { type Clock, elapsedSince, readClock } from '../../clock';
import type { SavedClock } from '../format/manifestRecord';

/** An earlier clock has not been set yet, as on a board without a battery that has not reached a time server. */
const SET_SINCE = Date.UTC(2020, 0);

/**
 * The spool's own count of time, in milliseconds since the epoch, for the age of events. It starts at the clock's time
 * and continues evenly when somebody sets the clock, even across a restart, so that no jump makes events older or
 * younger.
 */
export class ArrivalClock {
  private readonly startedAt: number;
  private readonly startedAtMonotonic: number;
  /** Whether it continues the previous count without a gap. */
  private readonly goesOn: boolean;

  /**
   * @param newest arrival of the newest event from before; time does not start before it.
   * @param saved the previous count, as last noted.
   */
  constructor(
    private readonly clock: Clock,
    newest: number,
    saved?: SavedClock,
  ) {
    const now = readClock(clock);
    const elapsed = saved && elapsedSince(saved, now);
    // If the machine was restarted, the clock is trusted for the time since this was noted.
    const count = saved ? saved.count + (elapsed ?? now.wall - saved.wall) : now.wall;
    this.goesOn = elapsed !== undefined;
    this.startedAt = Math.max(0, newest, Math.trunc(count));
    this.startedAtMonotonic = clock.monotonic();
  }

  now(): number {
    return Math.trunc(this.startedAt + this.clock.monotonic() - this.startedAtMonotonic);
  }

  /** Milliseconds that an event has waited. If it came before the clock was set, its wait counts from this start. */
  ageOf(arrival: number): number {
    const isUnset = !this.goesOn && arrival < SET_SINCE;
    return Math.max(0, this.now() - (isUnset ? Math.max(arrival, this.startedAt) : arrival));
  }

  /** What to note for the next count. */
  get saved(): SavedClock {
    return { ...readClock(this.clock), count: this.now() };
  }
}
