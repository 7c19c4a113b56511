import type { EdgeEvent } from '../../frame';
import type { SpoolDisk } from '../directory/SpoolDisk';
import { recordBytes } from '../format/eventRecord';
import { LOGS, type LogName } from '../format/segmentFile';
import type { Unwritten } from '../head/BatchSealer';
import type { LogHead } from '../head/LogHead';
import type { PlacedEvent } from '../log/PlacedEvent';
import type { BatchLimits, Drop, DropReason, Priority } from '../Spool';
import type { ArrivedEvent } from '../shared/DrainedEvents';
import { dropOf } from '../shared/DropsBySeries';
import type { SpoolStatus } from '../status/SpoolStatus';
import { alreadyStored, type PendingEvent, PendingEvents } from './PendingEvents';

/** Maximum per write: enough to make a write cheap, but small enough to give others a turn. */
const MAX_GROUP_EVENTS = 4096;
const MAX_GROUP_BYTES = 1024 * 1024;

/** Maximum that may wait in memory for the disk. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;

/** Maximum that is kept in memory in place of the disk. */
const MAX_MEMORY_BYTES = 32 * 1024 * 1024;

/** The event stays in memory for a while; whatever its callback references must not. */
function takeDone(event: PendingEvent): Done {
  const { stored } = event;
  event.stored = alreadyStored;
  return stored;
}

type Done = () => void;

/** How many events may be pending, and how many if all of them are alarms. */
interface Most {
  readonly events: number;
  readonly alarms: number;
}

const allTheSame = (events: number): Most => ({ events, alarms: events });

/** A group of events from one log that is being written. */
interface GroupUnderWay {
  readonly log: LogName;
  readonly events: number;
  readonly bytes: number;
  readonly lowestOrder: number;
  readonly oldestArrival: number | undefined;
}

const NOTHING: GroupUnderWay = {
  log: 'ordinary',
  events: 0,
  bytes: 0,
  lowestOrder: Number.POSITIVE_INFINITY,
  oldestArrival: undefined,
};

/** Accepts events, limits how many wait in memory, and writes them to disk in groups. */
export class Intake implements Unwritten {
  readonly pending = new PendingEvents();
  /** The events of a write under way. */
  private writing = NOTHING;
  private order = 0;
  /** What to add to an event's sequence to get its number here; undefined until the disk is known. */
  private base: number | undefined;
  /** How many pending events memory accepted in place of the disk; the limits for the disk do not drop them. */
  private fromMemory = 0;
  /** Callbacks to call once the next group is safe. */
  private waitingForGroup: Done[] = [];

  constructor(
    private readonly status: SpoolStatus,
    private readonly head: LogHead,
  ) {
    status.onFailure(() => {
      this.settleAll();
      this.bound();
    });
  }

  /** Whether a write is under way. Its events come before pending ones. */
  get isWriting(): boolean {
    return this.writing.events > 0;
  }

  get events(): number {
    return this.pending.length + this.writing.events;
  }

  count(log: LogName): number {
    return this.pending.count(log) + (this.writing.log === log ? this.writing.events : 0);
  }

  get bytes(): number {
    return this.pending.bytes + this.writing.bytes;
  }

  get oldestArrival(): number | undefined {
    return this.writing.oldestArrival ?? this.pending.oldestArrival;
  }

  get hasWork(): boolean {
    return this.pending.length > 0 || this.waitingForGroup.length > 0 || this.head.hasUnsavedDrops;
  }

  /** What to add to an event's sequence; undefined until the disk is known. */
  get orderBase(): number | undefined {
    return this.base;
  }

