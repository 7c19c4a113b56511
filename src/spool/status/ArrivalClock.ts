import { type Clock, elapsedSince, readClock } from '../../clock';
import type { SavedClock } from '../format/manifestRecord';

/** A clock that says less was not set yet, as on a board without a battery before it has reached a time server. */
const SET_SINCE = Date.UTC(2020, 0);

/**
 * The spool's own count of time, in milliseconds since the epoch, for the age of events. It begins with the
 * clock's time and goes on evenly when somebody sets the clock, also over a restart, so that no jump makes events old or
 * young.
 */
export class ArrivalClock {
  private readonly startedAt: number;
  private readonly startedAtMonotonic: number;
  /** Whether it counts on from before, without a gap. */
  private readonly goesOn: boolean;

  /**
   * @param newest arrival of the newest event from before; time does not begin before it.
   * @param saved what was noted of the count before.
   */
  constructor(
    private readonly clock: Clock,
    newest: number,
    saved?: SavedClock,
  ) {
    const now = readClock(clock);
    const elapsed = saved && elapsedSince(saved, now);
    // Where the machine was restarted, the clock is trusted as far as it was when this was noted.
    const count = saved ? saved.count + (elapsed ?? now.wall - saved.wall) : now.wall;
    this.goesOn = elapsed !== undefined;
    this.startedAt = Math.max(0, newest, Math.trunc(count));
    this.startedAtMonotonic = clock.monotonic();
  }

  now(): number {
    return Math.trunc(this.startedAt + this.clock.monotonic() - this.startedAtMonotonic);
  }

  /** Milliseconds that an event has waited. One that came before its clock was set counts from this start. */
  ageOf(arrival: number): number {
    const isUnset = !this.goesOn && arrival < SET_SINCE;
    return Math.max(0, this.now() - (isUnset ? Math.max(arrival, this.startedAt) : arrival));
  }

  /** To be noted for the next one. */
  get saved(): SavedClock {
    return { ...readClock(this.clock), count: this.now() };
  }
}
