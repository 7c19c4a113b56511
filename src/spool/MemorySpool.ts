import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../clock';
import type { EdgeEvent } from '../frame';
import { Fifo } from './Fifo';
import { MemoryQuarantine } from './MemoryQuarantine';
import type {
  Batch,
  BatchLimits,
  DropReason,
  QuarantinedEvent,
  Spool,
  SpoolListener,
  SpoolOptions,
  Turn,
} from './Spool';

/** An event and when it came, in milliseconds since the epoch. */
export interface ArrivedEvent {
  readonly event: EdgeEvent;
  readonly arrival: number;
}

/** Everything that a memory spool held, in order. */
export interface Surrendered {
  readonly batches: readonly { readonly id: string; readonly events: readonly ArrivedEvent[] }[];
  readonly events: readonly ArrivedEvent[];
  readonly quarantined: readonly QuarantinedEvent[];
}

/** An event as it lies here: `bytes` is what it costs, `place` its place in the order of arrival, `since` monotonic. */
interface StoredEvent {
  readonly event: EdgeEvent;
  readonly since: number;
  readonly place: number;
  readonly bytes: number;
}

interface StoredBatch {
  readonly batch: Batch;
  readonly stored: readonly StoredEvent[];
  turn: Turn;
  held: boolean;
}

/** What an event costs beside its texts, about: objects and queue slots. */
const EVENT_OVERHEAD_BYTES = 200;

const NOBODY: SpoolListener = {
  onReady: () => undefined,
  onDropped: () => undefined,
  onStorage: () => undefined,
};

/**
 * A spool in memory: bounded queues of waiting events and, before them, the batches that are not settled. Lost
 * when the process ends. Overflow drops waiting events only, alarms last: a batch that may have been sent stays
 * repeatable.
 */
export class MemorySpool implements Spool {
  readonly storage = { kind: 'memory' } as const;
  readonly syncMsP99 = null;
  readonly written = null;
  private readonly alarms = new Fifo<StoredEvent>();
  private backlog = new Fifo<StoredEvent>();
  /** Ordinary events that came since startLive(); without it they all wait in `backlog`. */
  private live = new Fifo<StoredEvent>();
  private isLive = false;
  private lastPlace = 0;
  /** Batches not settled, oldest first. */
  private batches: StoredBatch[] = [];
  private batchedEvents = 0;
  private batchedBytes = 0;
  private alarmBytes = 0;
  private storedBytes = 0;
  private readonly quarantineStore = new MemoryQuarantine(bytesOf);
  private listener = NOBODY;

  constructor(
    private options: SpoolOptions,
    private readonly clock: Clock = systemClock,
  ) {}

  get depth(): number {
    return this.waiting + this.batchedEvents;
  }

  get capacity(): number {
    return this.options.capacity;
  }

  get bytes(): number {
    return this.storedBytes;
  }

  get waiting(): number {
    return this.alarms.length + this.waitingOrdinary;
  }

  get waitingAlarms(): number {
    return this.options.alarmsFirst ? this.alarms.length : 0;
  }

  get waitingLive(): number {
    return this.live.length;
  }

  get heldBack(): number {
    return this.batches.reduce((count, batch) => (batch.held ? count : count + 1), 0);
  }

  get quarantined(): number {
    return this.quarantineStore.size;
  }

  get oldestArrival(): number | undefined {
    const oldest = [...this.batches.flatMap(({ stored }) => stored[0] ?? []), ...this.heads()];
    const since = Math.min(...oldest.map((stored) => stored.since));
    return Number.isFinite(since) ? this.arrivalOf(since) : undefined;
  }

  listen(listener: SpoolListener): void {
    this.listener = listener;
    listener.onReady({ events: 0, unreported: [], findings: [] });
  }

  /** Takes other bounds and another order, as after a deploy; what no longer fits is dropped, alarms last. */
  configure(options: SpoolOptions): void {
    this.options = options;
    if (options.order === 'fifo') this.endLive();
    while (this.isOverfull(0) && this.waiting > 0) {
      this.dropOldest(this.oldestOrdinary() ?? this.alarms, 'overflow');
    }
  }

