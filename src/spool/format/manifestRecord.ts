import type { Drop, Priority, QuarantinedEvent } from '../Spool';
import type { StoredEvent } from './eventRecord';
import type { Position } from './Position';
import { toRecord } from './record';
import type { LogName } from './segmentFile';

/** A stretch of a log. `events` can be read, `lost` cannot. */
export interface Span {
  readonly log: LogName;
  readonly from: Position;
  readonly to: Position;
  readonly events: number;
  readonly lost: number;
  readonly bytes: number;
}

/** A batch as the manifest has it: stretches of logs, or, where there are none, the events themselves. */
export interface SavedBatch {
  readonly id: string;
  readonly priority: Priority;
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
  readonly log: LogName;
  readonly number: number;
  readonly size: number;
  readonly endN: number;
}

/** What happens to the spool, as the manifest has it; the state is what these lead to. */
export type ManifestRecord =
  | { readonly kind: 'snapshot'; readonly state: SavedState }
  | { readonly kind: 'sealed'; readonly batches: readonly SavedBatch[] }
  /** A batch of events that are in no log: of what waits again after quarantine, or of what came while the disk failed. */
  | { readonly kind: 'hold'; readonly batch: SavedBatch; readonly replayed: number }
  /** Batches that nobody has seen became waiting events again; newest last. */
  | { readonly kind: 'unsealed'; readonly ids: readonly string[] }
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
  | { readonly kind: 'closed'; readonly next: Readonly<Record<LogName, number>> }
  | { readonly kind: 'live'; readonly at: Position };

export interface SavedState {
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  readonly batches: readonly SavedBatch[];
  readonly quarantine: readonly QuarantinedEvent[];
  readonly replay: readonly StoredEvent[];
  readonly drops: readonly Drop[];
  readonly ends: readonly SegmentEnd[];
}

/**
 * The names that version 1 gave to some kinds and fields; docs/spool-format.md has all of them, and they never change.
 * On disk a record is the byte 4 and an object with these names as JSON.
 */
interface DiskSpan extends Omit<Span, 'log'> {
  readonly lane: LogName;
}

interface DiskBatch extends Omit<SavedBatch, 'priority' | 'spans'> {
  readonly turn: Priority;
  readonly spans: readonly DiskSpan[];
}

interface DiskEnd extends Omit<SegmentEnd, 'log'> {
  readonly lane: LogName;
}

interface DiskState extends Omit<SavedState, 'batches' | 'ends'> {
  readonly batches: readonly DiskBatch[];
  readonly ends: readonly DiskEnd[];
}

type RenamedKind = 'snapshot' | 'sealed' | 'unsealed' | 'hold' | 'split' | 'dropped';

/** A record as it is on disk. */
export type DiskRecord =
  | Exclude<ManifestRecord, { readonly kind: RenamedKind }>
  | { readonly kind: 'state'; readonly state: DiskState }
  | { readonly kind: 'cut'; readonly batches: readonly DiskBatch[] }
  | { readonly kind: 'uncut'; readonly ids: readonly string[] }
  | { readonly kind: 'hold'; readonly batch: DiskBatch; readonly replayed: number }
  | { readonly kind: 'split'; readonly id: string; readonly halves: readonly DiskBatch[] }
  | {
      readonly kind: 'dropped';
      readonly span: DiskSpan | null;
      readonly replayed: number;
      readonly drops: readonly Drop[];
    };

const MANIFEST_RECORD = 4;

export function encodeManifestRecord(record: ManifestRecord): Buffer {
  const json = JSON.stringify(toDisk(record));
  return toRecord(Buffer.concat([Buffer.from([MANIFEST_RECORD]), Buffer.from(json)]));
}

/** @returns undefined when the payload is another record. */
export function decodeManifestRecord(payload: Buffer): ManifestRecord | undefined {
  if (payload[0] !== MANIFEST_RECORD) return undefined;
  const value: unknown = JSON.parse(payload.toString('utf8', 1));
  return isDiskRecord(value) ? fromDisk(value) : undefined;
}

/** The CRC has vouched for the rest. */
function isDiskRecord(value: unknown): value is DiskRecord {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function toDisk(record: ManifestRecord): DiskRecord {
  switch (record.kind) {
    case 'snapshot': {
      const { batches, ends } = record.state;
      return {
        kind: 'state',
        state: { ...record.state, batches: batches.map(batchToDisk), ends: ends.map(placeToDisk) },
      };
    }
    case 'sealed':
      return { kind: 'cut', batches: record.batches.map(batchToDisk) };
    case 'unsealed':
      return { kind: 'uncut', ids: record.ids };
    case 'hold':
      return { ...record, batch: batchToDisk(record.batch) };
    case 'split':
      return { ...record, halves: record.halves.map(batchToDisk) };
    case 'dropped':
      return { ...record, span: record.span && placeToDisk(record.span) };
    default:
      return record;
  }
}

function fromDisk(record: DiskRecord): ManifestRecord {
  switch (record.kind) {
    case 'state': {
      const { batches, ends } = record.state;
      return {
        kind: 'snapshot',
        state: { ...record.state, batches: batches.map(batchFromDisk), ends: ends.map(placeFromDisk) },
      };
    }
    case 'cut':
      return { kind: 'sealed', batches: record.batches.map(batchFromDisk) };
    case 'uncut':
      return { kind: 'unsealed', ids: record.ids };
    case 'hold':
      return { ...record, batch: batchFromDisk(record.batch) };
    case 'split':
      return { ...record, halves: record.halves.map(batchFromDisk) };
    case 'dropped':
      return { ...record, span: record.span && placeFromDisk(record.span) };
    default:
      return record;
  }
}

function batchToDisk({ id, priority, spans, ...rest }: SavedBatch): DiskBatch {
  return { id, turn: priority, spans: spans.map(placeToDisk), ...rest };
}

function batchFromDisk({ id, turn, spans, ...rest }: DiskBatch): SavedBatch {
  return { id, priority: turn, spans: spans.map(placeFromDisk), ...rest };
}

function placeToDisk<T extends { readonly log: LogName }>({ log, ...rest }: T) {
  return { lane: log, ...rest };
}

function placeFromDisk<T extends { readonly lane: LogName }>({ lane, ...rest }: T) {
  return { log: lane, ...rest };
}
