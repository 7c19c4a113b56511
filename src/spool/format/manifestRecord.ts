import type { ClockReading } from '../../clock';
import type { ClockHistory } from '../../frame';
import type { Drop, Priority, QuarantinedEvent } from '../Spool';
import type { StoredEvent } from './eventRecord';
import type { Position } from './Position';
import { toRecord } from './record';
import type { LogName } from './segmentFile';

/** A stretch of a log. `events`: how many can be read; `lost`: how many cannot. */
export interface Span {
  readonly log: LogName;
  readonly from: Position;
  readonly to: Position;
  readonly events: number;
  readonly lost: number;
  readonly bytes: number;
}

/** Keys of events that were set aside: all in the same place, from the first key to the last. */
export interface KeyRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What identifies an event that was set aside: its key (keys rise), and the batch in which it was rejected.
 * Release 0.1.0 wrote neither.
 */
export interface AsideKey {
  readonly key?: number;
  readonly of?: string;
}

export type AsideEvent = QuarantinedEvent & AsideKey;
/** An event out of quarantine, or in a batch of such events. */
export type HeldEvent = StoredEvent & AsideKey & { readonly device?: string };

/**
 * Where the events of a batch are, for records about the batch: even if the record that made it cannot be read, these
 * fields say what became of its events. Release 0.1.0 did not write them.
 */
export interface BatchTrace {
  readonly spans?: readonly Span[];
  readonly keys?: KeyRange;
}

/** Which events in quarantine a record is about, and the batches in which they were rejected. */
export interface AsideTrace {
  readonly keys?: KeyRange;
  readonly of?: readonly string[];
}

/** A batch in the manifest: stretches of logs or, if there are none, the events themselves. */
export interface SavedBatch {
  readonly id: string;
  readonly priority: Priority;
  readonly spans: readonly Span[];
  readonly held: readonly HeldEvent[];
  readonly count: number;
  readonly bytes: number;
  /** Arrival of its first event, milliseconds since the epoch. */
  readonly arrival: number;
  /** As in SavedRange. */
  readonly device?: string;
  /** For correcting the timestamps of its events. Only present if the clock had been set before it was made. */
  readonly clock?: ClockHistory;
}

export interface SavedRange {
  readonly from: Position;
  readonly to: Position | null;
  /** The device that accepted its events; absent if unknown, as in files of release 0.1.0. */
  readonly device?: string;
}

/** The system clock and the spool's own clock, read at the same moment. Milliseconds since the epoch. */
export interface SavedClock extends ClockReading {
  readonly count: number;
}

/** Where a damaged file ends: anything after it does not count. */
export interface SegmentEnd {
  readonly log: LogName;
  readonly number: number;
  readonly size: number;
  readonly endN: number;
}

/** An entry of the manifest: something that happened to the spool. Together, they lead to its state. */
export type ManifestRecord =
  | { readonly kind: 'snapshot'; readonly state: SavedState }
  | { readonly kind: 'sealed'; readonly batches: readonly SavedBatch[] }
  /** A batch of events that are not in a log: retried from quarantine, or accepted while the disk failed. */
  | ({ readonly kind: 'hold'; readonly batch: SavedBatch; readonly replayed: number } & AsideTrace)
  /** Batches that were never sent became waiting events again; newest last. */
  | { readonly kind: 'unsealed'; readonly ids: readonly string[] }
  | ({ readonly kind: 'delivered'; readonly id: string } & BatchTrace)
  /** The batch arrived, except for these events. */
  | ({
      readonly kind: 'delivered-except';
      readonly id: string;
      readonly quarantined: readonly AsideEvent[];
      readonly drops: readonly Drop[];
    } & BatchTrace)
  | ({ readonly kind: 'split'; readonly id: string; readonly halves: readonly SavedBatch[] } & BatchTrace)
  | ({
      readonly kind: 'quarantined';
      readonly id: string;
      readonly events: readonly AsideEvent[];
    } & BatchTrace)
  | ({
      readonly kind: 'quarantine-shortened';
      readonly events: number;
      readonly drops: readonly Drop[];
    } & AsideTrace)
  | ({ readonly kind: 'quarantine-cleared'; readonly drops: readonly Drop[] } & AsideTrace)
  | ({ readonly kind: 'quarantine-retried'; readonly arrival: number } & AsideTrace)
  | ({
      readonly kind: 'dropped';
      readonly span: Span | null;
      readonly replayed: number;
      readonly drops: readonly Drop[];
    } & AsideTrace)
  /** All drops were reported, except those in `since`. Release 0.1.0 does not know `since`. */
  | { readonly kind: 'reported'; readonly since?: readonly Drop[] }
  /** Events in quarantine with these keys were reported. */
  | { readonly kind: 'quarantine-reported'; readonly keys: readonly number[] }
  /** The last record after an orderly shutdown: number of each log's next event. All events before it are durable. */
  | { readonly kind: 'closed'; readonly next: Readonly<Record<LogName, number>> }
  /** Number of each log's next event. All before it were written, so events missing at the end are noticed. */
  | { readonly kind: 'written'; readonly next: Readonly<Record<LogName, number>> }
  /** The last record of a file that has been succeeded by a newer one, in case that one gets lost. */
  | { readonly kind: 'continued' }
  | { readonly kind: 'live'; readonly at: Position }
  /** Maximum bytes of events per request; null if it is no longer known. */
  | { readonly kind: 'learned'; readonly requestBytes: number | null };

