import { randomUUID } from 'node:crypto';
import type { EdgeEvent } from '../frame';
import { Fifo } from './Fifo';
import type {
  Batch,
  BatchLimits,
  DropListener,
  DropReason,
  Overflow,
  QuarantinedEvent,
  Spool,
} from './Spool';

export interface MemorySpoolOptions {
  /** Events. */
  readonly capacity: number;
  /** Bytes that the events may hold together. */
  readonly maxBytes: number;
  /** Milliseconds after which an event that still waits is dropped; 0 keeps it for ever. */
  readonly maxAgeMs: number;
  readonly overflow: Overflow;
}

/** An event as it lies here; `bytes` is what it costs. */
interface StoredEvent {
  readonly event: EdgeEvent;
  readonly arrival: number;
  readonly bytes: number;
}

interface StoredBatch {
  readonly batch: Batch;
  readonly stored: readonly StoredEvent[];
  held: boolean;
}

/** Events kept aside; beyond it the oldest go. Enough to see what is wrong, too few to exhaust memory. */
const MAX_QUARANTINED = 1000;

/** Bytes that they may hold together; the newest is kept all the same. */
const MAX_QUARANTINED_BYTES = 16 * 1024 * 1024;

/** What an event costs beside its texts, about: objects and queue slots. */
const EVENT_OVERHEAD_BYTES = 200;

/**
 * A spool in memory: a bounded queue of waiting events and, before it, the batches that are not settled. Lost
 * when the process ends. Overflow drops waiting events only: a batch that may have been sent stays repeatable.
 */
export class MemorySpool implements Spool {
  readonly syncMsP99 = null;
  private readonly queue = new Fifo<StoredEvent>();
  /** Batches not settled, oldest first. */
  private batches: StoredBatch[] = [];
  private batchedEvents = 0;
  private batchedBytes = 0;
  private storedBytes = 0;
  private quarantineList: QuarantinedEvent[] = [];
  private quarantinedBytes = 0;
  private dropListener: DropListener = () => undefined;

  constructor(
    private options: MemorySpoolOptions,
    private readonly now: () => number = Date.now,
  ) {}

  get depth(): number {
    return this.queue.length + this.batchedEvents;
  }

  get capacity(): number {
    return this.options.capacity;
  }

  get bytes(): number {
    return this.storedBytes;
  }

  get waiting(): number {
    return this.queue.length;
  }

  get heldBack(): number {
    return this.batches.reduce((count, batch) => (batch.held ? count : count + 1), 0);
  }

  get quarantined(): number {
    return this.quarantineList.length;
  }

  get oldestArrival(): number | undefined {
    return (this.batches[0]?.stored[0] ?? this.queue.peek())?.arrival;
  }

  onDropped(listener: DropListener): void {
    this.dropListener = listener;
  }

  /** Takes other bounds, as after a deploy; what no longer fits is dropped by them. */
  configure(options: MemorySpoolOptions): void {
    this.options = options;
    while (this.isOverfull(0) && this.queue.length > 0) this.dropOldest('overflow');
  }

  append(event: EdgeEvent, stored: () => void): void {
    this.dropExpired();
    const bytes = bytesOf(event);
    if (this.makeRoom(bytes)) {
      this.queue.push({ event, arrival: this.now(), bytes });
      this.storedBytes += bytes;
    }
    stored();
  }

  async next(limits: BatchLimits): Promise<Batch | undefined> {
    const waitingBatch = this.batches.find((batch) => !batch.held);
    if (waitingBatch) {
      waitingBatch.held = true;
      return waitingBatch.batch;
    }
    this.dropExpired();
    const stored = this.takeWithin(limits);
    if (stored.length === 0) return undefined;
    const made = toBatch(stored, true);
    this.batches.push(made);
    this.batchedEvents += stored.length;
    this.batchedBytes += sumBytes(stored);
    return made.batch;
  }

  giveBack(batch: Batch): void {
    this.find(batch).held = false;
  }

  async delivered(batch: Batch): Promise<void> {
    this.remove(batch);
  }

