import { RECORD_HEADER_BYTES, toRecord } from './record';

/** The two logs of a spool: alarms are separate, so that they can overtake and outlast other events. */
export const LOGS = ['ordinary', 'alarm'] as const;
export type LogName = (typeof LOGS)[number];

export const FORMAT_VERSION = 1;

/**
 * First payload byte of a file's first record, and of a segment's last. A segment is
 *
 * ```
 * 1 header {"version","lane","number","firstN"}      a manifest: {"version","number"}, then manifestRecord.ts
 * 2 event  2 event  2 event …                        eventRecord.ts
 * 3 footer firstN u48, count u48, firstArrival u48, lastArrival u48, lastOrder u48     once it is complete
 * ```
 *
 * The order of the fields is defined in docs/spool-format.md and never changes.
 */
const HEADER_RECORD = 1;
const FOOTER_RECORD = 3;

/** What is known about a segment's events without reading them: its last record, once it is complete. */
export interface SegmentFooter {
  readonly firstN: number;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly firstArrival: number;
  readonly lastArrival: number;
  /** Number of the last event within the spool. */
  readonly lastOrder: number;
}

const FOOTER_FIELDS = ['firstN', 'count', 'firstArrival', 'lastArrival', 'lastOrder'] as const;
const FIELD_BYTES = 6;
const FOOTER_PAYLOAD_BYTES = 1 + FOOTER_FIELDS.length * FIELD_BYTES;
export const FOOTER_BYTES = RECORD_HEADER_BYTES + FOOTER_PAYLOAD_BYTES;

const NUMBER_DIGITS = 10;

export interface SegmentName {
  readonly kind: LogName;
  readonly number: number;
}

export type SpoolFileName = SegmentName | { readonly kind: 'manifest'; readonly number: number };

/** Prefixes of file names. Frozen, like all words on disk: there the manifest is a journal, and a log is a lane. */
const PREFIX: Readonly<Record<SpoolFileName['kind'], string>> = {
  ordinary: 'ordinary',
  alarm: 'alarm',
  manifest: 'journal',
};

/** `ordinary-0000000012.log` */
export function fileName({ kind, number }: SpoolFileName): string {
  return `${PREFIX[kind]}-${String(number).padStart(NUMBER_DIGITS, '0')}.log`;
}

/** Parses a file name; undefined if it is not one of ours. */
export function parseFileName(name: string): SpoolFileName | undefined {
  const [, prefix, digits] = /^(\w+)-(\d{10,15})\.log$/.exec(name) ?? [];
  const kind = ([...LOGS, 'manifest'] as const).find((each) => PREFIX[each] === prefix);
  return kind && { kind, number: Number(digits) };
}

/** @param firstN number of the first event; numbers continue through all segments of a log. */
export function segmentHeader(
  { kind, number }: SegmentName,
  firstN: number,
  version: number = FORMAT_VERSION,
): Buffer {
  return headerRecord({ version, lane: kind, number, firstN });
}

export function manifestHeader(number: number, version: number = FORMAT_VERSION): Buffer {
  return headerRecord({ version, number });
}

function headerRecord(header: object): Buffer {
  return toRecord(Buffer.concat([Buffer.from([HEADER_RECORD]), Buffer.from(JSON.stringify(header))]));
}

/** The fields of a header payload, of a segment or a manifest; undefined if it is not a header. */
export function readHeader(payload: Buffer): Record<string, unknown> | undefined {
  if (payload[0] !== HEADER_RECORD) return undefined;
  try {
    const { lane, ...header } = Object(JSON.parse(payload.toString('utf8', 1)));
    return { ...header, log: lane };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function footerRecord(footer: SegmentFooter): Buffer {
  const payload = Buffer.alloc(FOOTER_PAYLOAD_BYTES);
  payload[0] = FOOTER_RECORD;
  FOOTER_FIELDS.forEach((field, i) => {
    payload.writeUIntLE(footer[field], 1 + i * FIELD_BYTES, FIELD_BYTES);
  });
  return toRecord(payload);
}

/** @returns undefined if the payload is not a footer. */
export function readFooter(payload: Buffer): SegmentFooter | undefined {
  if (payload[0] !== FOOTER_RECORD || payload.length !== FOOTER_PAYLOAD_BYTES) return undefined;
  const field = (i: number): number => payload.readUIntLE(1 + i * FIELD_BYTES, FIELD_BYTES);
  return {
    firstN: field(0),
    count: field(1),
    firstArrival: field(2),
    lastArrival: field(3),
    lastOrder: field(4),
  };
}
