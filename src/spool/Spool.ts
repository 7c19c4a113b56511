import type { EdgeEvent } from '../frame';
import { UPLINK } from '../settings/uplink';

/** Events that travel together. Id and boundaries are fixed before the first try and never change. */
export interface Batch {
  readonly id: string;
  readonly events: readonly EdgeEvent[];
  /** The device that took them in, whatever this gateway is called by now; absent if nobody knows. */
  readonly device?: string;
  /** Monotonic time at which each of them was taken in, about; absent if nobody knows. */
  readonly takenInAt?: readonly number[];
}

export interface BatchLimits {
  readonly events: number;
  /** Bytes that the events may hold together. */
  readonly bytes: number;
}

/** Why events were dropped; each is counted by its reason. */
export type DropReason =
  | 'overflow'
  | 'too_large'
  | 'expired'
  | 'quarantine_full'
  | 'cleared'
  /** Damaged or missing on disk. */
  | 'unreadable'
  /** The backend's format has no form for anything in it. */
  | 'not_carried';

/** What is dropped when the spool is full: the oldest events, or the newest, which are then refused. */
export const OVERFLOWS = UPLINK.overflow.choices;
export type Overflow = (typeof OVERFLOWS)[number];

/** What goes first when an outage has left a backlog: the oldest events, or those that come in now. */
export const ORDERS = UPLINK.order.choices;
export type Order = (typeof ORDERS)[number];

export interface SpoolOptions {
  /** Events. */
  readonly capacity: number;
  /** Bytes that the events may hold together. */
  readonly maxBytes: number;
  /** Milliseconds after which an event that still waits is dropped; 0 keeps it forever. */
  readonly maxAgeMs: number;
  readonly overflow: Overflow;
  readonly order: Order;
  /** Whether alarms overtake other events; they are the last to be dropped in any case. */
  readonly alarmsFirst: boolean;
  /** The device that takes events in from now on. */
  readonly device?: string | undefined;
}

/** An event that the backend refuses, and what it said. */
export interface QuarantinedEvent {
  readonly event: EdgeEvent;
  readonly error: string;
  /** Nobody has heard of it yet. */
  readonly unreported?: true;
  /** As Batch has it. */
  readonly device?: string;
}

/** Events of a batch that did not arrive with it. `index`: within the batch. */
export interface Exceptions {
  /** The backend refuses them: they are kept aside. */
  readonly quarantined: readonly { readonly index: number; readonly error: string }[];
  /** Nothing of them was sent. */
  readonly notCarried: readonly { readonly index: number }[];
}

/** Events that were dropped, for one reason. Their series and times are absent if nobody can know them. */
export interface Drop {
  readonly reason: DropReason;
  readonly events: number;
  /** The topic. */
  readonly series?: string;
  /** Times of the first and the last of them, milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
}

/** Where events are kept now. */
export type StorageState =
  /** The disk is being looked through; events are taken in meanwhile. */
  | { readonly kind: 'opening' }
  | { readonly kind: 'disk' }
  /** By choice. */
  | { readonly kind: 'memory' }
  /** They belong on disk, but it fails: kept in memory until it works again. `since`: milliseconds since the epoch. */
  | { readonly kind: 'failing'; readonly error: string; readonly since: number };

/** What a spool found when it was opened. */
export interface Recovered {
  /** Events from before: `depth`, `quarantined` and what is reported as unreadable at once. */
  readonly events: number;
  /** Drops of an earlier life, or that an earlier listener was told of, and that nobody heard of. They are not in `events`. */
  readonly unreported: readonly Drop[];
  /** What is odd about its files, in words; empty when all is well. */
  readonly findings: readonly string[];
}

/** Told by a spool what happens to it. It must not throw. */
export interface SpoolListener {
  /** Called once, at once where the spool is ready already. */
  onReady(recovered: Recovered): void;
  /** What showed after it was ready, in words, such as what its file system cannot do. */
  onFindings?(findings: readonly string[]): void;
  /** Events that are in the spool no more, without having been delivered. */
  onDropped(drop: Drop): void;
  /** The clock was set by so many milliseconds while so many events waited: own stamps of these are corrected. */
  onClockStep?(by: number, events: number): void;
  /** So many of the events of a batch had stamps that were corrected. */
  onRestamped?(events: number): void;
  onStorage(state: StorageState): void;
}

/**
 * Told what becomes of events that are in memory only, by whoever keeps them for the case that this memory is lost.
 * It must not throw.
 */
export interface SpoolWatch {
  /**
   * What the numbers of numbered events are lower than those in the files. Told before an event is written with it: whoever
   * opens the directory for the same runtime again has to know.
   */
  onNumbered(orderBase: number): void;
  /**
   * The event counts as stored in a spool on disk, and is in memory only: by choice, or because the disk fails.
   * @param sequence as append() was told.
   */
  onInMemory(event: EdgeEvent, sequence: number): void;
  /** An event was dropped before it counted as stored. */
  onRefused(sequence: number): void;
  /** The event's time, a stamp of our own, was corrected: it has another one now. */
  onRestamped(event: EdgeEvent): void;
  /** Somebody gets these events as a batch; they are in no other from now on. */
  onBatch(batch: Batch): void;
  onQuarantined(event: EdgeEvent, error: string): void;
  /** Delivered, dropped, or on disk. */
  onSettled(events: readonly EdgeEvent[]): void;
}

/**
 * Which events a batch is wanted of.
 * - `alarms`: those that overtake
 * - `live`: those that came since startLive()
 * - `any`: the oldest
 */
export type Priority = 'alarms' | 'live' | 'any';

/** Whether a batch is wanted now, by its id. */
export type WantsBatch = (id: string) => boolean;

/**
 * Where events wait between acceptance and delivery. Bounded; what it drops it reports to its listener.
 * Each event is at any moment in exactly one place: waiting, in a batch, or in quarantine.
 */
export interface Spool {
  /** Events waiting or in a batch. */
  readonly depth: number;
  /** Most events that `depth` should reach. */
  readonly capacity: number;
  /** Bytes that the events of `depth` hold, about. */
  readonly bytes: number;
  /** Events waiting, in no batch yet. */
  readonly waiting: number;
  /** Of `waiting`: alarms that overtake, and events that came since startLive(); 0 if these have no precedence. */
  readonly waitingAlarms: number;
  readonly waitingLive: number;
  /** Batches made and not settled that nobody holds and that are not deferred: next() gives these first. */
  readonly heldBack: number;
  /** Events in deferred batches, so that others go first. */
  readonly waitingAside: number;
  /** Monotonic time from which on the first deferred batch may be given again; infinite if only endPauses() ends it. */
  readonly asideUntil: number | undefined;
  /** Events in quarantine. */
  readonly quarantined: number;
  /** Arrival of the oldest event of `depth`, in milliseconds since the epoch, about. */
  readonly oldestArrival: number | undefined;
  readonly storage: StorageState;
  /** How many bytes of events a request may hold, as learnRequestBytes() was told; undefined if nothing is known. */
  readonly requestBytes: number | undefined;
  /** 99th percentile of how long it took to make events safe on disk, milliseconds; null if nothing is synced. */
  readonly syncMsP99: number | null;
  /** Bytes written to disk since the start, of events and of everything; null if nothing is. */
  readonly written: { readonly events: number; readonly total: number } | null;

