import type { EdgeEvent } from '../../src/frame';
import type { Batch, BatchLimits, Spool, SpoolListener } from '../../src/spool';

/** All events of a simulation are alike. */
const EVENT: EdgeEvent = { topic: 'plant/sensor', symbol: 0xfc60, data: '21.5', time: 0, bytesIn: 16 };

const batches = new Map<number, readonly EdgeEvent[]>();

function eventsOf(count: number): readonly EdgeEvent[] {
  const known = batches.get(count) ?? new Array<EdgeEvent>(count).fill(EVENT);
  batches.set(count, known);
  return known;
}

/** A spool that only counts: ten thousand of them fit into memory, however long the outage. It never drops events. */
export class CountingSpool implements Spool {
  readonly capacity = 50_000;
  readonly waitingAlarms = 0;
  readonly waitingLive = 0;
  readonly waitingAside = 0;
  readonly asideUntil = undefined;
  readonly requestBytes = undefined;
  readonly quarantined = 0;
  readonly oldestArrival = undefined;
  readonly storage = { kind: 'memory' } as const;
  readonly syncMsP99 = null;
  readonly written = null;
  waiting = 0;
  private held: Batch[] = [];
  private inBatches = 0;
  private batchCount = 0;

  get depth(): number {
    return this.waiting + this.inBatches;
  }

  get bytes(): number {
    return this.depth * EVENT.bytesIn;
  }

  get heldBack(): number {
    return this.held.length;
  }

  listen(listener: SpoolListener): void {
    listener.onReady({ events: 0, unreported: [], findings: [] });
  }

  /** @throws {RangeError} beyond the capacity: the simulation assumes gateways that lose nothing. */
  append(_event: EdgeEvent, stored: () => void): void {
    if (this.depth >= this.capacity) throw new RangeError('the outage is longer than the buffer');
    this.waiting++;
    stored();
  }

  refuse(): void {}

  async next(limits: BatchLimits): Promise<Batch | undefined> {
    const held = this.held.shift();
    if (held || this.waiting === 0) return held;
    const events = Math.min(limits.events, this.waiting);
    this.waiting -= events;
    this.inBatches += events;
    return { id: String(++this.batchCount), events: eventsOf(events) };
  }

  startLive(): void {}

  giveBack(batch: Batch): void {
    this.held.push(batch);
    this.held.sort((a, b) => Number(a.id) - Number(b.id));
  }

  async delivered(batch: Batch): Promise<void> {
    this.inBatches -= batch.events.length;
  }

  endPauses(): void {}

  learnRequestBytes(): void {}

  split(): Promise<void> {
    return Promise.reject(new Error('the model backend never asks for halves'));
  }

  divide(): Promise<readonly Batch[]> {
    return Promise.reject(new Error('the model backend never rejects a batch'));
  }

  hasQuarantineRoom(): boolean {
    return true;
  }

  quarantine(): Promise<void> {
    return Promise.reject(new Error('the model backend never rejects an event'));
  }

  async retryQuarantine(): Promise<number> {
    return 0;
  }

  async clearQuarantine(): Promise<number> {
    return 0;
  }

  readonly unreportedDrops = [];
  readonly unreportedQuarantine = [];

  dropsTold(): void {}

  dropsReported(): void {}

  quarantineReported(): void {}

  stopWaiting(): void {}

  async release(): Promise<void> {}

  async close(): Promise<void> {}
}

export { EVENT };