export interface SavedState {
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  readonly batches: readonly SavedBatch[];
  readonly quarantine: readonly AsideEvent[];
  readonly replay: readonly HeldEvent[];
  readonly drops: readonly Drop[];
  readonly ends: readonly SegmentEnd[];
  /** As in `written`. */
  readonly next?: Readonly<Record<LogName, number>>;
  readonly aside?: SavedAside;
  /** As in `learned`. */
  readonly requestBytes?: number;
  readonly denied?: SavedDenied;
  readonly clock?: SavedClock;
  /** The latest steps by which the clock was set while events waited, in milliseconds, in order. */
  readonly steps?: readonly number[];
}

/** Events in files that this user may not open. */
export interface SavedDenied {
  /** Events that waited and were not in a batch. */
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  readonly batches: readonly SavedBatch[];
}

/** Files of a later version that were found; they were not touched. */
export interface SavedAside {
  /** Their names. */
  readonly files: readonly string[];
  /** Waiting events in these files, as far as known. */
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  /** Events set aside before that have lower keys. */
  readonly nextKey: number;
}

/**
 * The names that version 1 gave to some kinds and fields; docs/spool-format.md lists them all, and they never change.
 * On disk, a record is the byte 4 followed by a JSON object with these names.
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

interface DiskState extends Omit<SavedState, 'batches' | 'ends' | 'denied'> {
  readonly batches: readonly DiskBatch[];
  readonly denied?: Omit<SavedDenied, 'batches'> & { readonly batches: readonly DiskBatch[] };
  readonly ends: readonly DiskEnd[];
}

/** Records in which nothing is renamed. */
type SameRecord = Exclude<
  ManifestRecord,
  { readonly kind: 'snapshot' | 'sealed' | 'unsealed' | 'hold' | 'split' | 'dropped' | TracedKind }
>;
type TracedKind = 'delivered' | 'delivered-except' | 'quarantined';

/** A record with some fields in the form they have on disk. */
type OnDisk<Kind extends ManifestRecord['kind'], Fields> = Omit<
  Extract<ManifestRecord, { readonly kind: Kind }>,
  keyof Fields
> &
  Fields;
interface DiskTrace {
  readonly spans?: readonly DiskSpan[];
}

/** A record in the form it has on disk. */
export type DiskRecord =
  | SameRecord
  | OnDisk<'delivered', DiskTrace>
  | OnDisk<'delivered-except', DiskTrace>
  | OnDisk<'quarantined', DiskTrace>
  | { readonly kind: 'state'; readonly state: DiskState }
  | { readonly kind: 'cut'; readonly batches: readonly DiskBatch[] }
  | { readonly kind: 'uncut'; readonly ids: readonly string[] }
  | OnDisk<'hold', { readonly batch: DiskBatch }>
  | OnDisk<'split', DiskTrace & { readonly halves: readonly DiskBatch[] }>
  | OnDisk<'dropped', { readonly span: DiskSpan | null }>;

