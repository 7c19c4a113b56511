import type { EdgeEvent, RefusalCause } from '../../frame';
import type { DropReason } from '../../spool';
import type { Stats, ValuesLeftOut } from './Statistics';

/** What an uplink reports: receipts and changes of state. Names and fields are those of output 1 of the node. */
export type UplinkEvent =
  | { readonly event: 'delivered'; readonly payload: Receipt }
  | { readonly event: 'offline'; readonly payload: OfflineReport }
  | {
      readonly event: 'online';
      readonly payload: { readonly buffer_depth: number; readonly offline_seconds: number };
    }
  | { readonly event: 'dropped'; readonly payload: DropReport }
  | {
      /** The disk fails and events are kept in memory, or the disk works again. */
      readonly event: 'storage';
      readonly payload: {
        readonly state: 'disk' | 'memory' | 'failing';
        readonly error?: string;
        readonly buffer_depth: number;
      };
    }
  | {
      /** The clock was set while events waited. Our own stamps are corrected on events not sent yet. */
      readonly event: 'clock';
      readonly payload: {
        /** Positive forward, negative back. */
        readonly step_seconds: number;
        /** Number of events that waited. */
        readonly events: number;
        readonly buffer_depth: number;
      };
    }
  | { readonly event: 'stats'; readonly payload: Stats }
  | {
      readonly event: 'quarantined';
      readonly payload: {
        readonly event: EdgeEvent;
        readonly error: string;
        /** It was quarantined before a restart or deploy, and nobody heard of it then. */
        readonly recovered?: true;
      };
    };

/** Events dropped for one reason. */
export interface DropReport {
  readonly events: number;
  readonly reason: DropReason;
  readonly buffer_depth: number;
  /** At most 100 series; the others share a gap. */
  readonly gaps: readonly Gap[];
  /** They were dropped before a restart or deploy, and nobody heard of it then. */
  readonly recovered?: true;
}

/** The dropped events of a series. */
export interface Gap {
  /** The topic; null if unknown, and for all series beyond the first 100 together. */
  readonly series: string | null;
  readonly count: number;
  /** Times of the first and the last event, milliseconds since the epoch; null if unknown. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface Receipt {
  /** The batch's ID, sent as `Idempotency-Key`. */
  readonly batch: string;
  readonly events: number;
  /** Bytes of the request body as sent. */
  readonly bytes: number;
  /** HTTP status. */
  readonly status: number;
  /** Number of attempts. */
  readonly attempts: number;
  /** Duration of the last attempt. */
  readonly duration_ms: number;
  /** Values of these events that the backend does not have, by reason. */
  readonly left_out?: ValuesLeftOut;
}

export interface OfflineReport {
  readonly error: string;
  /** HTTP status, if the backend responded. */
  readonly status?: number;
  readonly buffer_depth: number;
  /** Seconds until the next attempt. */
  readonly retry_in: number;
}

/**
 * Why a response is not a success, if its status does not say so. `rejects-all`: the backend rejects everything, so no
 * event is to blame.
 */
export type RefusedCause = RefusalCause | 'rejects-all';

/** The state of the connection to the backend. */
export type LinkState =
  /** No response yet. */
  | { readonly kind: 'connecting' }
  /** `isQuarantineFull`: rejected events wait for room in quarantine; the others are delivered. */
  | { readonly kind: 'online'; readonly isQuarantineFull?: true }
  /** No response, or one that asks for a retry later; delays grow. `since`: milliseconds since the epoch. */
  | { readonly kind: 'offline'; readonly since: number; readonly error: string }
  /**
   * The backend refuses this gateway (key, path), or the response is not a success of the backend itself (`cause`):
   * everything is kept and retried slowly.
   */
  | {
      readonly kind: 'refused';
      readonly since: number;
      readonly error: string;
      readonly status: number;
      readonly cause?: RefusedCause;
    }
  /** Paused by the user. */
  | { readonly kind: 'paused' };