  async split(batch: Batch): Promise<void> {
    const index = this.batches.indexOf(this.find(batch));
    const { stored } = this.find(batch);
    const middle = Math.ceil(stored.length / 2);
    const halves = [stored.slice(0, middle), stored.slice(middle)].filter((half) => half.length > 0);
    this.batches.splice(index, 1, ...halves.map((half) => toBatch(half, false)));
  }

  async quarantine(batch: Batch, error: string): Promise<void> {
    this.remove(batch);
    for (const event of batch.events) {
      this.quarantineList.push({ event, error });
      this.quarantinedBytes += bytesOf(event);
    }
    while (
      this.quarantineList.length > MAX_QUARANTINED ||
      (this.quarantinedBytes > MAX_QUARANTINED_BYTES && this.quarantineList.length > 1)
    ) {
      const oldest = this.quarantineList.shift();
      this.quarantinedBytes -= oldest ? bytesOf(oldest.event) : 0;
      this.dropListener(1, 'quarantine_full');
    }
  }

  async retryQuarantine(): Promise<number> {
    const retried = this.takeQuarantine();
    for (const { event } of retried) this.append(event, () => undefined);
    return retried.length;
  }

  async clearQuarantine(): Promise<number> {
    const cleared = this.takeQuarantine().length;
    if (cleared > 0) this.dropListener(cleared, 'cleared');
    return cleared;
  }

  async close(): Promise<void> {
    for (const batch of this.batches) batch.held = false;
  }

  private takeQuarantine(): QuarantinedEvent[] {
    const taken = this.quarantineList;
    this.quarantineList = [];
    this.quarantinedBytes = 0;
    return taken;
  }

  /** Whether an event of so many bytes now fits; drops to make it fit, or drops the event itself. */
  private makeRoom(bytes: number): boolean {
    if (bytes > this.options.maxBytes) {
      this.dropListener(1, 'too_large');
      return false;
    }
    const dropsOldest =
      this.options.overflow === 'oldest' && this.batchedBytes + bytes <= this.options.maxBytes;
    while (dropsOldest && this.isOverfull(bytes) && this.queue.length > 0) this.dropOldest('overflow');
    if (!this.isOverfull(bytes)) return true;
    this.dropListener(1, 'overflow');
    return false;
  }

  private isOverfull(moreBytes: number): boolean {
    const moreEvents = moreBytes > 0 ? 1 : 0;
    return (
      this.depth + moreEvents > this.options.capacity || this.storedBytes + moreBytes > this.options.maxBytes
    );
  }

  private takeWithin(limits: BatchLimits): StoredEvent[] {
    const taken: StoredEvent[] = [];
    let bytes = 0;
    while (taken.length < limits.events) {
      bytes += this.queue.peek()?.bytes ?? 0;
      if (taken.length > 0 && bytes > limits.bytes) break;
      const stored = this.queue.shift();
      if (!stored) break;
      taken.push(stored);
    }
    return taken;
  }

  private dropExpired(): void {
    if (this.options.maxAgeMs === 0) return;
    const limit = this.now() - this.options.maxAgeMs;
    for (let oldest = this.queue.peek(); oldest && oldest.arrival < limit; oldest = this.queue.peek()) {
      this.dropOldest('expired');
    }
  }

  private dropOldest(reason: DropReason): void {
    this.storedBytes -= this.queue.shift()?.bytes ?? 0;
    this.dropListener(1, reason);
  }

  private find(batch: Batch): StoredBatch {
    const found = this.batches.find((candidate) => candidate.batch === batch);
    if (!found) throw new Error(`Batch ${batch.id} is not in this spool.`);
    return found;
  }

  private remove(batch: Batch): void {
    const removed = this.find(batch);
    this.batches.splice(this.batches.indexOf(removed), 1);
    this.batchedEvents -= removed.stored.length;
    this.batchedBytes -= sumBytes(removed.stored);
    this.storedBytes -= sumBytes(removed.stored);
  }
}

function sumBytes(stored: readonly StoredEvent[]): number {
  return stored.reduce((sum, { bytes }) => sum + bytes, 0);
}

function bytesOf(event: EdgeEvent): number {
  return event.topic.length + event.data.length + EVENT_OVERHEAD_BYTES;
}

function toBatch(stored: readonly StoredEvent[], held: boolean): StoredBatch {
  return { batch: { id: randomUUID(), events: stored.map(({ event }) => event) }, stored, held };
}
