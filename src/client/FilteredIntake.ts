import { type Clock, systemClock } from '../clock';
import type { DeltaFilter, MessageContext } from '../delta';
import type { EdgeEvent } from '../frame';

/** What is called for an event. */
export interface IntakeCallbacks {
  /** It is as safe as the storage makes it, or was dropped and counted. */
  readonly onStored?: (() => void) | undefined;
  /** Nothing of it can be lost any more: it was suppressed for good, or does not depend on this process's memory. */
  readonly onSettled?: (() => void) | undefined;
}

/** Takes an event in. `suppressed`: how many of its series were held back before it. */
export type ForwardEvent = (event: EdgeEvent, suppressed: number, callbacks: IntakeCallbacks) => void;

/** Lets events through that changed. What the filter holds back waits here, with the timer that it needs. */
export class FilteredIntake {
  private setFor = Number.POSITIVE_INFINITY;
  private cancel: (() => void) | undefined;
  /** The event that is judged just now. */
  private judged: { readonly event: EdgeEvent; readonly onSettled: () => void } | undefined;
  /** What to call for events that the filter holds. */
  private readonly held = new Map<EdgeEvent, () => void>();
  /** What it let go since the last events were forwarded. */
  private readonly letGo = new Set<EdgeEvent>();

  constructor(
    private readonly filter: DeltaFilter<EdgeEvent>,
    private readonly forward: ForwardEvent,
    private readonly clock: Clock = systemClock,
  ) {
    filter.watchHeld({
      onHeld: (event) => {
        this.letGo.delete(event);
        if (this.judged?.event === event) this.held.set(event, this.judged.onSettled);
      },
      onLetGo: (event) => this.letGo.add(event),
    });
  }

  /**
   * @param context what is known of the message; the time of its arrival is added.
   * @returns whether the event was taken in now.
   */
  take(
    event: EdgeEvent,
    payload: unknown,
    context: MessageContext<EdgeEvent>,
    callbacks: IntakeCallbacks = {},
  ): boolean {
    const { onSettled } = callbacks;
    this.judged = onSettled && { event, onSettled };
    const verdict = this.filter.check(event.topic, payload, {
      ...context,
      now: this.clock.now(),
      ref: event,
    });
    for (const { ref, suppressed } of verdict.earlier ?? []) if (ref) this.forwardHeld(ref, suppressed);
    if (verdict.pass) this.forward(event, verdict.suppressed, callbacks);
    else if (onSettled && !this.held.has(event)) onSettled();
    this.settleGivenUp();
    this.setTimer();
    return verdict.pass;
  }

  /** Takes in what is still held. */
  close(): void {
    this.cancel?.();
    for (const { ref, suppressed } of this.filter.flush(this.clock.now())) {
      if (ref) this.forwardHeld(ref, suppressed);
    }
    this.settleGivenUp();
  }

  private forwardHeld(event: EdgeEvent, suppressed: number): void {
    const onSettled = this.held.get(event);
    this.held.delete(event);
    this.forward(event, suppressed, { onSettled });
  }

  /** What the filter let go and did not give to be forwarded is suppressed for good. */
  private settleGivenUp(): void {
    if (this.letGo.size === 0) return;
    for (const event of this.letGo) {
      this.held.get(event)?.();
      this.held.delete(event);
    }
    this.letGo.clear();
  }

  private setTimer(): void {
    const { nextDue } = this.filter;
    if (nextDue === undefined || nextDue >= this.setFor) return;
    this.cancel?.();
    this.setFor = nextDue;
    this.cancel = this.clock.after(Math.max(0, nextDue - this.clock.now()), () => {
      this.setFor = Number.POSITIVE_INFINITY;
      for (const due of this.filter.due(this.clock.now())) {
        if (due.kind === 'held' && due.ref) this.forwardHeld(due.ref, due.suppressed);
      }
      this.settleGivenUp();
      this.setTimer();
    });
  }
}