  append(event: EdgeEvent, stored: () => void): void {
    this.dropExpired();
    const bytes = bytesOf(event);
    if (this.makeRoom(event, bytes)) {
      this.laneOf(event).push({ event, since: this.clock.monotonic(), place: ++this.lastPlace, bytes });
      this.storedBytes += bytes;
      if (event.alarm) this.alarmBytes += bytes;
    }
    stored();
  }

  async next(limits: BatchLimits, turn: Turn = 'any'): Promise<Batch | undefined> {
    const heldBack = this.batches.find((batch) => !batch.held && (turn === 'any' || batch.turn === turn));
    if (heldBack) {
      heldBack.held = true;
      return heldBack.batch;
    }
    this.dropExpired();
    const stored = this.takeWithin(limits, turn);
    if (stored.length === 0) return undefined;
    const made = toBatch(stored, turn, true);
    this.batches.push(made);
    this.batchedEvents += stored.length;
    this.batchedBytes += sumBytes(stored);
    return made.batch;
  }

  startLive(): void {
    if (this.options.order !== 'live-first') return;
    this.endLive();
    this.isLive = true;
  }

  giveBack(batch: Batch): void {
    this.find(batch).held = false;
  }

  async delivered(batch: Batch): Promise<void> {
    this.remove(batch);
  }

  async split(batch: Batch): Promise<void> {
    const whole = this.find(batch);
    const { stored, turn } = whole;
    const middle = Math.ceil(stored.length / 2);
    const halves = [stored.slice(0, middle), stored.slice(middle)].filter((half) => half.length > 0);
    this.batches.splice(this.batches.indexOf(whole), 1, ...halves.map((half) => toBatch(half, turn, false)));
  }

  async quarantine(batch: Batch, error: string): Promise<void> {
    this.remove(batch);
    for (const event of batch.events) {
      for (const dropped of this.quarantineStore.add({ event, error }))
        this.report(dropped.event, 'quarantine_full');
    }
  }

  async retryQuarantine(): Promise<number> {
    const retried = this.quarantineStore.take();
    for (const { event } of retried) this.append(event, () => undefined);
    return retried.length;
  }

  async clearQuarantine(): Promise<number> {
    const cleared = this.quarantineStore.take();
    for (const { event } of cleared) this.report(event, 'cleared');
    return cleared.length;
  }

  dropsReported(): void {}

  async release(): Promise<void> {
    for (const batch of this.batches) batch.held = false;
  }

  async close(): Promise<void> {
    await this.release();
  }

