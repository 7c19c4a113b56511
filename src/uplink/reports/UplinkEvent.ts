import type { EdgeEvent } from '../../frame';
import type { DropReason } from '../../spool';
import type { Stats, ValuesLeftOut } from './Statistics';

/** What an uplink reports: receipts and changes of its state. Names and fields are those of output 1 of the node. */
export type UplinkEvent =
  | { readonly event: 'delivered'; readonly payload: Receipt }
  | { readonly event: 'offline'; readonly payload: OfflineReport }
  | {
      readonly event: 'online';
      readonly payload: { readonly buffer_depth: number; readonly offline_seconds: number };
    }
  | { readonly event: 'dropped'; readonly payload: DropReport }
  | {
      /** The disk failed and events are kept in memory, or it works again. */
      readonly event: 'storage';
      readonly payload: {
        readonly state: 'disk' | 'memory' | 'failing';
        readonly error?: string;
        readonly buffer_depth: number;
      };
    }
  | { readonly event: 'stats'; readonly payload: Stats }
  | {
      readonly event: 'quarantined';
      readonly payload: { readonly event: EdgeEvent; readonly error: string };
    };

/** Events that were given up, for one reason. */
export interface DropReport {
  readonly events: number;
  readonly reason: DropReason;
  readonly buffer_depth: number;
  /** At most 100 series, and the rest together. */
  readonly gaps: readonly Gap[];
  /** They were dropped in an earlier life of the program, which could not tell. */
  readonly recovered?: true;
}

/** What is missing of a series because it was dropped. */
export interface Gap {
  /** The topic; null for what nobody can tell, and for further series together. */
  readonly series: string | null;
  readonly count: number;
  /** Times of the first and the last event, milliseconds since the epoch; null where nobody can tell. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface Receipt {
  /** The batch's id, sent as `Idempotency-Key`. */
  readonly batch: string;
  readonly events: number;
  /** Bytes of the request body as sent. */
  readonly bytes: number;
  /** HTTP status. */
  readonly status: number;
  /** Tries that it took, this one included. */
  readonly attempts: number;
  /** Of the last try. */
  readonly duration_ms: number;
  /** Values of these events that are not with the backend, by reason. */
  readonly left_out?: ValuesLeftOut;
}

export interface OfflineReport {
  readonly error: string;
  /** HTTP status, where the backend answered. */
  readonly status?: number;
  readonly buffer_depth: number;
  /** Seconds until the next try. */
  readonly retry_in: number;
}

/** How things stand with the backend. */
export type LinkState =
  /** Nothing was sent yet. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  /** No answer, or one that says later; tried again with growing waits. `since`: milliseconds since the epoch. */
  | { readonly kind: 'offline'; readonly since: number; readonly error: string }
  /** The backend will have nothing from us (key, path): everything is kept, and it is asked again slowly. */
  | { readonly kind: 'refused'; readonly since: number; readonly error: string; readonly status: number }
  /** The user paused it. */
  | { readonly kind: 'paused' };
