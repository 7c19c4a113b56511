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
  /** Where its spool on disk lies; absolute. Undefined if there is none. */
  readonly directory: string | undefined;
  /** What is noted in the directory, for people. */
  readonly about?: SpoolAbout;
}

/** What the main thread handed over, or the engine took in, since the runtime began. Events that were dropped included. */
export interface Taken {
  events: number;
  bytesIn: number;
  suppressed: number;
  /** Of the events: those that were dropped before they were handed over. */
  refused: number;
  /** Of the records of the others. */
  bytes: number;
}

export const NOTHING_TAKEN: Taken = { events: 0, bytesIn: 0, suppressed: 0, refused: 0, bytes: 0 };

/** Events that were dropped before they were handed over. */
export interface SentDrops {
  readonly id: number;
  readonly events: number;
  readonly bytesIn: number;
  readonly suppressed: number;
  readonly drops: readonly Drop[];
}

/** Events in memory that the engine lost, and that are not settled. */
export interface KeptEvents {
  readonly groups: readonly { readonly group: SentGroup; readonly settled: Uint8Array }[];
  /** Their sequences, by the batch that they belong to. */
  readonly batches: readonly { readonly id: string; readonly sequences: readonly number[] }[];
  readonly quarantined: readonly {
    readonly sequence: number;
    readonly record: Uint8Array;
    readonly error: string;
  }[];
}

/** With what an uplink goes on whose engine died. */
export interface Resume {
  readonly counters: Counters;
  readonly orderBase: number | undefined;
  readonly kept: KeptEvents | undefined;
  /** Handed over and not answered. */
  readonly groups: readonly SentGroup[];
}

export type Call = 'retry-quarantine' | 'clear-quarantine';

export type Command = 'start' | 'flush' | 'pause' | 'resume';

/** What the engine is told. `uplink` and `backend` are ids that the main thread gives. */
export type ToEngine =
  | { readonly kind: 'backend'; readonly backend: number; readonly plan: BackendPlan }
  | { readonly kind: 'forget-backend'; readonly backend: number }
  | {
      readonly kind: 'open';
      readonly uplink: string;
      readonly backend: number;
      readonly plan: UplinkPlan;
      readonly taken: Taken;
      /** One number: the events that were handed over and are stored. */
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
      /** Of the events that are meant, as quarantineId() has them; all where absent. */
      readonly ids?: readonly string[];
    }
  | {
      readonly kind: 'close';
      readonly uplink: string;
      /** Milliseconds that it may go on sending. */
      readonly graceMs: number;
      /** Whether what it has waits for a successor of the same id. */
      readonly isLeft: boolean;
    }
  /** Another engine has it from now on: what is left of it here is closed, and then answered. */
  | { readonly kind: 'forget-uplink'; readonly id: number; readonly uplink: string }
  | { readonly kind: 'last-events'; readonly id: number; readonly backend: number }
  /** To `hearing`: whether what was told before it has reached somebody. */
  | { readonly kind: 'heard'; readonly uplink: string; readonly id: number; readonly isHeard: boolean }
  /** Somebody who is told things by the uplink failed at it. */
  | { readonly kind: 'listener-failed'; readonly uplink: string; readonly error: string };

/** How things stand with an uplink. */
export interface Snapshot {
  readonly counters: Counters;
  readonly spool: SpoolFacts;
  readonly taken: Taken;
  readonly state: LinkState;
  /** Whether the last request failed. */
  readonly isFailing: boolean;
  /** Milliseconds until the next try, from now. */
  readonly waitMs: number;
  /** Whether something is being sent or settled: the process is to live until it is over. */
  readonly isBusy: boolean;
}

/** What the engine tells. */
export type FromEngine =
  /** The first message: the engine works. */
  | { readonly kind: 'ready' }
  /** The numbers in the files are known: see SpoolWatch. */
  | { readonly kind: 'numbered'; readonly uplink: string; readonly orderBase: number }
  /** A group or drops are safe. */
  | { readonly kind: 'stored'; readonly uplink: string; readonly id: number }
  /** A group is as safe as memory makes it: the main thread is to keep it, but for these of its events. */
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
      /** Events that are counted as dropped now, and whose group is not answered: they must not come back. */
      readonly refused: readonly number[];
    }
  | { readonly kind: 'event'; readonly uplink: string; readonly event: UplinkEvent }
  /** Asks whether the events before it have reached somebody. */
  | { readonly kind: 'hearing'; readonly uplink: string; readonly id: number }
  | { readonly kind: 'state'; readonly uplink: string; readonly state: LinkState }
  | { readonly kind: 'storage'; readonly uplink: string; readonly state: StorageState }
  | { readonly kind: 'findings'; readonly uplink: string; readonly findings: readonly string[] }
  /** Of an event in memory: its time, a stamp of our own, was corrected. */
  | {
      readonly kind: 'restamped';
      readonly uplink: string;
      readonly sequence: number;
      readonly time: number;
    }
  /** Of events in memory: they are in this batch, in quarantine, or settled (delivered, dropped, on disk). */
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