  /** There is one listener, the uplink that now holds the spool. */
  listen(listener: SpoolListener): void;

  /**
   * Takes an event in.
   * @param stored called once the event is as safe as this storage makes it, or was dropped and counted.
   * @param sequence its number among all that were taken in since the runtime began, if these are numbered.
   */
  append(event: EdgeEvent, stored: () => void, sequence?: number): void;

  /** Counts events as dropped that never came here. @param stored as for append(). */
  refuse(drop: Drop, stored: () => void): void;

  /**
   * A batch that nobody holds: one that was given back, oldest first, else a new one within the limits (a single
   * event may exceed `bytes`). Undefined when there is none of this priority.
   * @param wants chooses among the batches that were given back: the oldest it wants is given, alarms or not.
   */
  next(limits: BatchLimits, priority?: Priority, wants?: WantsBatch): Promise<Batch | undefined>;

  /** With order `live-first`: what waits now is a backlog, what comes from now on is live. Else nothing. */
  startLive(): void;

  /**
   * The batch was not delivered now; next() will give it again, the same, before anything newer.
   * @param wasSent whether anybody may have seen it since next() gave it; if not, it may be unmade to make room.
   * @param until monotonic time up to which it is deferred: next() gives others, and not this one. It does not outlast
   * release().
   */
  giveBack(batch: Batch, wasSent?: boolean, until?: number): void;

  /** Nothing is deferred any more. */
  endPauses(): void;

  /** The batch arrived, with these exceptions: forget it. */
  delivered(batch: Batch, exceptions?: Exceptions): Promise<void>;

  /** In the place of a batch come its halves, as batches of their own that nobody holds. */
  split(batch: Batch): Promise<void>;

  /**
   * In the place of a batch come parts of so many events. Events keep their ids (partId()).
   * @param sizes each at least 1, together all events of the batch.
   * @returns the parts, which the caller now holds as it did the batch.
   */
  divide(batch: Batch, sizes: readonly number[]): Promise<readonly Batch[]>;

  /** Whether these events find room in quarantine; without it the oldest ones there would have to go. */
  hasQuarantineRoom(events: readonly EdgeEvent[]): boolean;

  /** The backend refuses this batch of one event: keep it aside. */
  quarantine(batch: Batch, error: string): Promise<void>;

  /**
   * Lets quarantined events wait for delivery again.
   * @param ids of those, as quarantineId() has them; all where absent.
   * @returns how many.
   */
  retryQuarantine(ids?: readonly string[]): Promise<number>;

  /** Drops quarantined events. @param ids as for retryQuarantine(). @returns how many. */
  clearQuarantine(ids?: readonly string[]): Promise<number>;

  /** Keeps, over restarts too, how many bytes of events a request may hold. */
  learnRequestBytes(bytes: number | undefined): void;

  /** Keeps, over restarts too, how many bytes of events a request may hold. */
  learnRequestBytes(bytes: number | undefined): void;

  /** The listener reports all drops so far now. */
  dropsTold(): void;

  /** What it reported last was heard, or all drops so far: they need not be reported after a restart. */
  dropsReported(): void;

  /** Drops of which nobody has heard. */
  readonly unreportedDrops: readonly Drop[];

  /** Events in quarantine of which nobody has heard. */
  readonly unreportedQuarantine: readonly QuarantinedEvent[];

  /** Somebody has heard of these events in quarantine. */
  quarantineReported(events: readonly EdgeEvent[]): void;

  /** The uplink is about to end: a next() that waits for a slow disk gives nothing instead, until release(). */
  stopWaiting(): void;

  /**
   * The uplink that held batches is gone: none is held any more, and all that was taken in is written. It is synced too,
   * unless that takes the disk longer than somebody who ends a process waits.
   */
  release(): Promise<void>;

  /** Ends the spool's own work; nothing may be called after it. Includes release(). */
  close(): Promise<void>;
}
