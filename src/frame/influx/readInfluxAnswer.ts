import { type PartAnswer, type RejectedEvent, refusal, type Verdict } from '../BatchFormat';
import type { PointField } from './pointFields';

/** A point as it was written, for matching what an engine says about it. */
export interface WrittenPoint {
  /** Index of its event within the batch. */
  readonly index: number;
  readonly time: number;
  readonly fields: readonly PointField[];
}

/** Maximum number of characters kept of an engine's message. */
const MAX_ERROR_LENGTH = 200;

/**
 * The database, bucket or organization is missing or not named: a setting is wrong, not a point. Only the text before
 * any quote counts: quoted text may come from a point.
 */
const NO_PLACE: readonly RegExp[] = [
  /^[^'"`]*\b(database|bucket|org|organization)\b[^'"`]*\b(required|not found|does not exist)\b/i,
  // InfluxDB 2 without an organization.
  /^please provide either orgID or org/i,
  // InfluxDB 3.
  /^(db|database) name /i,
  /^invalid character in database name/i,
  /^[^'"`]*\bmissing field `db`/i,
];

/** InfluxDB 1 and 2, after storing the rest. They give one reason, and how many points it or others cost. */
const PARTIAL = /partial write: (.*?)\s*dropped=(\d+)/s;
const CONFLICT = /input field "(.*)" on measurement ".*" is type (\w+), already exists as type/s;
const BEYOND_RETENTION = /points beyond retention policy/;

/**
 * Reads a response. Only 204 is a success: InfluxDB 1 answers 200 if it understood a request but could not carry it
 * out. If a "partial write" (400, 422) says which points were rejected, only these go to quarantine.
 * If they cannot be identified, the status decides: the batch is halved until they can be, which is harmless, as stored
 * points are overwritten with the same values.
 * @param written the points of the request.
 */
export function readInfluxAnswer(
  { status, text }: PartAnswer,
  written: () => readonly WrittenPoint[],
): Verdict | undefined {
  if (status === 204) return { kind: 'arrived' };
  if (status >= 200 && status <= 299) return refusal('no-success', 'a successful write returns 204');
  if (status !== 400 && status !== 422) return undefined;
  const { message, lines } = readBody(text);
  if (lines.length > 0) return byLine(lines, written());
  const [, reason = '', dropped = ''] = PARTIAL.exec(message) ?? [];
  if (reason === '') return NO_PLACE.some((one) => one.test(message)) ? { kind: 'refused' } : undefined;
  return byReason(reason, Number(dropped), written());
}

interface RefusedLine {
  /** From 1. */
  readonly line: number;
  readonly error: string;
}

/** InfluxDB 1 and 2 answer with a message, InfluxDB 3 also with the lines that it rejected. */
function readBody(text: string): { readonly message: string; readonly lines: readonly RefusedLine[] } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: text, lines: [] };
  }
  const { error, message, data }: Record<string, unknown> = Object(body);
  const said = [error, message].find((one) => typeof one === 'string' && one !== '');
  const lines = Array.isArray(data) && /partial write/.test(String(said)) ? data.flatMap(refusedLine) : [];
  const told = typeof message === 'string' && /partial write/.test(message) ? message : said;
  return { message: typeof told === 'string' ? told : text, lines };
}

function refusedLine(entry: unknown): RefusedLine | [] {
  const { line_number: line, error_message: error }: Record<string, unknown> = Object(entry);
  return typeof line === 'number' ? { line, error: String(error ?? 'partial write') } : [];
}

function byLine(lines: readonly RefusedLine[], points: readonly WrittenPoint[]): Verdict | undefined {
  const rejected = new Map<number, RejectedEvent>();
  for (const { line, error } of lines) {
    const point = points[line - 1];
    // No such line was sent, so the rejected points cannot be identified.
    if (!point) return undefined;
    rejected.set(point.index, { index: point.index, error: error.slice(0, MAX_ERROR_LENGTH) });
  }
  return { kind: 'arrived-but', rejected: [...rejected.values()] };
}

function byReason(reason: string, dropped: number, points: readonly WrittenPoint[]): Verdict | undefined {
  const guilty = guiltyOf(reason, dropped, points);
  if (dropped === 0 || guilty.length !== dropped) return undefined;
  const error = `partial write: ${reason}`.slice(0, MAX_ERROR_LENGTH);
  return { kind: 'arrived-but', rejected: guilty.map(({ index }) => ({ index, error })) };
}

function guiltyOf(reason: string, dropped: number, points: readonly WrittenPoint[]): WrittenPoint[] {
  if (BEYOND_RETENTION.test(reason)) return oldest(points, dropped);
  const [, field, type] = CONFLICT.exec(reason) ?? [];
  return points.filter(({ fields }) => fields.some((one) => one.name === field && one.type === type));
}

/** The `count` oldest points; none if they cannot be identified because others are equally old. */
function oldest(points: readonly WrittenPoint[], count: number): WrittenPoint[] {
  const byTime = [...points].sort((a, b) => a.time - b.time);
  const isClear = count >= points.length || byTime[count - 1]?.time !== byTime[count]?.time;
  return isClear ? byTime.slice(0, count) : [];
}
