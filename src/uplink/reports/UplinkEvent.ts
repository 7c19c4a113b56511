import type { EdgeEvent, RefusalCause } from '../../frame';
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
      /** The disk fails and events are kept in memory, or it works again. */
      readonly event: 'storage';
      readonly payload: {
        readonly state: 'disk' | 'memory' | 'failing';
        readonly error?: string;
        readonly buffer_depth: number;
      };
    }
  | {
      /** The clock was set while events waited: those of our own stamps that have not been tried yet are corrected. */
      readonly event: 'clock';
      readonly payload: {
        /** Forward; negative: back. */
        readonly step_seconds: number;
        /** That waited. */
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
        /** It was set aside before a restart or a deploy, and nobody heard of it then. */
        readonly recovered?: true;
      };
    };

/** Events that were dropped for one reason. */
export interface DropReport {
  readonly events: number;
  readonly reason: DropReason;
  readonly buffer_depth: number;
  /** At most 100 series, the others together. */
  readonly gaps: readonly Gap[];
  /** They were dropped before a restart or a deploy, and nobody heard of it then. */
  readonly recovered?: true;
}

/** The events of a series that were dropped. */
export interface Gap {
  /** The topic; null if it is unknown, and for the series beyond the first 100 together. */
  readonly series: string | null;
  readonly count: number;
  /** Times of the first and the last event, milliseconds since the epoch; null if unknown. */
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
  /** How many tries it took. */
  readonly attempts: number;
  /** Duration of the last try. */
  readonly duration_ms: number;
  /** Values of these events that the backend does not have, by reason. */
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

/**
 * Why an answer is not a success, where its status does not say it; `rejects-all`: whatever it is sent, so that no event is
 * to blame.
 */
export type RefusedCause = RefusalCause | 'rejects-all';

/** The state of the connection to the backend. */
export type LinkState =
  /** No request has been answered yet. */
  | { readonly kind: 'connecting' }
  /** `isQuarantineFull`: events that belong there wait for room; the others are delivered. */
  | { readonly kind: 'online'; readonly isQuarantineFull?: true }
  /** No answer, or one that asks to retry later; waits grow. `since`: milliseconds since the epoch. */
  | { readonly kind: 'offline'; readonly since: number; readonly error: string }
  /**
   * The backend refuses this gateway (key, path), or what answers is not a success of the backend's (`cause`): everything is
   * kept, and it is asked again slowly.
   */
  | {
      readonly kind: 'refused';
      readonly since: number;
      readonly error: string;
      readonly status: number;
      readonly cause?: RefusedCause;
    }
  /** The user paused it. */
  | { readonly kind: 'paused' };
