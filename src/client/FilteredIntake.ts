import { type Clock, systemClock } from '../clock';
import type { DeltaFilter, MessageContext } from '../delta';
import type { EdgeEvent } from '../frame';

/** Takes an event in. `suppressed`: how many of its series were held back before it. */
export type ForwardEvent = (event: EdgeEvent, suppressed: number, onStored?: () => void) => void;

/** Lets events through that changed. What the filter holds back waits here, with the timer that it needs. */
export class FilteredIntake {
  private setFor = Number.POSITIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly filter: DeltaFilter<EdgeEvent>,
    private readonly forward: ForwardEvent,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * @param context what is known of the message; the time of its arrival is added.
   * @returns whether the event was taken in now.
   */
  take(
    event: EdgeEvent,
    payload: unknown,
    context: MessageContext<EdgeEvent>,
    onStored?: () => void,
  ): boolean {
    const verdict = this.filter.check(event.topic, payload, {
      ...context,
      now: this.clock.now(),
      ref: event,
    });
    for (const held of verdict.earlier ?? []) if (held.ref) this.forward(held.ref, held.suppressed);
    if (verdict.pass) this.forward(event, verdict.suppressed, onStored);
    this.setTimer();
    return verdict.pass;
  }

  /** Takes in what is still held. */
  close(): void {
    this.cancel?.();
    for (const { ref, suppressed } of this.filter.flush(this.clock.now())) {
      if (ref) this.forward(ref, suppressed);
    }
  }

  private setTimer(): void {
    const { nextDue } = this.filter;
    if (nextDue === undefined || nextDue >= this.setFor) return;
    this.cancel?.();
    this.setFor = nextDue;
    this.cancel = this.clock.after(Math.max(0, nextDue - this.clock.now()), () => {
      this.setFor = Number.POSITIVE_INFINITY;
      for (const due of this.filter.due(this.clock.now())) {
        if (due.kind === 'held' && due.ref) this.forward(due.ref, due.suppressed);
      }
      this.setTimer();
    });
  }
}
