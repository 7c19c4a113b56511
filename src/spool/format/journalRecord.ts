import type { Drop, QuarantinedEvent, Turn } from '../Spool';
import type { StoredEvent } from './eventRecord';
import type { Position } from './Position';
import type { LaneName } from './segmentFile';

/** A stretch of a lane. `events` can be read, `lost` cannot. */
export interface Span {
  readonly lane: LaneName;
  readonly from: Position;
  readonly to: Position;
  readonly events: number;
  readonly lost: number;
  readonly bytes: number;
}

/** A batch as the journal has it: stretches of lanes, or, where there are none, the events themselves. */
export interface SavedBatch {
  readonly id: string;
  readonly turn: Turn;
  readonly spans: readonly Span[];
  readonly held: readonly StoredEvent[];
  readonly count: number;
  readonly bytes: number;
  /** Arrival of its first event, milliseconds since the epoch. */
  readonly arrival: number;
}

export interface SavedRange {
  readonly from: Position;
  readonly to: Position | null;
}

/** Where a damaged file ends: what stands after it does not count. */
export interface SegmentEnd {
  readonly lane: LaneName;
  readonly number: number;
  readonly size: number;
  readonly endN: number;
}

/**
 * What happens to the spool, as the journal has it; the state is what these lead to. On disk each is the byte 4 and
 * this object as JSON: names of kinds and fields are those of docs/spool-format.md and never change.
 */
export type JournalRecord =
  | { readonly kind: 'state'; readonly state: SavedState }
  | { readonly kind: 'cut'; readonly batches: readonly SavedBatch[] }
  /** A batch of events that are in no lane: of what waits again after quarantine, or of what came while the disk failed. */
  | { readonly kind: 'hold'; readonly batch: SavedBatch; readonly replayed: number }
  /** Batches that nobody has seen are none any more; newest last. */
  | { readonly kind: 'uncut'; readonly ids: readonly string[] }
  | { readonly kind: 'delivered'; readonly id: string }
  /** The batch arrived, except these events of it. */
  | {
      readonly kind: 'delivered-except';
      readonly id: string;
      readonly quarantined: readonly QuarantinedEvent[];
      readonly drops: readonly Drop[];
    }
  | { readonly kind: 'split'; readonly id: string; readonly halves: readonly SavedBatch[] }
  | { readonly kind: 'quarantined'; readonly id: string; readonly events: readonly QuarantinedEvent[] }
  | { readonly kind: 'quarantine-shortened'; readonly events: number; readonly drops: readonly Drop[] }
  | { readonly kind: 'quarantine-cleared'; readonly drops: readonly Drop[] }
  | { readonly kind: 'quarantine-retried'; readonly arrival: number }
  | {
      readonly kind: 'dropped';
      readonly span: Span | null;
      readonly replayed: number;
      readonly drops: readonly Drop[];
    }
  | { readonly kind: 'reported' }
  /** The last record of an orderly end: numbers of the events that would have come next, all before being durable. */
  | { readonly kind: 'closed'; readonly next: Readonly<Record<LaneName, number>> }
  | { readonly kind: 'live'; readonly at: Position };

export interface SavedState {
  readonly ranges: Readonly<Record<LaneName, readonly SavedRange[]>>;
  readonly batches: readonly SavedBatch[];
  readonly quarantine: readonly QuarantinedEvent[];
  readonly replay: readonly StoredEvent[];
  readonly drops: readonly Drop[];
  readonly ends: readonly SegmentEnd[];
}
