import { type Clock, systemClock } from '../clock';
import type { EdgeEvent } from '../frame';
import type { Overflow, Sync } from '../spool';
import { both, EventGroup, type SentGroup } from './EventGroup';
import { GroupBlocks } from './GroupBlocks';
import { mostBytes, writeRecord } from './groupRecord';
import { MemoryCopy } from './MemoryCopy';
import { NOTHING_TAKEN, type SentDrops, type Taken } from './messages';
import { RefusedEvents } from './RefusedEvents';

type Done = () => void;

export interface HandOverLimits {
  /** Maximum number of events taken in but not stored yet; beyond it, `overflow` says which are dropped. */
  readonly maxPending: number;
  readonly overflow: Overflow;
  readonly sync: Sync;
  /** Bytes that the spool may hold. */
  readonly maxBytes: number;
}

/** Receives what is handed over. */
export interface HandOverTarget {
  post(group: SentGroup): void;
  postDrops(drops: SentDrops): void;
}

/**
 * A group is handed over at this many events, or when its block is full. Larger groups save little, and keep the engine
 * waiting: with 512, a saturated gateway delivered a quarter less.
 */
const GROUP_EVENTS = 200;

/**
 * Milliseconds that events wait for others before a handover: each group costs a message, its answer and a write, and
 * an SD card lives longer with fewer writes.
 */
const GATHER_MS = 40;

/** Maximum number of events handed over but not stored: enough to keep the engine busy while this thread is. */
const MAX_WINDOW = 4096;

/** Maximum bytes of these, except for a single larger group: large events must not fill the engine's memory. */
const MAX_WINDOW_BYTES = 16 * 1024 * 1024;

/** Drops are reported after this many milliseconds or events, so that an overflow costs no more than what it drops. */
const DROPS_MS = 100;
const MAX_DROPS = 4096;

/** Maximum bytes that may wait for a handover. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Takes in the events of one uplink, numbers them, and hands them over to the engine in groups. Groups that the engine
 * has not answered stay here, to be handed over again if the engine dies. Lives as long as the runtime, across deploys
 * and engines.
 */
export class HandOver {
  /** Everything taken in so far. */
  readonly totals: Taken = { ...NOTHING_TAKEN };
  /** Everything handed over to engines so far; what is handed over again counts once. */
  readonly handedOver: Taken = { ...NOTHING_TAKEN };
  readonly copy: MemoryCopy;
  private readonly blocks = new GroupBlocks();
  private readonly refused = new RefusedEvents();
  private nextSequence = 1;
  private nextId = 1;
  private gathering: EventGroup | undefined;
  /** Complete but not handed over yet. */
  private waiting: EventGroup[] = [];
  private waitingEvents = 0;
  private waitingBytes = 0;
  /** Handed over but not answered yet. */
  private readonly handed = new Map<number, EventGroup>();
  private handedBytes = 0;
  private readonly handedDrops = new Map<number, readonly Done[]>();
  private target: HandOverTarget | undefined;
  /** Shared counter in which the current engine counts the events that it was handed and has stored. */
  private stored = new Int32Array(new SharedArrayBuffer(4));
  private posted = 0;
  private cancelTimer: (() => void) | undefined;
  private isImmediate = false;
  private cancelDropsTimer: (() => void) | undefined;

  constructor(
    private limits: HandOverLimits,
    private readonly clock: Clock = systemClock,
  ) {
    this.copy = new MemoryCopy((group) => this.blocks.release(group));
  }

  configure(limits: HandOverLimits): void {
    this.limits = limits;
  }

  /** Whether anything was taken in that is not stored yet. */
  get isUnanswered(): boolean {
    return this.waitingEvents + this.refused.events + this.handed.size + this.handedDrops.size > 0;
  }

  /** Number of events that are only in memory, here or in the engine. */
  get inMemory(): number {
    return this.waitingEvents + this.copy.events;
  }

