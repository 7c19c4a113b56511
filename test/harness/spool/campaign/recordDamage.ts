import { crc32 } from 'node:zlib';
import type { SeededRandom } from '../../seededRandom';

const FRAME_BYTES = 10;

/** A range of a file, in bytes. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The records of a file, as long as they are whole and follow one another; see docs/spool-format.md. */
export function recordsOf(bytes: Buffer): Stretch[] {
  const records: Stretch[] = [];
  for (let start = 0; start + FRAME_BYTES <= bytes.length; ) {
    const end = start + FRAME_BYTES + bytes.readUInt32LE(start + 6);
    if (end > bytes.length) break;
    records.push({ start, end });
    start = end;
  }
  return records;
}

/** Payloads of all whole records in some bytes, wherever they begin. */
export function payloadsIn(bytes: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  for (
    let start = bytes.indexOf('fffe', 0, 'hex');
    start >= 0;
    start = bytes.indexOf('fffe', start + 1, 'hex')
  ) {
    if (start + FRAME_BYTES > bytes.length) break;
    const end = start + FRAME_BYTES + bytes.readUInt32LE(start + 6);
    if (end > bytes.length || crc32(bytes.subarray(start + 6, end)) !== bytes.readUInt32LE(start + 2))
      continue;
    payloads.push(bytes.subarray(start + FRAME_BYTES, end));
  }
  return payloads;
}

/** Changes one byte in the payload of a record. */
export function withRecordDamaged(bytes: Buffer, record: Stretch): Buffer {
  const at = record.start + FRAME_BYTES + 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

export function withoutRecord(bytes: Buffer, random: SeededRandom): Buffer {
  const { start, end } = anyRecord(bytes, random);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}

export function withRecordTwice(bytes: Buffer, random: SeededRandom): Buffer {
  const { start, end } = anyRecord(bytes, random);
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
}

export function swapRecords(bytes: Buffer, random: SeededRandom): Buffer {
  const [one, other] = [anyRecord(bytes, random), anyRecord(bytes, random)];
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  if (first.start === second.start) return bytes;
  return Buffer.concat([
    bytes.subarray(0, first.start),
    bytes.subarray(second.start, second.end),
    bytes.subarray(first.end, second.start),
    bytes.subarray(first.start, first.end),
    bytes.subarray(second.end),
  ]);
}

/** Any record but the header. */
function anyRecord(bytes: Buffer, random: SeededRandom): Stretch {
  return random.oneOf(recordsOf(bytes).slice(1));
}
