import type { EdgeEvent } from '../frame';
import {
  endOf,
  isAlarm,
  isDropped,
  markDropped,
  readRecord,
  restampRecord,
  suppressedOf,
} from './groupRecord';

/** A piece of memory that both threads share and that holds groups. */
export interface Block {
  readonly memory: Buffer;
  /** Bytes written so far. */
  used: number;
  /** Groups in it that are still needed. */
  groups: number;
}

/** A group as sent to the engine. Its events have consecutive numbers. */
export interface SentGroup {
  readonly id: number;
  /** Its records; shared memory. */
  readonly records: Uint8Array;
  /** Events, including those dropped since. */
  readonly count: number;
  /** Number of the first event. */
  readonly first: number;
}

/** An event dropped from a group, and the callback to call for it. */
export interface Dropped {
  readonly event: EdgeEvent;
  /** Size of its record. */
  readonly bytes: number;
  readonly suppressed: number;
  readonly done: (() => void) | undefined;
}

/** The main thread's side of events that are handed over together. It may still drop some of them. */
export class EventGroup {
  end: number;
  count = 0;
  /** Events that were not dropped; of these, alarms. */
  live = 0;
  alarms = 0;
  /** Of `live` events: bytes of their records, EdgeEvent.bytesIn, and messages held back before them. */
  liveBytes = 0;
  bytesIn = 0;
  suppressed = 0;
  /** Callbacks for when an event is stored, by its index in the group. */
  readonly done: ((() => void) | undefined)[] = [];
  /** Callbacks for when an event no longer depends on the memory of this process, by its index. */
  private readonly safe = new Map<number, () => void>();
  private readonly start: number;
  /** All ordinary events before this place are dropped. */
  private scan = { at: 0, index: 0 };

  constructor(
    readonly id: number,
    readonly block: Block,
    /** Number of the first event. */
    readonly first: number,
  ) {
    this.start = block.used;
    this.end = block.used;
    this.scan.at = block.used;
    block.groups++;
  }

  get bytes(): number {
    return this.end - this.start;
  }

  get sent(): SentGroup {
    const { id, count, first } = this;
    return { id, records: this.block.memory.subarray(this.start, this.end), count, first };
  }

  /** A record was written to the end of the block. */
  added(end: number, event: EdgeEvent, suppressed: number, done: () => void, safe?: () => void): void {
    if (safe) this.safe.set(this.count, safe);
    this.done.push(done);
    this.count++;
    this.live++;
    if (event.alarm) this.alarms++;
    this.liveBytes += end - this.end;
    this.bytesIn += event.bytesIn;
    this.suppressed += suppressed;
    this.end = end;
    this.block.used = end;
  }

  /** Drops the oldest alarm or the oldest ordinary event. Undefined if there is none. */
  dropOldest(alarm: boolean): Dropped | undefined {
    const { memory } = this.block;
    let { at, index } = alarm ? { at: this.start, index: 0 } : this.scan;
    for (; at < this.end; at = endOf(memory, at), index++) {
      if (isDropped(memory, at) || isAlarm(memory, at) !== alarm) continue;
      if (!alarm) this.scan = { at, index };
      return this.drop(at, index);
    }
    if (!alarm) this.scan = { at, index };
    return undefined;
  }

  /** Drops the newest ordinary event. Undefined if there is none. */
  dropNewest(): Dropped | undefined {
    const { memory } = this.block;
    let newest: { readonly at: number; readonly index: number } | undefined;
    for (let { at, index } = this.scan; at < this.end; at = endOf(memory, at), index++) {
      if (!isDropped(memory, at) && !isAlarm(memory, at)) newest = { at, index };
    }
    return newest && this.drop(newest.at, newest.index);
  }

  has(sequence: number): boolean {
    return sequence >= this.first && sequence < this.first + this.count;
  }

  /** A copy of the record with this number; undefined if it is not in this group. */
  copyOf(sequence: number): Buffer | undefined {
    const { memory } = this.block;
    const at = this.placeOf(sequence);
    return at === undefined ? undefined : Buffer.from(memory.subarray(at, endOf(memory, at)));
  }

  /** The event was handed over and must not be handed over again. */
  forget(sequence: number): void {
    const at = this.placeOf(sequence);
    if (at !== undefined) markDropped(this.block.memory, at);
  }

  /** Corrects the event's time. */
  restamp(sequence: number, time: number): void {
    const at = this.placeOf(sequence);
    if (at !== undefined) restampRecord(this.block.memory, at, time);
  }

  /** Calls the `done` callbacks of its events. */
  settle(): void {
    for (const done of this.done.splice(0)) done?.();
  }

  /** An event is on disk, delivered, or dropped and counted. */
  secure(sequence: number): void {
    const index = sequence - this.first;
    const safe = this.safe.get(index);
    if (safe) this.safe.delete(index);
    safe?.();
  }

  /** Like secure(), for all its events. */
  secureAll(): void {
    for (const safe of this.safe.values()) safe();
    this.safe.clear();
  }

  private placeOf(sequence: number): number | undefined {
    if (!this.has(sequence)) return undefined;
    let at = this.start;
    for (let number = this.first; number < sequence; number++) at = endOf(this.block.memory, at);
    return at;
  }

  private drop(at: number, index: number): Dropped {
    const { memory } = this.block;
    markDropped(memory, at);
    this.live--;
    if (isAlarm(memory, at)) this.alarms--;
    const suppressed = suppressedOf(memory, at);
    const event = readRecord(memory, at);
    const bytes = endOf(memory, at) - at;
    this.liveBytes -= bytes;
    this.bytesIn -= event.bytesIn;
    this.suppressed -= suppressed;
    const done = this.done[index];
    const safe = this.safe.get(index);
    this.done[index] = undefined;
    this.safe.delete(index);
    return { event, bytes, suppressed, done: safe ? both(done, safe) : done };
  }
}

/** Combines two callbacks into one, which calls them in order. */
export function both(first: (() => void) | undefined, second: (() => void) | undefined): () => void {
  return () => {
    first?.();
    second?.();
  };
}

/** Calls `visit` for each event of a group that was not dropped. */
export function visitGroup(
  { records, first, count }: SentGroup,
  visit: (event: EdgeEvent, sequence: number, suppressed: number, bytes: number) => void,
): void {
  const buffer = Buffer.from(records.buffer, records.byteOffset, records.byteLength);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const end = endOf(buffer, at);
    if (!isDropped(buffer, at)) {
      visit(readRecord(buffer, at), first + i, suppressedOf(buffer, at), end - at);
    }
    at = end;
  }
}