  /**
   * Called once the disk is known: its events have numbers up to `last`. If an earlier spool of the same runtime wrote
   * them, they have the numbers they would get here, and pending events that are already there are not stored twice.
   * Otherwise all pending events come after them.
   * @param resumedBase the base of that earlier spool.
   */
  continueAfter(last: Readonly<Record<LogName, number>>, resumedBase?: number): void {
    if (resumedBase !== undefined && this.base === undefined) {
      this.base = resumedBase;
      this.pending.raiseOrders(resumedBase);
      this.order += resumedBase;
      for (const log of LOGS) {
        while ((this.pending.peek(log)?.order ?? Number.POSITIVE_INFINITY) <= last[log]) {
          const known = this.pending.takeOldest(log);
          if (!known) break;
          this.status.watch?.onSettled([known.event]);
          this.settle(takeDone(known));
        }
      }
    }
    const highest = Math.max(...LOGS.map((log) => last[log]));
    const lowest = Math.min(this.pending.lowestOrder, this.order + 1);
    const raise = resumedBase === undefined ? Math.max(0, highest + 1 - lowest) : 0;
    this.pending.raiseOrders(raise);
    this.order = Math.max(this.order + raise, highest);
    this.base = (this.base ?? 0) + raise;
    this.status.watch?.onNumbered(this.base);
  }

  /** Number of the first event that is not yet on disk. */
  get lowestOrder(): number {
    return Math.min(this.writing.lowestOrder, this.pending.lowestOrder);
  }

  /**
   * @param arrival milliseconds since the epoch.
   * @param sequence the event's sequence number, if it has one.
   */
  add(event: EdgeEvent, arrival: number, stored: Done, sequence?: number): void {
    if (recordBytes(event) > this.status.options.maxBytes) {
      this.status.watch?.onSettled([event]);
      if (sequence !== undefined) this.status.watch?.onRefused(sequence);
      this.head.drop(dropOf(event, 'too_large'));
      this.settle(stored);
      return;
    }
    const isMemory = this.status.isMemory;
    this.order = sequence === undefined ? this.order + 1 : Math.max(this.order, (this.base ?? 0) + sequence);
    if (isMemory && sequence !== undefined) this.status.watch?.onInMemory(event, sequence);
    this.pending.add(event, arrival, this.order, isMemory ? alreadyStored : stored);
    this.bound();
    if (isMemory) stored();
  }

  /** Counts events that were dropped before they got here. */
  refuse(drop: Drop, stored: Done): void {
    this.head.drop(drop);
    this.settle(stored);
  }

  /** Takes over an event that was in memory elsewhere, and counted as stored there. */
  takeOver({ event, arrival, sequence }: ArrivedEvent): void {
    this.fromMemory++;
    this.add(event, Math.max(0, arrival), alreadyStored, sequence);
  }

  /** Written events that no longer exist on disk wait in memory again. @param events all older than pending ones. */
  takeBack(log: LogName, events: readonly PlacedEvent[]): void {
    if (events.length === 0) return;
    const nowhere = { n: 0, segment: 0, offset: 0, lost: 0, stored: alreadyStored };
    this.pending.putBack(
      log,
      events.map((event) => ({ ...event, ...nowhere })),
    );
    this.bound();
  }

  /** Drops pending events that are too old. @param isExpired gets the arrival of an event. */
  expire(isExpired: (arrival: number | undefined) => boolean): void {
    for (const log of LOGS) {
      while (isExpired(this.pending.peek(log)?.arrival)) this.giveUp(this.pending.takeOldest(log), 'expired');
    }
  }

  /** Drops events until memory is within its bounds. */
  bound(): void {
    const { capacity, maxBytes, maxPending } = this.status.options;
    const isMemory = this.status.isMemory;
    const { pending, fromMemory } = this;
    const mostBytes = isMemory ? Math.min(maxBytes, MAX_MEMORY_BYTES) : MAX_PENDING_BYTES;
    if (!isMemory && pending.length <= maxPending + fromMemory && pending.bytes <= mostBytes) return;
    const most = isMemory ? this.mostInMemory(capacity) : allTheSame(maxPending + fromMemory);
    const least = isMemory ? 1 : 1 + fromMemory;
    while (
      pending.length > (pending.count('ordinary') > 0 ? most.events : most.alarms) ||
      (pending.bytes > mostBytes && pending.length > least)
    ) {
      this.dropPending('overflow');
    }
    if (isMemory) this.fromMemory = pending.length;
  }

  private mostInMemory(capacity: number): Most {
    const { events, batchedEvents } = this.head;
    const most = { events: Math.max(0, capacity - events), alarms: Math.max(0, capacity - batchedEvents) };
    // With memory by choice, events on disk can be dropped to make room for new ones. On a failing disk they cannot,
    // but they will make room for alarms once it works.
    return this.status.current.kind === 'disk' ? allTheSame(most.alarms) : most;
  }

