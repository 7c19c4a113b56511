import { type Clock, systemClock } from '../clock';
import type { DeltaFilter, MessageContext } from '../delta';
import type { EdgeEvent } from '../frame';

/** Callbacks for an event. */
export interface IntakeCallbacks {
  /** It is as safe as the storage makes it, or was dropped and counted. */
  readonly onStored?: (() => void) | undefined;
  /** Nothing of it can be lost any more: it was suppressed for good, or no longer depends on this process's memory. */
  readonly onSettled?: (() => void) | undefined;
}

/** Takes an event in. `suppressed`: how many of its series were suppressed before it. */
export type ForwardEvent = (event: EdgeEvent, suppressed: number, callbacks: IntakeCallbacks) => void;

/** Lets changed events through. Events that the filter holds back wait here, with the timer they need. */
export class FilteredIntake {
  private setFor = Number.POSITIVE_INFINITY;
  private cancel: (() => void) | undefined;
  /** The event being judged. */
  private judged: { readonly event: EdgeEvent; readonly onSettled: () => void } | undefined;
  /** Callbacks for events that the filter holds. */
  private readonly held = new Map<EdgeEvent, () => void>();
  /** Events that the filter let go since the last ones were forwarded. */
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
   * @param context what is known about the message; its arrival time is added.
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

  /** Takes in the events that are still held. */
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

  /** Events that the filter let go but did not hand over for forwarding are suppressed for good. */
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
