import type { EdgeEvent } from '../frame';
import { UPLINK } from '../settings/uplink';

/** Events that are sent together. The ID and boundaries are fixed before the first attempt and never change. */
export interface Batch {
  readonly id: string;
  readonly events: readonly EdgeEvent[];
  /** The device that accepted them, even if this gateway has been renamed since; absent if unknown. */
  readonly device?: string;
  /** Approximate monotonic time at which each event was accepted; absent if unknown. */
  readonly takenInAt?: readonly number[];
}

export interface BatchLimits {
  readonly events: number;
  /** Total bytes of the events. */
  readonly bytes: number;
}

/** Why events were dropped; drops are counted by reason. */
export type DropReason =
  | 'overflow'
  | 'too_large'
  | 'expired'
  | 'quarantine_full'
  | 'cleared'
  /** Damaged or missing on disk. */
  | 'unreadable'
  /** The backend's format cannot carry anything in the event. */
  | 'not_carried';

/** Which events are dropped when the spool is full: the oldest, or the newest, which are then not accepted. */
export const OVERFLOWS = UPLINK.overflow.choices;
export type Overflow = (typeof OVERFLOWS)[number];

/** Which events are sent first when an outage has left a backlog: the oldest, or those that arrive now. */
export const ORDERS = UPLINK.order.choices;
export type Order = (typeof ORDERS)[number];

export interface SpoolOptions {
  /** Events. */
  readonly capacity: number;
  /** Maximum total bytes of the events. */
  readonly maxBytes: number;
  /** Milliseconds after which a waiting event is dropped; 0 keeps it forever. */
  readonly maxAgeMs: number;
  readonly overflow: Overflow;
  readonly order: Order;
  /** Whether alarms overtake other events. They are always the last to be dropped. */
  readonly alarmsFirst: boolean;
  /** The device that accepts events from now on. */
  readonly device?: string | undefined;
}

/** An event that the backend rejects, and the error it returned. */
export interface QuarantinedEvent {
  readonly event: EdgeEvent;
  readonly error: string;
  /** Not reported to anyone yet. */
  readonly unreported?: true;
  /** As in Batch. */
  readonly device?: string;
}

/** Events of a delivered batch that did not arrive. `index`: position in the batch. */
export interface Exceptions {
  /** The backend rejects them; they go to quarantine. */
  readonly quarantined: readonly { readonly index: number; readonly error: string }[];
  /** Nothing in them was sent. */
  readonly notCarried: readonly { readonly index: number }[];
}

/** Events dropped for one reason. Their series and times are absent if they cannot be known. */
export interface Drop {
  readonly reason: DropReason;
  readonly events: number;
  /** The topic. */
  readonly series?: string;
  /** Times of the first and last event, milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
}

/** Where events are currently stored. */
export type StorageState =
  /** The directory is being read; events are accepted meanwhile. */
  | { readonly kind: 'opening' }
  | { readonly kind: 'disk' }
  /** By choice. */
  | { readonly kind: 'memory' }
  /** The disk fails, so events stay in memory until it works again. `since`: milliseconds since the epoch. */
  | { readonly kind: 'failing'; readonly error: string; readonly since: number };

/** What a spool found when it was opened. */
export interface Recovered {
  /** Events from before: `depth`, `quarantined`, and those that are reported as unreadable right away. */
  readonly events: number;
  /** Drops from before a restart or from an earlier listener that were never reported. `events` excludes them. */
  readonly unreported: readonly Drop[];
  /** What is wrong with its files, as texts; empty if nothing is. */
  readonly findings: readonly string[];
}

/** Is notified of what happens in a spool. It must not throw. */
export interface SpoolListener {
  /** Called once; immediately if the spool is already ready. */
  onReady(recovered: Recovered): void;
  /** Findings made after the spool was ready, as texts, such as what its file system cannot do. */
  onFindings?(findings: readonly string[]): void;
  /** Events left the spool without being delivered. */
  onDropped(drop: Drop): void;
  /** The clock was set by `by` milliseconds while `events` events waited; timestamps of ours on these are corrected. */
  onClockStep?(by: number, events: number): void;
  /** `events`: how many events of a batch had their timestamps corrected. */
  onRestamped?(events: number): void;
  onStorage(state: StorageState): void;
}

/**
 * Is notified of what becomes of events that are only in memory; implemented by the part that keeps copies in case this
 * memory is lost. It must not throw.
 */
export interface SpoolWatch {
  /**
   * What must be added to the sequence of a numbered event to get its number in the files. Called before any event is
   * written with it, because the next spool that opens the directory for the same runtime needs it.
   */
  onNumbered(orderBase: number): void;
  /**
   * An event of a spool on disk counts as stored but is only in memory, by choice or because the disk fails.
   * @param sequence as passed to append().
   */
  onInMemory(event: EdgeEvent, sequence: number): void;
  /** An event was dropped before it counted as stored. */
  onRefused(sequence: number): void;
  /** The event's time, which was a timestamp of ours, has been corrected. */
  onRestamped(event: EdgeEvent): void;
  /** These events are given out as a batch; from now on they are in no other. */
  onBatch(batch: Batch): void;
  onQuarantined(event: EdgeEvent, error: string): void;
  /** Delivered, dropped, or on disk. */
  onSettled(events: readonly EdgeEvent[]): void;
}

/**
 * Which events a batch should contain.
 * - `alarms`: alarms that overtake
 * - `live`: events that arrived since startLive()
 * - `any`: the oldest
 */
export type Priority = 'alarms' | 'live' | 'any';

/** Whether the batch with this ID is wanted now. */
export type WantsBatch = (id: string) => boolean;

/**
 * Where events wait between acceptance and delivery. Bounded; it reports drops to its listener.
 * At any moment each event is in exactly one place: waiting, in a batch, or in quarantine.
 */
export interface Spool {
  /** Events waiting or in a batch. */
  readonly depth: number;
  /** Maximum for `depth`. */
  readonly capacity: number;
  /** Approximate bytes of the events in `depth`. */
  readonly bytes: number;
  /** Events waiting that are not in a batch yet. */
  readonly waiting: number;
  /** Of `waiting`: alarms that overtake, and events since startLive(); 0 if these do not take precedence. */
  readonly waitingAlarms: number;
  readonly waitingLive: number;
  /** Unsettled batches that nobody holds and that are not deferred; next() returns these first. */
  readonly heldBack: number;
  /** Events in deferred batches, which let others go first. */
  readonly waitingAside: number;
  /** Monotonic time when the first deferred batch may be returned again; infinite if only endPauses() ends it. */
  readonly asideUntil: number | undefined;
  /** Events in quarantine. */
  readonly quarantined: number;
  /** Approximate arrival of the oldest event in `depth`, milliseconds since the epoch. */
  readonly oldestArrival: number | undefined;
  readonly storage: StorageState;
  /** Maximum bytes of events per request, as passed to learnRequestBytes(); undefined if unknown. */
  readonly requestBytes: number | undefined;
  /** 99th percentile of the time that syncing events to disk took, milliseconds; null if nothing is synced. */
  readonly syncMsP99: number | null;
  /** Bytes written to disk since the start: of events, and in total; null if nothing is written to disk. */
  readonly written: { readonly events: number; readonly total: number } | null;