/** A record with its index in its file, from 0; release 0.1.0 did not number records. */
export interface NumberedRecord {
  readonly record: ManifestRecord;
  readonly seq: number | undefined;
}

const MANIFEST_RECORD = 4;

/** A record as JSON, without its number, which is added when it is written. */
export function manifestJson(record: ManifestRecord): string {
  return JSON.stringify(toDisk(record));
}

/** @param seq index of the record in its file, from 0. */
export function encodeManifestRecord(json: string, seq: number): Buffer {
  const numbered = `${json.slice(0, -1)},"seq":${seq}}`;
  return toRecord(Buffer.concat([Buffer.from([MANIFEST_RECORD]), Buffer.from(numbered)]));
}

/** @returns undefined if the payload is a different kind of record. */
export function decodeManifestRecord(payload: Buffer): NumberedRecord | undefined {
  if (payload[0] !== MANIFEST_RECORD) return undefined;
  const value: unknown = JSON.parse(payload.toString('utf8', 1));
  if (!isDiskRecord(value)) return undefined;
  const { seq, ...record } = value;
  return { record: fromDisk(record), seq };
}

/** The CRC vouches for the rest. */
function isDiskRecord(value: unknown): value is DiskRecord & { readonly seq?: number } {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function toDisk(record: ManifestRecord): DiskRecord {
  switch (record.kind) {
    case 'snapshot': {
      const { batches, ends, denied, ...rest } = record.state;
      const state = { ...rest, batches: batches.map(batchToDisk), ends: ends.map(placeToDisk) };
      if (!denied) return { kind: 'state', state };
      return {
        kind: 'state',
        state: { ...state, denied: { ...denied, batches: denied.batches.map(batchToDisk) } },
      };
    }
    case 'sealed':
      return { kind: 'cut', batches: record.batches.map(batchToDisk) };
    case 'unsealed':
      return { kind: 'uncut', ids: record.ids };
    case 'hold':
      return { ...record, batch: batchToDisk(record.batch) };
    case 'split': {
      const { spans, ...rest } = record;
      return { ...rest, halves: record.halves.map(batchToDisk), ...spansToDisk(spans) };
    }
    case 'delivered':
    case 'delivered-except':
    case 'quarantined': {
      const { spans, ...rest } = record;
      return { ...rest, ...spansToDisk(spans) };
    }
    case 'dropped':
      return { ...record, span: record.span && placeToDisk(record.span) };
    default:
      return record;
  }
}

function fromDisk(record: DiskRecord): ManifestRecord {
  switch (record.kind) {
    case 'state': {
      const { batches, ends, denied, ...rest } = record.state;
      const state = { ...rest, batches: batches.map(batchFromDisk), ends: ends.map(placeFromDisk) };
      if (!denied) return { kind: 'snapshot', state };
      return {
        kind: 'snapshot',
        state: { ...state, denied: { ...denied, batches: denied.batches.map(batchFromDisk) } },
      };
    }
    case 'cut':
      return { kind: 'sealed', batches: record.batches.map(batchFromDisk) };
    case 'uncut':
      return { kind: 'unsealed', ids: record.ids };
    case 'hold':
      return { ...record, batch: batchFromDisk(record.batch) };
    case 'split': {
      const { spans, ...rest } = record;
      return { ...rest, halves: record.halves.map(batchFromDisk), ...spansFromDisk(spans) };
    }
    case 'delivered':
    case 'delivered-except':
    case 'quarantined': {
      const { spans, ...rest } = record;
      return { ...rest, ...spansFromDisk(spans) };
    }
    case 'dropped':
      return { ...record, span: record.span && placeFromDisk(record.span) };
    default:
      return record;
  }
}

function spansToDisk(spans: readonly Span[] | undefined): DiskTrace {
  return spans ? { spans: spans.map(placeToDisk) } : {};
}

function spansFromDisk(spans: readonly DiskSpan[] | undefined): BatchTrace {
  return spans ? { spans: spans.map(placeFromDisk) } : {};
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
