import type { ClockReading } from '../../clock';
import type { ClockHistory } from '../../frame';
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

/** Keys of events that were set aside; all that are in one place between the first and the last of them. */
export interface KeyRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What tells an event that was set aside from every other: its key, which rises; and the batch that it was refused in.
 * Release 0.1.0 wrote neither.
 */
export interface AsideKey {
  readonly key?: number;
  readonly of?: string;
}

export type AsideEvent = QuarantinedEvent & AsideKey;
/** Out of quarantine, or in a batch of such events. */
export type HeldEvent = StoredEvent & AsideKey & { readonly device?: string };

/**
 * Where the events of a batch are, for records that are about it: if the record that made it cannot be read, these say
 * what became of its events all the same. Release 0.1.0 did not write them.
 */
export interface BatchTrace {
  readonly spans?: readonly Span[];
  readonly keys?: KeyRange;
}

/** Which events of quarantine a record is about, and the batches that these were refused in. */
export interface AsideTrace {
  readonly keys?: KeyRange;
  readonly of?: readonly string[];
}

/** A batch as the manifest has it: stretches of logs, or, if there are none, the events themselves. */
export interface SavedBatch {
  readonly id: string;
  readonly priority: Priority;
  readonly spans: readonly Span[];
  readonly held: readonly HeldEvent[];
  readonly count: number;
  readonly bytes: number;
  /** Arrival of its first event, milliseconds since the epoch. */
  readonly arrival: number;
  /** As SavedRange has it. */
  readonly device?: string;
  /** By which the stamps of its events are corrected. Only where the clock had been set before it was made. */
  readonly clock?: ClockHistory;
}

export interface SavedRange {
  readonly from: Position;
  readonly to: Position | null;
  /** The device that took its events in; absent if nobody knows, as in files of release 0.1.0. */
  readonly device?: string;
}

/** What the clock and the spool's count of time said at one moment. Milliseconds since the epoch. */
export interface SavedClock extends ClockReading {
  readonly count: number;
}

/** Where a damaged file ends: what follows it does not count. */
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
  | ({ readonly kind: 'hold'; readonly batch: SavedBatch; readonly replayed: number } & AsideTrace)
  /** Batches that nobody has seen became waiting events again; newest last. */
  | { readonly kind: 'unsealed'; readonly ids: readonly string[] }
  | ({ readonly kind: 'delivered'; readonly id: string } & BatchTrace)
  /** The batch arrived, except these events of it. */
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
  /** Drops were reported, all but those that came since. Release 0.1.0 knows none of these. */
  | { readonly kind: 'reported'; readonly since?: readonly Drop[] }
  /** Events of quarantine with these keys were reported. */
  | { readonly kind: 'quarantine-reported'; readonly keys: readonly number[] }
  /** The last record of an orderly end: numbers of the events that would have come next, all before being durable. */
  | { readonly kind: 'closed'; readonly next: Readonly<Record<LogName, number>> }
  /** Numbers of the events that come next: all before them were written, so that what is missing at the end is known. */
  | { readonly kind: 'written'; readonly next: Readonly<Record<LogName, number>> }
  /** The last record of a file once there is a newer one, which may get lost. */
  | { readonly kind: 'continued' }
  | { readonly kind: 'live'; readonly at: Position }
  /** How many bytes of events a request may hold; null if nothing is known of that any more. */
  | { readonly kind: 'learned'; readonly requestBytes: number | null };

export interface SavedState {
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  readonly batches: readonly SavedBatch[];
  readonly quarantine: readonly AsideEvent[];
  readonly replay: readonly HeldEvent[];
  readonly drops: readonly Drop[];
  readonly ends: readonly SegmentEnd[];
  /** As `written` has it. */
  readonly next?: Readonly<Record<LogName, number>>;
  readonly aside?: SavedAside;
  /** As `learned` has it. */
  readonly requestBytes?: number;
  readonly denied?: SavedDenied;
  readonly clock?: SavedClock;
  /** By how much the clock was set while events waited, milliseconds each, in order; the last ones. */
  readonly steps?: readonly number[];
}

/** Events in files that this user may not open. */
export interface SavedDenied {
  /** That waited in no batch. */
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  readonly batches: readonly SavedBatch[];
}

/** Files of a later version that were found: nothing of theirs was touched. */
export interface SavedAside {
  /** Their names. */
  readonly files: readonly string[];
  /** Events in them that waited, as far as that was known. */
  readonly ranges: Readonly<Record<LogName, readonly SavedRange[]>>;
  /** Events that were set aside before have lower keys. */
  readonly nextKey: number;
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

interface DiskState extends Omit<SavedState, 'batches' | 'ends' | 'denied'> {
  readonly batches: readonly DiskBatch[];
  readonly denied?: Omit<SavedDenied, 'batches'> & { readonly batches: readonly DiskBatch[] };
  readonly ends: readonly DiskEnd[];
}

/** Records of which nothing is renamed. */
type SameRecord = Exclude<
  ManifestRecord,
  { readonly kind: 'snapshot' | 'sealed' | 'unsealed' | 'hold' | 'split' | 'dropped' | TracedKind }
>;
type TracedKind = 'delivered' | 'delivered-except' | 'quarantined';

/** A record with some of its fields as they are on disk. */
type OnDisk<Kind extends ManifestRecord['kind'], Fields> = Omit<
  Extract<ManifestRecord, { readonly kind: Kind }>,
  keyof Fields
> &
  Fields;
interface DiskTrace {
  readonly spans?: readonly DiskSpan[];
}

/** A record as it is on disk. */
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

/** A record with its place in its file, counted from 0; release 0.1.0 did not number them. */
export interface NumberedRecord {
  readonly record: ManifestRecord;
  readonly seq: number | undefined;
}

const MANIFEST_RECORD = 4;

/** A record as JSON, without its number: it gets that when it is written. */
export function manifestJson(record: ManifestRecord): string {
  return JSON.stringify(toDisk(record));
}

/** @param seq place of the record in its file, from 0. */
export function encodeManifestRecord(json: string, seq: number): Buffer {
  const numbered = `${json.slice(0, -1)},"seq":${seq}}`;
  return toRecord(Buffer.concat([Buffer.from([MANIFEST_RECORD]), Buffer.from(numbered)]));
}

/** @returns undefined when the payload is another record. */
export function decodeManifestRecord(payload: Buffer): NumberedRecord | undefined {
  if (payload[0] !== MANIFEST_RECORD) return undefined;
  const value: unknown = JSON.parse(payload.toString('utf8', 1));
  if (!isDiskRecord(value)) return undefined;
  const { seq, ...record } = value;
  return { record: fromDisk(record), seq };
}

/** The CRC has vouched for the rest. */
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
