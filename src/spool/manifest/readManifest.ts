import { decodeManifestRecord, type ManifestRecord, type NumberedRecord } from '../format/manifestRecord';
import { lookForRecord, recordsIn } from '../format/record';
import { readHeader } from '../format/segmentFile';

/** What a manifest file holds. */
export interface ManifestContents {
  /** The version in its header; undefined if that cannot be read. */
  readonly version: number | undefined;
  /** The number of the file, according to its header. */
  readonly number: number | undefined;
  /** In the order in which they were written, each once. */
  readonly records: readonly ManifestRecord[];
  /** Whether it begins with a snapshot, as it should. */
  readonly isWhole: boolean;
  /** Whether something before its end cannot be read or is missing. */
  readonly isDamaged: boolean;
  /** Whether its last record is incomplete, as after a crash. */
  readonly isTorn: boolean;
}

export function readManifest(bytes: Buffer): ManifestContents {
  let header: Record<string, unknown> | undefined;
  const found: NumberedRecord[] = [];
  let isDamaged = false;
  let readTo = 0;
  for (const { start, payload, end } of recordsIn(bytes)) {
    if (start !== readTo) isDamaged = true;
    readTo = end;
    header ??= readHeader(payload);
    const record = decodeManifestRecord(payload);
    if (record) found.push(record);
  }
  const isTorn = readTo < bytes.length;
  if (isTorn && !isUnfinished(bytes.subarray(readTo))) isDamaged = true;
  const { records, isGapless } = inOrder(found);
  return {
    version: numberIn(header, 'version'),
    number: numberIn(header, 'number'),
    records,
    isWhole: records[0]?.kind === 'snapshot',
    isDamaged: isDamaged || !isGapless,
    isTorn,
  };
}

/** Whether this is the beginning of a record that was never completed. */
function isUnfinished(rest: Buffer): boolean {
  const look = lookForRecord(rest, 0, Number.MAX_SAFE_INTEGER);
  return look.kind === 'more' && look.start === 0;
}

/** Sorts records by their numbers, if they have any; duplicates count once. */
function inOrder(found: readonly NumberedRecord[]): {
  readonly records: readonly ManifestRecord[];
  readonly isGapless: boolean;
} {
  const numbered = new Map<number, ManifestRecord>();
  const records: ManifestRecord[] = [];
  for (const { record, seq } of found) {
    if (seq === undefined) records.push(record);
    else if (!numbered.has(seq)) numbered.set(seq, record);
  }
  if (numbered.size === 0) return { records, isGapless: true };
  const numbers = [...numbered.keys()].sort((a, b) => a - b);
  for (const seq of numbers) {
    const record = numbered.get(seq);
    if (record) records.push(record);
  }
  return { records, isGapless: numbers.at(-1) === numbers.length - 1 };
}

function numberIn(header: Record<string, unknown> | undefined, field: string): number | undefined {
  const value = header?.[field];
  return typeof value === 'number' ? value : undefined;
}