  /**
   * @param suppressed messages that the change filter held back before this one.
   * @param done called once the event is as safe as the storage makes it, or was dropped and counted.
   * @param safe called once the event no longer depends on the memory of this process: right after `done`, unless a
   * failing disk leaves it in memory; then once it is on disk after all, delivered, or dropped and counted.
   */
  take(event: EdgeEvent, suppressed: number, done: Done, safe?: Done): void {
    const { totals, limits } = this;
    totals.events++;
    totals.bytesIn += event.bytesIn;
    totals.suppressed += suppressed;
    if (event.topic.length + event.data.length > limits.maxBytes) {
      this.refuse(event, 'too_large', suppressed, both(done, safe));
    } else if (!this.mustRefuse(event)) {
      this.write(event, suppressed, done, safe);
      if (this.isOver(limits.maxPending)) this.bound(limits.maxPending);
    } else this.refuse(event, 'overflow', suppressed, both(done, safe));
    if (event.alarm || (this.gathering?.count ?? 0) >= GROUP_EVENTS) this.handOver();
    else this.setTimer();
  }

  /** Hands over what was gathered, up to what the engine may have at once. */
  handOver(): void {
    this.complete();
    this.pump();
  }

  private pump(): void {
    const { target } = this;
    if (!target) return;
    const window = Math.max(1, Math.min(MAX_WINDOW, this.limits.maxPending >> 1));
    let handed = 0;
    for (const group of this.waiting) {
      const underWay = this.underWay;
      const isTooMuch = underWay + group.count > window || this.handedBytes + group.bytes > MAX_WINDOW_BYTES;
      if (underWay > 0 && isTooMuch) break;
      this.post(group, target);
      handed++;
    }
    if (handed > 0) this.waiting = this.waiting.slice(handed);
  }

  /** Hands over everything. */
  handOverAll(): void {
    this.complete();
    const { target } = this;
    if (!target) return;
    this.handOverDrops();
    for (const group of this.waiting.splice(0)) this.post(group, target);
  }

  /** Reports to the engine what was dropped here. */
  handOverDrops(): void {
    this.cancelDropsTimer?.();
    this.cancelDropsTimer = undefined;
    if (this.target) this.postDrops(this.target);
  }

  /**
   * Attaches an engine, which gets all events from now on.
   * @returns the counter for it to use, and the groups to hand it first because the one before did not answer them.
   */
  attach(target: HandOverTarget): { readonly stored: Int32Array; readonly groups: readonly SentGroup[] } {
    this.target = target;
    this.stored = new Int32Array(new SharedArrayBuffer(4));
    this.posted = 0;
    const groups = [...this.handed.values()];
    for (const { count } of groups) this.posted += count;
    return { stored: this.stored, groups: groups.map(({ sent }) => sent) };
  }

  /** The engine is gone or the uplink is closing: incoming events wait. */
  detach(): void {
    this.target = undefined;
  }

  /** Settles the drops reported to an engine that died: they are in the counters that its successor starts with. */
  settleDrops(): void {
    for (const done of [...this.handedDrops.values()].flat()) done();
    this.handedDrops.clear();
  }

  /** A group, or a report of drops, is safe. */
  onStored(id: number): void {
    for (const done of this.handedDrops.get(id) ?? []) done();
    this.handedDrops.delete(id);
    this.answer(id, (group) => {
      group.secureAll();
      this.blocks.release(group);
    });
  }

  /** A group is only in the engine's memory. @param except numbers of its events that are not. */
  onInMemory(id: number, except: readonly number[]): void {
    this.answer(id, (group) => this.copy.keep(group, except));
  }

  /** The engine dropped and counted events of groups that it has not answered: they must not be handed over again. */
  onRefused(sequences: readonly number[]): void {
    if (sequences.length === 0) return;
    const groups = [...this.handed.values()];
    for (const sequence of sequences) groups.find((group) => group.has(sequence))?.forget(sequence);
  }

  /** The engine corrected the time of an event that is only in its memory. Should it die, the correction is kept. */
  onRestamped(sequence: number, time: number): void {
    for (const group of this.handed.values()) if (group.has(sequence)) group.restamp(sequence, time);
    this.copy.restamp(sequence, time);
  }

  private answer(id: number, then: (group: EventGroup) => void): void {
    const group = this.handed.get(id);
    this.handed.delete(id);
    if (group) {
      this.handedBytes -= group.bytes;
      group.settle();
      then(group);
    }
    if (this.waiting.length > 0) this.handOver();
  }

  private get underWay(): number {
    return (this.posted - Atomics.load(this.stored, 0)) | 0;
  }

  /** With overflow `newest`, incoming events other than alarms are refused while there is no room. */
  private mustRefuse(event: EdgeEvent): boolean {
    const { overflow, maxPending } = this.limits;
    if (overflow === 'oldest' || !this.isOver(maxPending - 1)) return false;
    this.makeWay();
    if (!this.isOver(maxPending - 1)) return false;
    return !event.alarm || !this.dropOne((group) => group.dropNewest(), this.unsent.reverse());
  }