  /** Empties the spool for another one that takes over, as after a change of the storage. Nothing counts as dropped. */
  surrender(): Surrendered {
    const arrived = ({ event, since }: StoredEvent): ArrivedEvent => ({
      event,
      arrival: this.arrivalOf(since),
    });
    const batches = this.batches.map(({ batch, stored }) => ({ id: batch.id, events: stored.map(arrived) }));
    this.batches = [];
    this.batchedEvents = 0;
    this.batchedBytes = 0;
    const everything = { events: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
    const events = this.takeWithin(everything, 'any').map(arrived);
    this.storedBytes = 0;
    return { batches, events, quarantined: this.quarantineStore.take() };
  }

  private get waitingOrdinary(): number {
    return this.backlog.length + this.live.length;
  }

  private laneOf(event: EdgeEvent): Fifo<StoredEvent> {
    if (event.alarm) return this.alarms;
    return this.isLive ? this.live : this.backlog;
  }

  /** The first event of each lane. */
  private heads(): StoredEvent[] {
    return [this.alarms, this.backlog, this.live].flatMap((lane) => lane.peek() ?? []);
  }

  private oldestOrdinary(): Fifo<StoredEvent> | undefined {
    return [this.backlog, this.live].find((lane) => lane.length > 0);
  }

  private endLive(): void {
    this.isLive = false;
    for (const batch of this.batches) if (batch.turn === 'live') batch.turn = 'any';
    if (this.backlog.length === 0) [this.backlog, this.live] = [this.live, this.backlog];
    for (let stored = this.live.shift(); stored; stored = this.live.shift()) this.backlog.push(stored);
  }

  /** Whether an event of so many bytes now fits; drops others to make it fit, or drops the event itself. */
  private makeRoom(event: EdgeEvent, bytes: number): boolean {
    if (bytes > this.options.maxBytes) {
      this.report(event, 'too_large');
      return false;
    }
    const dropsOldest = this.options.overflow === 'oldest';
    const mayDropOrdinary = dropsOldest || event.alarm === true;
    const mayDropAlarms = dropsOldest && event.alarm === true;
    const keptEvents =
      this.batchedEvents +
      (mayDropOrdinary ? 0 : this.waitingOrdinary) +
      (mayDropAlarms ? 0 : this.alarms.length);
    const keptBytes =
      this.batchedBytes +
      (mayDropOrdinary ? 0 : this.storedBytes - this.batchedBytes - this.alarmBytes) +
      (mayDropAlarms ? 0 : this.alarmBytes);
    if (keptEvents + 1 > this.options.capacity || keptBytes + bytes > this.options.maxBytes) {
      this.report(event, 'overflow');
      return false;
    }
    while (this.isOverfull(bytes)) this.dropOldest(this.oldestOrdinary() ?? this.alarms, 'overflow');
    return true;
  }

  private isOverfull(moreBytes: number): boolean {
    const moreEvents = moreBytes > 0 ? 1 : 0;
    return (
      this.depth + moreEvents > this.options.capacity || this.storedBytes + moreBytes > this.options.maxBytes
    );
  }

  private takeWithin(limits: BatchLimits, turn: Turn): StoredEvent[] {
    const taken: StoredEvent[] = [];
    let bytes = 0;
    while (taken.length < limits.events) {
      const lane = this.laneToTake(turn);
      bytes += lane?.peek()?.bytes ?? 0;
      if (taken.length > 0 && bytes > limits.bytes) break;
      const stored = lane?.shift();
      if (!stored) break;
      if (stored.event.alarm) this.alarmBytes -= stored.bytes;
      taken.push(stored);
    }
    return taken;
  }

  private laneToTake(turn: Turn): Fifo<StoredEvent> | undefined {
    switch (turn) {
      case 'alarms':
        return this.options.alarmsFirst ? this.alarms : undefined;
      case 'live':
        return this.live;
      case 'any': {
        const ordinary = this.oldestOrdinary();
        const alarm = this.alarms.peek();
        const first = ordinary?.peek();
        return alarm && (!first || alarm.place < first.place) ? this.alarms : ordinary;
      }
    }
  }

  private dropExpired(): void {
    if (this.options.maxAgeMs === 0) return;
    const limit = this.clock.monotonic() - this.options.maxAgeMs;
    for (const lane of [this.alarms, this.backlog, this.live]) {
      for (let oldest = lane.peek(); oldest && oldest.since < limit; oldest = lane.peek()) {
        this.dropOldest(lane, 'expired');
      }
    }
  }

  private dropOldest(lane: Fifo<StoredEvent>, reason: DropReason): void {
    const dropped = lane.shift();
    if (!dropped) return;
    this.storedBytes -= dropped.bytes;
    if (dropped.event.alarm) this.alarmBytes -= dropped.bytes;
    this.report(dropped.event, reason);
  }

  private report({ topic, time }: EdgeEvent, reason: DropReason): void {
    this.listener.onDropped({ reason, events: 1, series: topic, from: time, to: time });
  }

  /** The age counts, not what the clock on the wall said then: it may have been set since. */
  private arrivalOf(since: number): number {
    return Math.round(this.clock.now() - (this.clock.monotonic() - since));
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

function toBatch(stored: readonly StoredEvent[], turn: Turn, held: boolean): StoredBatch {
  return { batch: { id: randomUUID(), events: stored.map(({ event }) => event) }, stored, turn, held };
}
