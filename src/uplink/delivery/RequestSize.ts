import { type EdgeEvent, placeOf } from '../../frame';
import type { Batch, BatchLimits, Spool } from '../../spool';

/** What an event costs in a request next to its topic and data, about. */
const EVENT_BYTES = 64;

/** Requests near the limit that have to arrive before it is raised; twice as many each time it proves too high. */
const FIRST_RAISE_AFTER = 16;
const LAST_RAISE_AFTER = 1024;
const RAISE = 1.5;

/** How much more than the limit is sent in one piece: sizes are known about. */
const TOLERANCE = 1.2;

/** A limit beyond every request. */
const NO_LIMIT_BYTES = 256 * 1024 * 1024;

/** So often a request that is no larger than others that arrived has to fail until the link is taken to have become worse. */
const FAILURES_OF_WORSE_LINK = 3;

/**
 * Learns how large a request may be: what the backend takes, and what the link carries within the timeout. Down by
 * answers of 413 and by large requests without an answer while smaller ones arrive, up again slowly. The spool keeps it.
 * Bytes are those of the events, about: only their ratio counts.
 */
export class RequestSize {
  private arrived = 0;
  private raiseAfter = FIRST_RAISE_AFTER;
  private isRaised = false;
  /** The limit before a batch was too large. */
  private before: { readonly whole: string; readonly limit: number } | undefined;
  /** Bytes of the largest request that arrived. */
  private largest = 0;
  private failures = 0;
  /** Bytes of an event, on average. */
  private average = 0;

  constructor(private readonly spool: Pick<Spool, 'requestBytes' | 'learnRequestBytes'>) {}

  /** The limits of the next batch. */
  within(limits: BatchLimits): BatchLimits {
    const { limit, average } = this;
    if (average === 0 || limit === Number.POSITIVE_INFINITY) return limits;
    return { ...limits, events: Math.max(1, Math.min(limits.events, Math.floor(limit / average))) };
  }

  /** Into how many parts a batch has to be divided before it is sent; 1 where it may go as it is. */
  partsOf({ events }: Batch): number {
    const bytes = bytesOf(events);
    this.average = bytes / events.length;
    return Math.min(events.length, Math.ceil(bytes / (this.limit * TOLERANCE)));
  }

  onArrived({ events }: Batch): void {
    const bytes = bytesOf(events);
    this.largest = Math.max(this.largest, bytes);
    this.failures = 0;
    const { limit } = this;
    if (limit === Number.POSITIVE_INFINITY || bytes < limit / 2 || ++this.arrived < this.raiseAfter) return;
    this.isRaised = true;
    this.set(limit * RAISE);
  }

  /** The backend takes no request of this size. */
  onTooLarge({ id, events }: Batch): void {
    const { whole } = placeOf(id);
    if (this.before?.whole !== whole) this.before = { whole, limit: this.limit };
    if (this.isRaised) this.raiseAfter = Math.min(LAST_RAISE_AFTER, this.raiseAfter * 2);
    this.isRaised = false;
    const half = bytesOf(events.slice(0, Math.ceil(events.length / 2)));
    this.largest = Math.min(this.largest, half);
    this.set(Math.min(this.limit, half));
  }

  /** One event alone is too large: that is why its batch was. */
  onOneTooLarge({ id }: Batch): void {
    if (this.before?.whole === placeOf(id).whole) this.set(this.before.limit);
  }

  /** The request was not answered, while others are: because of its size, or of one event in it. */
  onUnanswered(batch: Batch): void {
    if (bytesOf(batch.events) > this.largest || ++this.failures >= FAILURES_OF_WORSE_LINK) {
      this.failures = 0;
      this.onTooLarge(batch);
    }
  }

  private get limit(): number {
    return this.spool.requestBytes ?? Number.POSITIVE_INFINITY;
  }

  private set(bytes: number): void {
    this.arrived = 0;
    this.spool.learnRequestBytes(bytes < NO_LIMIT_BYTES ? Math.ceil(bytes) : undefined);
  }
}

function bytesOf(events: readonly EdgeEvent[]): number {
  return events.reduce((sum, { topic, data }) => sum + topic.length + data.length + EVENT_BYTES, 0);
}
