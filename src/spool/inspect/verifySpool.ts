import { join } from 'node:path';
import { strayReason } from '../directory/strayEntry';
import type { FileSystem } from '../files/FileSystem';
import { nodeFileSystem } from '../files/nodeFileSystem';
import { ReadFaults } from '../files/ReadFaults';
import { lookForRecord, RECORD_HEADER_BYTES } from '../format/record';
import { parseFileName } from '../format/segmentFile';
import { isMissing } from '../lock/lockFile';
import { SegmentReader } from '../log/SegmentReader';
import { readSpool } from './readSpool';

/** A stretch of a file that is not a record. */
export interface Damage {
  /** Name of the file. */
  readonly file: string;
  /** In bytes, like `length`. */
  readonly offset: number;
  readonly length: number;
}

export interface Verification {
  readonly files: number;
  readonly records: number;
  readonly damage: readonly Damage[];
  /** Last records that are incomplete, as after a crash. Nothing was promised about them. */
  readonly unfinished: readonly Damage[];
  /** Other problems, as texts. */
  readonly findings: readonly string[];
  /** Files that are not ours; they do no harm. */
  readonly foreign: readonly string[];
  readonly isSound: boolean;
}

/**
 * Reads every record of a spool directory, live or not, and changes nothing.
 * @throws file system errors if the directory or a file in it cannot be read.
 */
export async function verifySpool(
  directory: string,
  files: FileSystem = nodeFileSystem,
): Promise<Verification> {
  const reading = await readSpool(directory, files);
  try {
    const scans: FileScan[] = [];
    let hasChanged = false;
    for (const name of (await files.list(directory)).filter((name) => parseFileName(name)).sort()) {
      const scan = await scanFile(directory, name, files, reading.ends.get(name)).catch((error: unknown) => {
        // Delivered meanwhile, or already among the findings.
        if (strayReason(error) === undefined) throw error;
        hasChanged ||=
          isMissing(error) && !reading.findings.some((finding) => finding.startsWith(`${name}: `));
        return undefined;
      });
      if (scan) scans.push(scan);
    }
    const events = reading.events();
    while (!(await events.next()).done);
    const names = new Set(await files.list(directory));
    hasChanged ||= scans.some(({ file }) => !names.has(file));
    const findings = reading.findings.filter(
      (finding) => !reading.foreign.some((name) => finding.startsWith(`${name}: `)),
    );
    if (reading.unreadable > 0 && !hasChanged) {
      findings.push(`${reading.unreadable} expected events cannot be read`);
    }
    const damage = scans.flatMap((scan) => scan.damage);
    return {
      files: scans.length,
      records: scans.reduce((sum, { records }) => sum + records, 0),
      damage,
      unfinished: scans.flatMap(({ unfinished }) => unfinished ?? []),
      findings,
      foreign: reading.foreign,
      isSound: damage.length === 0 && findings.length === 0,
    };
  } finally {
    await reading.close();
  }
}

interface FileScan {
  readonly file: string;
  readonly records: number;
  readonly damage: readonly Damage[];
  readonly unfinished: Damage | undefined;
}

/** @param end how many bytes of the file count; if undefined, all. */
async function scanFile(
  directory: string,
  name: string,
  files: FileSystem,
  end: number | undefined,
): Promise<FileScan> {
  const path = join(directory, name);
  const size = await sizeOf(path, files);
  const to = Math.min(size, end ?? size);
  const reader = new SegmentReader(files, new ReadFaults(1));
  const damage: Damage[] = [];
  let records = 0;
  let readTo = 0;
  try {
    await reader.visit(path, 0, to, (payload, end) => {
      const start = end - payload.length - RECORD_HEADER_BYTES;
      if (start > readTo) damage.push({ file: name, offset: readTo, length: start - readTo });
      readTo = end;
      records++;
      return true;
    });
    if (readTo === to) return { file: name, records, damage, unfinished: undefined };
    const rest = { file: name, offset: readTo, length: to - readTo };
    if (await isUnfinished(path, files, rest)) return { file: name, records, damage, unfinished: rest };
    return { file: name, records, damage: [...damage, rest], unfinished: undefined };
  } finally {
    await reader.close();
  }
}

/** Whether the rest of a file is the start of a record that would extend beyond the end. */
async function isUnfinished(path: string, files: FileSystem, { offset, length }: Damage): Promise<boolean> {
  const file = await files.openToRead(path);
  try {
    const head = Buffer.alloc(Math.min(length, RECORD_HEADER_BYTES));
    const bytes = await file.read(head, offset);
    const look = lookForRecord(head.subarray(0, bytes), 0, Number.MAX_SAFE_INTEGER);
    return look.kind === 'more' && look.start === 0 && look.bytes > length;
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string, files: FileSystem): Promise<number> {
  const file = await files.openToRead(path);
  return file.size().finally(() => file.close());
}
