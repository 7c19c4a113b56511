import type { LeftOut, LeftOutEvent, LeftOutReason } from './BatchFormat';

/** Counts what an encoder leaves out of a batch. */
export class LeftOutCounter {
  private readonly events: LeftOutEvent[] = [];
  private readonly values: Partial<Record<LeftOutReason, number>> = {};
  /** Reasons of the event that is being written. */
  private pending: LeftOutReason[] = [];

  /** Records a value left out of the event that is being written. */
  value(reason: LeftOutReason): void {
    this.pending.push(reason);
  }

  /** The event is written: counts what was left out of it. */
  written(): void {
    for (const reason of this.pending) this.values[reason] = (this.values[reason] ?? 0) + 1;
    this.pending = [];
  }

  /** Counts values that the backend overwrites with others of the batch. */
  overwritten(values: number): void {
    if (values > 0) this.values.overwritten = (this.values.overwritten ?? 0) + values;
  }

  /** Nothing of the event is written. @param reason by default, why its first value was left out. */
  event(index: number, reason: LeftOutReason = this.pending[0] ?? 'empty'): void {
    this.events.push({ index, reason });
    this.pending = [];
  }

  result(): LeftOut {
    return { events: this.events, values: this.values };
  }
}
