import type { EdgeEvent, FormatOptions } from '../frame';
import type { DiskSpoolOptions, Drop, SpoolAbout, StorageState } from '../spool';
import type {
  BackendOptions,
  Counters,
  DeliveryOptions,
  HttpTransportOptions,
  LinkState,
  SpoolFacts,
  UplinkEvent,
} from '../uplink';
import type { SentGroup } from './EventGroup';

/** A backend as plain data, from which the engine makes transport, format and codings. */
export interface BackendPlan extends Pick<BackendOptions, 'deviceId' | 'envelope' | 'compression'> {
  readonly http: HttpTransportOptions;
  readonly format: Omit<FormatOptions, 'catalog'>;
  /** Codes of all symbols, by name. */
  readonly symbols: Readonly<Record<string, number>>;
}

/** An uplink as plain data. */
export interface UplinkPlan {
  readonly delivery: DeliveryOptions;
  readonly spool: DiskSpoolOptions;
  /** Absolute path of its spool on disk; undefined if there is none. */
  readonly directory: string | undefined;
  /** A note left in the directory, for people. */
  readonly about?: SpoolAbout;
}

/** What the main thread handed over, or the engine took in, since the runtime began, including dropped events. */
export interface Taken {
  events: number;
  bytesIn: number;
  suppressed: number;
  /** Of `events`: those dropped before they were handed over. */
  refused: number;
  /** Size of the records of the others. */
  bytes: number;
}

export const NOTHING_TAKEN: Taken = { events: 0, bytesIn: 0, suppressed: 0, refused: 0, bytes: 0 };

/** Events dropped before they were handed over. */
export interface SentDrops {
  readonly id: number;
  readonly events: number;
  readonly bytesIn: number;
  readonly suppressed: number;
  readonly drops: readonly Drop[];
}

/** Events that are only in memory and not settled, for when the engine loses them. */
export interface KeptEvents {
  readonly groups: readonly { readonly group: SentGroup; readonly settled: Uint8Array }[];
  /** Sequence numbers of the events by batch. */
  readonly batches: readonly { readonly id: string; readonly sequences: readonly number[] }[];
  readonly quarantined: readonly {
    readonly sequence: number;
    readonly record: Uint8Array;
    readonly error: string;
  }[];
}

/** What an uplink resumes with after its engine died. */
export interface Resume {
  readonly counters: Counters;
  readonly orderBase: number | undefined;
  readonly kept: KeptEvents | undefined;
  /** Handed over but not answered. */
  readonly groups: readonly SentGroup[];
}

export type Call = 'retry-quarantine' | 'clear-quarantine';

export type Command = 'start' | 'flush' | 'pause' | 'resume';

/** Messages to the engine. `uplink` and `backend` are IDs assigned by the main thread. */
export type ToEngine =
  | { readonly kind: 'backend'; readonly backend: number; readonly plan: BackendPlan }
  | { readonly kind: 'forget-backend'; readonly backend: number }
  | {
      readonly kind: 'open';
      readonly uplink: string;
      readonly backend: number;
      readonly plan: UplinkPlan;
      readonly taken: Taken;
      /** One number: how many of the events handed over are stored. */
      readonly stored: Int32Array;
      readonly resume: Resume | undefined;
    }
  | { readonly kind: 'events'; readonly uplink: string; readonly group: SentGroup }
  | { readonly kind: 'drops'; readonly uplink: string; readonly drops: SentDrops }
  | { readonly kind: 'command'; readonly uplink: string; readonly command: Command }
  | {
      readonly kind: 'call';
      readonly uplink: string;
      readonly id: number;
      readonly call: Call;
      /** Which events, by quarantineId(); all if absent. */
      readonly ids?: readonly string[];
    }
  | {
      readonly kind: 'close';
      readonly uplink: string;
      /** How long it may go on sending, milliseconds. */
      readonly graceMs: number;
      /** Whether its backlog is kept for a successor with the same ID. */
      readonly isLeft: boolean;
    }
  /** Another engine has the uplink from now on: the spool left here is closed before the answer. */
  | { readonly kind: 'forget-uplink'; readonly id: number; readonly uplink: string }
  | { readonly kind: 'last-events'; readonly id: number; readonly backend: number }
  /** Answers `hearing`: whether the events before it have reached anyone. */
  | { readonly kind: 'heard'; readonly uplink: string; readonly id: number; readonly isHeard: boolean }
  /** The uplink's listener threw an error. */
  | { readonly kind: 'listener-failed'; readonly uplink: string; readonly error: string };

/** The current state of an uplink. */
export interface Snapshot {
  readonly counters: Counters;
  readonly spool: SpoolFacts;
  readonly taken: Taken;
  readonly state: LinkState;
  /** Whether the last request failed. */
  readonly isFailing: boolean;
  /** Milliseconds from now until the next attempt. */
  readonly waitMs: number;
  /** Whether anything is being sent or settled, which keeps the process alive. */
  readonly isBusy: boolean;
}

/** Messages from the engine. */
export type FromEngine =
  /** The first message: the engine works. */
  | { readonly kind: 'ready' }
  /** The numbers in the files are known: see SpoolWatch. */
  | { readonly kind: 'numbered'; readonly uplink: string; readonly orderBase: number }
  /** A group, or a report of drops, is safe. */
  | { readonly kind: 'stored'; readonly uplink: string; readonly id: number }
  /** A group is as safe as memory makes it: the main thread must keep it, except for the events in `except`. */
  | {
      readonly kind: 'in-memory';
      readonly uplink: string;
      readonly id: number;
      readonly except: readonly number[];
    }
  | {
      readonly kind: 'snapshot';
      readonly uplink: string;
      readonly snapshot: Snapshot;
      /** Events that now count as dropped although their group is not answered yet: they must not come back. */
      readonly refused: readonly number[];
    }
  | { readonly kind: 'event'; readonly uplink: string; readonly event: UplinkEvent }
  /** Asks whether the events before it have reached anyone. */
  | { readonly kind: 'hearing'; readonly uplink: string; readonly id: number }
  | { readonly kind: 'state'; readonly uplink: string; readonly state: LinkState }
  | { readonly kind: 'storage'; readonly uplink: string; readonly state: StorageState }
  | { readonly kind: 'findings'; readonly uplink: string; readonly findings: readonly string[] }
  /** The time of an event in memory, which was our own stamp, was corrected. */
  | {
      readonly kind: 'restamped';
      readonly uplink: string;
      readonly sequence: number;
      readonly time: number;
    }
  /** Events in memory are now in this batch, in quarantine, or settled (delivered, dropped, on disk). */
  | {
      readonly kind: 'batch';
      readonly uplink: string;
      readonly id: string;
      readonly sequences: readonly number[];
    }
  | {
      readonly kind: 'put-aside';
      readonly uplink: string;
      readonly sequence: number;
      readonly error: string;
    }
  | { readonly kind: 'settled'; readonly uplink: string; readonly sequences: readonly number[] }
  | { readonly kind: 'closed'; readonly uplink: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: number | readonly EdgeEvent[] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };
