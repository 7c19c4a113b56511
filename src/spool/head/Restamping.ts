import { correctedTime, type EdgeEvent, restamp } from '../../frame';
import type { StoredEvent } from '../format/eventRecord';
import type { SavedBatch } from '../format/manifestRecord';
import type { SpoolStatus } from '../status/SpoolStatus';
import type { Ledger } from './Ledger';

/** Corrects our own stamps on events that nobody has seen, if the clock has been set since. */
export class Restamping {
  constructor(
    private readonly status: SpoolStatus,
    private readonly ledger: Ledger,
  ) {}

  /**
   * The events of a batch as they are handed out: the same each time.
   * @param isFirst whether nobody has had them before.
   */
  eventsOf(
    { spans, clock }: SavedBatch,
    stored: readonly StoredEvent[],
    isFirst: boolean,
  ): readonly EdgeEvent[] {
    // Events that are in no log were corrected when the batch was made.
    if (!clock || spans.length === 0) return stored.map(({ event }) => event);
    let count = 0;
    const events = stored.map(({ event, arrival }) => {
      const time = correctedTime(event, arrival, clock);
      if (time === event.time) return event;
      count++;
      const { stamped: _, ...corrected } = event;
      return { ...corrected, time };
    });
    if (count > 0 && isFirst) this.status.tellRestamped(count);
    return events;
  }

  /** Corrects events that are only in memory and about to go into a batch. */
  inMemory(events: readonly StoredEvent[]): void {
    const { steps } = this.ledger.state;
    if (steps.length === 0) return;
    const history = { steps, ahead: this.status.clockAhead };
    const corrected = events.filter(({ event, arrival }) => restamp(event, arrival, history));
    for (const { event } of corrected) this.status.watch?.onRestamped(event);
    if (corrected.length > 0) this.status.tellRestamped(corrected.length);
  }
}
