import { type Clock, ClockSteps } from '../../clock';
import { restamp } from '../../frame';
import type { SpoolListener, SpoolWatch } from '../Spool';
import { type StepHistory, withStep } from '../shared/StepHistory';
import type { LaidEvent } from './WaitingEvents';

/** Time in a spool in memory: since when events wait, by a count that runs on evenly when the clock is set. */
export class MemoryClock {
  private readonly steps: ClockSteps;
  private history: StepHistory = [];

  constructor(
    private readonly clock: Clock,
    private readonly watch: SpoolWatch | undefined,
  ) {
    this.steps = new ClockSteps(clock);
  }

  now(): number {
    return this.clock.monotonic();
  }

  /** Derived from the age, not from what the wall clock said then: it may have been set since. */
  arrivalOf(since: number): number {
    return Math.round(this.clock.now() - (this.now() - since));
  }

  /** The reverse of arrivalOf(). */
  sinceOf(arrival: number): number {
    return this.now() - Math.max(0, this.clock.now() - arrival);
  }

  /** Checks whether the clock was set. @param waiting number of events that wait now. */
  look(waiting: number, listener: SpoolListener): void {
    const by = this.steps.take();
    if (by === 0) return;
    this.history = withStep(this.history, by);
    listener.onClockStep?.(by, waiting);
  }

  /** Corrects our own stamps on events that nobody has seen. */
  restamp(laid: readonly LaidEvent[], listener: SpoolListener): void {
    if (this.history.length === 0) return;
    const history = { steps: this.history, ahead: this.clock.now() - this.now() };
    const corrected = laid.filter(({ event, since }) => restamp(event, since, history));
    for (const { event } of corrected) this.watch?.onRestamped(event);
    if (corrected.length > 0) listener.onRestamped?.(corrected.length);
  }
}
