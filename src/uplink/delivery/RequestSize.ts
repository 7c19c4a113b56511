import { type EdgeEvent, placeOf } from '../../frame';
import type { Batch, BatchLimits, Spool } from '../../spool';

/** Approximate bytes of an event in a request, in addition to its topic and data. */
const EVENT_BYTES = 64;

/** How many requests near the limit must arrive before it is raised; twice as many each time it proves too high. */
const FIRST_RAISE_AFTER = 16;
const LAST_RAISE_AFTER = 1024;
const RAISE = 1.5;

/** A batch that exceeds the limit by no more than this factor is sent undivided: sizes are approximate. */
const TOLERANCE = 1.2;

/** Larger than any request: a limit from this size on is no limit. */
const NO_LIMIT_BYTES = 256 * 1024 * 1024;

/** How often requests no larger than those that arrived must fail before the link counts as worse than it was. */
const FAILURES_OF_WORSE_LINK = 3;

/**
 * Learns how large a request may be: what the backend accepts and what the link carries within the timeout. The limit
 * falls after a 413 or when large requests get no response while smaller ones arrive, and rises again slowly. The spool
 * keeps it. Bytes are the approximate sizes of events: only their ratio counts.
 */
export class RequestSize {
  private arrived = 0;
  private raiseAfter = FIRST_RAISE_AFTER;
  private isRaised = false;
  /** The limit from before a batch was too large. */
  private before: { readonly whole: string; readonly limit: number } | undefined;
  /** Bytes of the largest request that arrived. */
  private largest = 0;
  private failures = 0;
  /** Average bytes of an event. */
  private average = 0;

  constructor(private readonly spool: Pick<Spool, 'requestBytes' | 'learnRequestBytes'>) {}

  /** The limits of the next batch. */
  within(limits: BatchLimits): BatchLimits {
    const { limit, average } = this;
    if (average === 0 || limit === Number.POSITIVE_INFINITY) return limits;
    return { ...limits, events: Math.max(1, Math.min(limits.events, Math.floor(limit / average))) };
  }

  /** Number of parts to divide a batch into before it is sent; 1 if it may be sent as it is. */
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

  /** The backend does not accept a request of this size. */
  onTooLarge({ id, events }: Batch): void {
    const { whole } = placeOf(id);
    if (this.before?.whole !== whole) this.before = { whole, limit: this.limit };
    if (this.isRaised) this.raiseAfter = Math.min(LAST_RAISE_AFTER, this.raiseAfter * 2);
    this.isRaised = false;
    const half = bytesOf(events.slice(0, Math.ceil(events.length / 2)));
    this.largest = Math.min(this.largest, half);
    this.set(Math.min(this.limit, half));
  }

  /** A single event is too large, which is why its batch was. */
  onOneTooLarge({ id }: Batch): void {
    if (this.before?.whole === placeOf(id).whole) this.set(this.before.limit);
  }

  /** This request got no response while others do: because of its size, or because of an event in it. */
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