  private isOver(maxPending: number): boolean {
    return (
      this.waitingEvents + Math.max(0, this.underWay) > maxPending || this.waitingBytes > MAX_WAITING_BYTES
    );
  }

  private bound(maxPending: number): void {
    this.makeWay();
    while (this.waitingEvents > 0 && this.isOver(maxPending)) {
      const hasDropped =
        this.dropOne((group) => group.dropOldest(false), this.unsent) ||
        this.dropOne((group) => group.dropOldest(true), this.unsent);
      if (!hasDropped) return;
    }
  }

  /** Hands over what it can before anything is dropped; groups stay as large as possible. */
  private makeWay(): void {
    if (this.waiting.length === 0) this.complete();
    this.pump();
  }

  private get unsent(): EventGroup[] {
    return this.gathering ? [...this.waiting, this.gathering] : [...this.waiting];
  }

  /** Drops one event that has not been handed over. @returns false if there is none. */
  private dropOne(
    drop: (group: EventGroup) => ReturnType<EventGroup['dropNewest']>,
    groups: readonly EventGroup[],
  ) {
    for (const group of groups) {
      const dropped = drop(group);
      if (!dropped) continue;
      this.waitingEvents--;
      this.totals.bytes -= dropped.bytes;
      this.refuse(dropped.event, 'overflow', dropped.suppressed, dropped.done);
      if (group.live === 0 && group !== this.gathering) {
        this.waiting = this.waiting.filter((other) => other !== group);
        this.waitingBytes -= group.bytes;
        this.blocks.release(group);
      }
      return true;
    }
    return false;
  }

  private refuse(
    event: EdgeEvent,
    reason: 'overflow' | 'too_large',
    suppressed: number,
    done: Done | undefined,
  ): void {
    this.totals.refused++;
    this.refused.add(event, reason, suppressed, done);
    if (this.refused.events >= MAX_DROPS) this.handOverDrops();
    else this.cancelDropsTimer ??= this.clock.after(DROPS_MS, () => this.handOverDrops(), true);
  }

  private write(event: EdgeEvent, suppressed: number, done: Done, safe: Done | undefined): void {
    const block = this.blocks.withRoom(mostBytes(event));
    if (this.gathering && this.gathering.block !== block) this.complete();
    this.gathering ??= new EventGroup(this.nextId++, block, this.nextSequence);
    const group = this.gathering;
    const before = group.end;
    group.added(writeRecord(block.memory, group.end, event, suppressed), event, suppressed, done, safe);
    this.nextSequence++;
    this.waitingEvents++;
    this.waitingBytes += group.end - before;
    this.totals.bytes += group.end - before;
  }

  private complete(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (this.gathering) this.waiting.push(this.gathering);
    this.gathering = undefined;
  }

  private post(group: EventGroup, target: HandOverTarget): void {
    this.waitingEvents -= group.live;
    this.waitingBytes -= group.bytes;
    this.posted += group.count;
    this.handed.set(group.id, group);
    this.handedBytes += group.bytes;
    this.handedOver.bytes += group.liveBytes;
    this.handedOver.events += group.live;
    this.handedOver.bytesIn += group.bytesIn;
    this.handedOver.suppressed += group.suppressed;
    target.post(group.sent);
  }

  private postDrops(target: HandOverTarget): void {
    if (this.refused.events === 0) return;
    const id = this.nextId++;
    const { sent, done } = this.refused.take(id);
    this.handedDrops.set(id, done);
    this.handedOver.events += sent.events;
    this.handedOver.bytesIn += sent.bytesIn;
    this.handedOver.suppressed += sent.suppressed;
    this.handedOver.refused += sent.events;
    target.postDrops(sent);
  }

  private setTimer(): void {
    if (!this.cancelTimer && !this.isImmediate) this.startTimer();
  }

  /** Apart from setTimer(), because its closures would cost every event an allocation. */
  private startTimer(): void {
    if (this.limits.sync !== 'always') {
      this.cancelTimer = this.clock.after(GATHER_MS, () => this.handOver(), true);
      return;
    }
    this.isImmediate = true;
    setImmediate(() => {
      this.isImmediate = false;
      this.handOver();
    });
  }
}
