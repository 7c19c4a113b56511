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
  /** Events taken in and not stored; beyond it some are dropped by `overflow`. */
  readonly maxPending: number;
  readonly overflow: Overflow;
  readonly sync: Sync;
  /** Bytes that the spool may hold. */
  readonly maxBytes: number;
}

/** Where what is handed over goes. */
export interface HandOverTarget {
  post(group: SentGroup): void;
  postDrops(drops: SentDrops): void;
}

/** A group is handed over at this many events, or when its block is full. */
const GROUP_EVENTS = 512;

/**
 * Milliseconds that events wait for others to be handed over with: each group costs a message there and back and a
 * write, and an SD card lives longer with fewer of them.
 */
const GATHER_MS = 20;

/** Handed over and not stored, at most: enough to keep the engine at work while we are. */
const MAX_WINDOW = 4096;

/** Their bytes, unless it is one group alone: large events are not to fill the memory of the engine. */
const MAX_WINDOW_BYTES = 16 * 1024 * 1024;

/** What was dropped is told after so many milliseconds, or events: an overflow does not cost more than what it drops. */
const DROPS_MS = 100;
const MAX_DROPS = 4096;

/** Bytes that may wait to be handed over. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Takes the events of one uplink in, numbers them, and hands them over to the engine in groups. What the engine has not
 * answered stays here, so that it can be handed over again when the engine dies. Lives as long as the runtime, over
 * deploys and engines.
 */
export class HandOver {
  /** All that was taken in. */
  readonly totals: Taken = { ...NOTHING_TAKEN };
  /** All that was handed over to engines, what is handed over again counted once. */
  readonly handedOver: Taken = { ...NOTHING_TAKEN };
  readonly copy: MemoryCopy;
  private readonly blocks = new GroupBlocks();
  private readonly refused = new RefusedEvents();
  private nextSequence = 1;
  private nextId = 1;
  private gathering: EventGroup | undefined;
  /** Complete, and not handed over yet. */
  private waiting: EventGroup[] = [];
  private waitingEvents = 0;
  private waitingBytes = 0;
  /** Handed over and not answered. */
  private readonly handed = new Map<number, EventGroup>();
  private handedBytes = 0;
  private readonly handedDrops = new Map<number, readonly Done[]>();
  private target: HandOverTarget | undefined;
  /** The engine counts here what it has stored of what this engine was handed. */
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

  /** Whether something was taken in that is not stored. */
  get isUnanswered(): boolean {
    return this.waitingEvents + this.refused.events + this.handed.size + this.handedDrops.size > 0;
  }

  /** Events that are in memory only: here, or in the engine's. */
  get inMemory(): number {
    return this.waitingEvents + this.copy.events;
  }

  /**
   * @param suppressed messages that the change filter held back before this one.
   * @param done called once the event is as safe as the storage makes it, or was dropped and counted.
   * @param safe called once it does not depend on the memory of this process any more: after `done`, unless a disk that
   * fails leaves it in memory; then when it is on disk after all, delivered, or dropped and counted.
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

  /** Hands over what was gathered, as much as the engine is to have at once. */
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

  /** Hands over all there is. */
  handOverAll(): void {
    this.complete();
    const { target } = this;
    if (!target) return;
    this.handOverDrops();
    for (const group of this.waiting.splice(0)) this.post(group, target);
  }

  /** Tells what was dropped here. */
  handOverDrops(): void {
    this.cancelDropsTimer?.();
    this.cancelDropsTimer = undefined;
    if (this.target) this.postDrops(this.target);
  }

  /**
   * There is an engine, that gets what comes from now on.
   * @returns where it is to count, and the groups that it is handed first because another one did not answer them.
   */
  attach(target: HandOverTarget): { readonly stored: Int32Array; readonly groups: readonly SentGroup[] } {
    this.target = target;
    this.stored = new Int32Array(new SharedArrayBuffer(4));
    this.posted = 0;
    const groups = [...this.handed.values()];
    for (const { count } of groups) this.posted += count;
    return { stored: this.stored, groups: groups.map(({ sent }) => sent) };
  }

  /** The engine is gone, or the uplink closes: what comes in waits. */
  detach(): void {
    this.target = undefined;
  }

  /** The engine that died had counted these drops, or is asked for them no more. */
  settleDrops(): void {
    for (const done of [...this.handedDrops.values()].flat()) done();
    this.handedDrops.clear();
  }

  /** A group or drops are safe. */
  onStored(id: number): void {
    for (const done of this.handedDrops.get(id) ?? []) done();
    this.handedDrops.delete(id);
    this.answer(id, (group) => {
      group.secureAll();
      this.blocks.release(group);
    });
  }

  /** A group is in the engine's memory only. @param except numbers of its events that are not. */
  onInMemory(id: number, except: readonly number[]): void {
    this.answer(id, (group) => this.copy.keep(group, except));
  }

  /** The engine dropped, and counted, events of groups that it has not answered: they are not handed over again. */
  onRefused(sequences: readonly number[]): void {
    if (sequences.length === 0) return;
    const groups = [...this.handed.values()];
    for (const sequence of sequences) groups.find((group) => group.has(sequence))?.forget(sequence);
  }

  /** The engine corrected the time of an event that is in its memory only: should it die, the event comes back as it is. */
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

  /** With overflow `newest`, what comes is refused while there is no room, except for alarms. */
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

  /** Hands over what may be, before anything is dropped; groups stay as large as they can be. */
  private makeWay(): void {
    if (this.waiting.length === 0) this.complete();
    this.pump();
  }

  private get unsent(): EventGroup[] {
    return this.gathering ? [...this.waiting, this.gathering] : [...this.waiting];
  }

  /** Drops one event that was not handed over yet. @returns false if there is none. */
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
    if (this.cancelTimer || this.isImmediate) return;
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
