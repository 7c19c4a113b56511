import { crc32 } from './crc32';

/**
 * Layout of every record in a spool file (docs/spool-format.md). Numbers are little-endian.
 *
 * ```
 * 0     2         6            10
 * +-----+---------+------------+-----------------+
 * |FF FE| crc u32 | length u32 | payload[length] |   crc: CRC-32 of length and payload
 * +-----+---------+------------+-----------------+
 * ```
 *
 * FF FE never occurs in UTF-8 text, so nothing in an event can be mistaken for a record. After damage, the next record
 * is found by this mark and its CRC.
 */
export const RECORD_HEADER_BYTES = 10;

const MARK_FIRST = 0xff;
const MARK_SECOND = 0xfe;
const MARK = Buffer.from([MARK_FIRST, MARK_SECOND]);
const CRC_AT = 2;
const LENGTH_AT = 6;

/** Completes the record that begins at `start` and whose payload, ending at `end`, is already written. */
export function sealRecord(bytes: Buffer, start: number, end: number): void {
  bytes[start] = MARK_FIRST;
  bytes[start + 1] = MARK_SECOND;
  bytes.writeUInt32LE(end - start - RECORD_HEADER_BYTES, start + LENGTH_AT);
  bytes.writeUInt32LE(crc32(bytes.subarray(start + LENGTH_AT, end)), start + CRC_AT);
}

/** Wraps a payload in a record. */
export function toRecord(payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_HEADER_BYTES + payload.length);
  bytes.set(payload, RECORD_HEADER_BYTES);
  sealRecord(bytes, 0, bytes.length);
  return bytes;
}

export interface FoundRecord {
  readonly start: number;
  readonly payload: Buffer;
  readonly end: number;
}

export type Look =
  | ({ readonly kind: 'record' } & FoundRecord)
  /** A record may begin at `start`, but the bytes end too early; it takes `bytes` bytes, counted from `start`. */
  | { readonly kind: 'more'; readonly start: number; readonly bytes: number }
  | { readonly kind: 'none' };

/**
 * The first record at or after `from`; skips anything that is not a record.
 * @param left how many bytes of the file follow these.
 */
export function lookForRecord(bytes: Buffer, from: number, left: number): Look {
  for (let start = nextMark(bytes, from); start >= 0; start = nextMark(bytes, start + 1)) {
    const payloadStart = start + RECORD_HEADER_BYTES;
    if (payloadStart > bytes.length) {
      if (payloadStart > bytes.length + left) return { kind: 'none' };
      return { kind: 'more', start, bytes: RECORD_HEADER_BYTES };
    }
    const end = payloadStart + bytes.readUInt32LE(start + LENGTH_AT);
    if (end === payloadStart || end > bytes.length + left) continue;
    if (end > bytes.length) return { kind: 'more', start, bytes: end - start };
    if (crc32(bytes.subarray(start + LENGTH_AT, end)) === bytes.readUInt32LE(start + CRC_AT)) {
      return { kind: 'record', start, payload: bytes.subarray(payloadStart, end), end };
    }
  }
  const splitMark = left > 0 && bytes.length > from && bytes[bytes.length - 1] === MARK_FIRST;
  return splitMark ? { kind: 'more', start: bytes.length - 1, bytes: RECORD_HEADER_BYTES } : { kind: 'none' };
}

/** Usually it is where it is expected, and a look there is faster than a search. */
function nextMark(bytes: Buffer, from: number): number {
  return bytes[from] === MARK_FIRST && bytes[from + 1] === MARK_SECOND ? from : bytes.indexOf(MARK, from);
}

/** All records of a file that is entirely in memory. */
export function* recordsIn(bytes: Buffer): Generator<FoundRecord> {
  for (let look = lookForRecord(bytes, 0, 0); look.kind === 'record'; ) {
    yield look;
    look = lookForRecord(bytes, look.end, 0);
  }
}
