import type { EdgeEvent } from '../frame';

/** Events that travel together. Id and boundaries are fixed before the first try and never change. */
export interface Batch {
  readonly id: string;
  readonly events: readonly EdgeEvent[];
}

export interface BatchLimits {
  readonly events: number;
  /** Bytes that the events may hold together. */
  readonly bytes: number;
}

/** Why events were dropped; each is counted by its reason. */
export type DropReason = 'overflow' | 'too_large' | 'expired' | 'quarantine_full' | 'cleared';

/** What is in the spool when it is full: the oldest event goes, or the newest is refused. */
export const OVERFLOWS = ['oldest', 'newest'] as const;
export type Overflow = (typeof OVERFLOWS)[number];

/** An event that the backend refuses, and what it said. */
export interface QuarantinedEvent {
  readonly event: EdgeEvent;
  readonly error: string;
}

export type DropListener = (events: number, reason: DropReason) => void;

/**
 * Where events wait between acceptance and delivery. Bounded; what it drops it reports to its drop listener.
 * Each event is at any moment in exactly one place: waiting, in a batch, or in quarantine.
 */
export interface Spool {
  /** Events waiting or in a batch. */
  readonly depth: number;
  /** Most events that `depth` may reach. */
  readonly capacity: number;
  /** Bytes that the events of `depth` hold, about. */
  readonly bytes: number;
  /** Events waiting, in no batch yet. */
  readonly waiting: number;
  /** Batches made and not settled that nobody holds: next() gives these first. */
  readonly heldBack: number;
  /** Events in quarantine. */
  readonly quarantined: number;
  /** Arrival of the oldest event of `depth`, in milliseconds since the epoch. */
  readonly oldestArrival: number | undefined;

  /** 99th percentile of how long it took to make events safe on disk, milliseconds; null where nothing is synced. */
  readonly syncMsP99: number | null;

  /** Who is told of drops; there is one listener, the uplink that now holds the spool. */
  onDropped(listener: DropListener): void;

  /**
   * Takes an event in.
   * @param stored called once the event is as safe as this storage makes it, or was dropped and counted.
   */
  append(event: EdgeEvent, stored: () => void): void;

  /**
   * The oldest batch that nobody holds: one that was given back, else a new one within the limits (a single
   * event may exceed `bytes`). Undefined when nothing waits.
   */
  next(limits: BatchLimits): Promise<Batch | undefined>;

  /** The batch was not delivered now; next() will give it again, the same, before anything newer. */
  giveBack(batch: Batch): void;

  /** The batch arrived: forget it. */
  delivered(batch: Batch): Promise<void>;

  /** The batch is too much for the backend: in its place come its halves, as batches of their own. */
  split(batch: Batch): Promise<void>;

  /** The backend refuses this batch of one event: keep it aside. */
  quarantine(batch: Batch, error: string): Promise<void>;

  /** Lets every quarantined event wait for delivery again. Returns how many. */
  retryQuarantine(): Promise<number>;

  /** Drops every quarantined event. Returns how many. */
  clearQuarantine(): Promise<number>;

  /** Ends the work of the uplink that holds the spool: no batch is held any more. */
  close(): Promise<void>;
}