  /** Sets the only listener: the uplink that now holds the spool. */
  listen(listener: SpoolListener): void;

  /**
   * Accepts an event.
   * @param stored called once the event is as safe as this storage can make it, or was dropped and counted.
   * @param sequence its number among all events accepted since the runtime started, if these are numbered.
   */
  append(event: EdgeEvent, stored: () => void, sequence?: number): void;

  /** Counts events as dropped that never reached the spool. @param stored as for append(). */
  refuse(drop: Drop, stored: () => void): void;

  /**
   * A batch that nobody holds: one that was given back, oldest first, else a new one within the limits (a single
   * event may exceed `bytes`). Undefined if there is none of this priority.
   * @param wants selects among the batches that were given back: the oldest wanted one is returned, alarms or not.
   */
  next(limits: BatchLimits, priority?: Priority, wants?: WantsBatch): Promise<Batch | undefined>;

  /** With order `live-first`: waiting events become the backlog, and new ones are live. Otherwise does nothing. */
  startLive(): void;

  /**
   * The batch was not delivered this time; next() will return it again, unchanged, before anything newer.
   * @param wasSent whether it may have been sent since next() returned it; if not, it may be undone to make room.
   * @param until monotonic time until which it is deferred: next() returns others instead. release() ends this
   * early.
   */
  giveBack(batch: Batch, wasSent?: boolean, until?: number): void;

  /** Ends all deferrals. */
  endPauses(): void;

  /** The batch arrived, with these exceptions; the spool forgets it. */
  delivered(batch: Batch, exceptions?: Exceptions): Promise<void>;

  /** Replaces a batch with its halves, as separate batches that nobody holds. */
  split(batch: Batch): Promise<void>;

  /**
   * Replaces a batch with parts of the given sizes. Events keep their IDs (partId()).
   * @param sizes in events, each at least 1; their sum is the size of the batch.
   * @returns the parts, which the caller now holds in place of the batch.
   */
  divide(batch: Batch, sizes: readonly number[]): Promise<readonly Batch[]>;

  /** Whether quarantine has room for these events; otherwise its oldest ones would be dropped. */
  hasQuarantineRoom(events: readonly EdgeEvent[]): boolean;

  /** The backend rejects this batch of one event; the event goes to quarantine. */
  quarantine(batch: Batch, error: string): Promise<void>;

  /**
   * Returns quarantined events to the backlog.
   * @param ids of these events, as quarantineId() makes them; if absent, all.
   * @returns how many.
   */
  retryQuarantine(ids?: readonly string[]): Promise<number>;

  /** Drops quarantined events. @param ids as for retryQuarantine(). @returns how many. */
  clearQuarantine(ids?: readonly string[]): Promise<number>;

  /** Remembers the maximum bytes of events per request, across restarts too. */
  learnRequestBytes(bytes: number | undefined): void;

  /** The listener is now reporting all drops so far. */
  dropsTold(): void;

  /** The drops at the last dropsTold(), else all so far, were reported: they are not repeated after a restart. */
  dropsReported(): void;

  /** Drops that have not been reported yet. */
  readonly unreportedDrops: readonly Drop[];

  /** Events in quarantine that have not been reported yet. */
  readonly unreportedQuarantine: readonly QuarantinedEvent[];

  /** These events in quarantine have been reported. */
  quarantineReported(events: readonly EdgeEvent[]): void;

  /** The uplink is about to end: until release(), next() returns undefined rather than wait for a slow disk. */
  stopWaiting(): void;

  /**
   * The uplink that held batches is gone: frees them all and writes everything that was accepted. Syncs it too, unless
   * the disk takes longer than someone who is ending the process would wait.
   */
  release(): Promise<void>;

  /** Stops the spool's own work; nothing may be called afterwards. Includes release(). */
  close(): Promise<void>;
}