  /** Drops a pending event: the oldest or newest by the overflow rule, alarms last. */
  dropPending(reason: DropReason): boolean {
    const { pending } = this;
    const isOldest = this.status.options.overflow === 'oldest';
    const log = pending.count('ordinary') > 0 ? 'ordinary' : 'alarm';
    return this.giveUp(isOldest ? pending.takeOldest(log) : pending.takeNewest(log), reason);
  }

  /**
   * Writes a group of pending events, and the drops.
   * @throws what the file system throws; events that were not written remain pending.
   */
  async writeGroup(disk: SpoolDisk): Promise<void> {
    const { sync } = this.status.options;
    const done = this.waitingForGroup;
    this.waitingForGroup = [];
    try {
      for (const log of LOGS) {
        await this.writeLog(disk, log, done);
      }
      const hasDrops = this.head.hasUnsavedDrops;
      await this.head.saveDrops();
      if (sync === 'always') {
        await disk.syncEvents();
        if (hasDrops) await disk.syncManifest();
      }
    } catch (error) {
      this.waitingForGroup = [...done, ...this.waitingForGroup];
      throw error;
    }
    for (const stored of done) stored();
  }

  /** Removes events that are in memory in place of the disk, for a batch. */
  takeForBatch(limits: BatchLimits, priority: Priority): PendingEvent[] {
    const taken: PendingEvent[] = [];
    let bytes = 0;
    const { alarmsFirst } = this.status.options;
    if (priority === 'alarms' && !alarmsFirst) return taken;
    const apart =
      priority === 'alarms' || (priority === 'any' && this.pending.count('ordinary') === 0)
        ? 'alarm'
        : 'ordinary';
    while (taken.length < limits.events) {
      const log = alarmsFirst ? apart : this.pending.oldestLog;
      bytes += this.pending.peek(log)?.bytes ?? 0;
      if (taken.length > 0 && bytes > limits.bytes) break;
      const event = this.pending.takeOldest(log);
      if (!event) break;
      taken.push(event);
    }
    return taken;
  }

  /** Removes all events that are in memory in place of the disk, alarms first. */
  takeAll(): PendingEvent[] {
    return (['alarm', 'ordinary'] as const).flatMap((log) =>
      this.pending.take(log, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
    );
  }

  /** The disk fails: pending events count as stored, as far as memory can. */
  settleAll(): void {
    this.pending.callStored(({ event, order }) => {
      this.status.watch?.onInMemory(event, order - (this.base ?? 0));
    });
    for (const stored of this.waitingForGroup.splice(0)) stored();
  }

  private giveUp(dropped: PendingEvent | undefined, reason: DropReason): boolean {
    if (!dropped) return false;
    const { event, order, stored } = dropped;
    this.status.watch?.onSettled([event]);
    if (stored !== alreadyStored) this.status.watch?.onRefused(order - (this.base ?? 0));
    this.head.drop(dropOf(event, reason));
    this.settle(stored);
    return true;
  }

  private async writeLog(disk: SpoolDisk, log: LogName, done: Done[]): Promise<void> {
    const group = this.pending.take(log, MAX_GROUP_EVENTS, MAX_GROUP_BYTES);
    if (group.length === 0) return;
    this.writing = {
      log,
      events: group.length,
      bytes: group.reduce((sum, { bytes }) => sum + bytes, 0),
      lowestOrder: group[0]?.order ?? Number.POSITIVE_INFINITY,
      oldestArrival: group[0]?.arrival,
    };
    const ended = (): void => {
      this.writing = NOTHING;
    };
    try {
      await disk.write(log, group, ended);
    } catch (error) {
      ended();
      this.pending.putBack(log, group);
      throw error;
    }
    if (this.fromMemory > 0) this.status.watch?.onSettled(group.map(({ event }) => event));
    this.fromMemory = Math.max(0, this.fromMemory - group.length);
    for (const event of group) done.push(takeDone(event));
  }

  private settle(stored: Done): void {
    if (this.status.isMemory) stored();
    else this.waitingForGroup.push(stored);
  }
}
