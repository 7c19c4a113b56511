import { type PartAnswer, type RejectedEvent, refusal, type Verdict } from '../BatchFormat';
import type { PointField } from './pointFields';

/** A point as it was written, for reading what an engine says of it. */
export interface WrittenPoint {
  /** Of its event. */
  readonly index: number;
  readonly time: number;
  readonly fields: readonly PointField[];
}

/** Of what an engine says. */
const MAX_ERROR_LENGTH = 200;

/**
 * The place to write to is missing or not named: a setting is wrong, not a point. Only what is said before any quote
 * counts: in quotes may be text of a point.
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

/** InfluxDB 1 and 2 after having stored the rest. They name one reason, and how many points it or others cost. */
const PARTIAL = /partial write: (.*?)\s*dropped=(\d+)/s;
const CONFLICT = /input field "(.*)" on measurement ".*" is type (\w+), already exists as type/s;
const BEYOND_RETENTION = /points beyond retention policy/;

/**
 * Reads an answer. 204 alone is a success: InfluxDB 1 answers 200 where it understood a request and could not carry it
 * out. Where a "partial write" (400, 422) says which points it did not take, only these are put aside.
 * Where it cannot be told, the status decides: the batch is halved until it can, which is harmless, as what was stored
 * is overwritten with the same.
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

/** InfluxDB 1 and 2 answer with a message, InfluxDB 3 also with the lines that it did not take. */
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
    // Not the lines that we sent: it cannot be told.
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

/** The oldest so many; none if it cannot be told which these are, because others are as old. */
function oldest(points: readonly WrittenPoint[], count: number): WrittenPoint[] {
  const byTime = [...points].sort((a, b) => a.time - b.time);
  const isClear = count >= points.length || byTime[count - 1]?.time !== byTime[count]?.time;
  return isClear ? byTime.slice(0, count) : [];
}
