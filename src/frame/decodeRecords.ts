import { parseCode } from '../symbols';
import type { BodyBudget } from './BodyBudget';
import { BodyError, checkEventCount, type DecodeLimits } from './bodyLimits';
import type { DecodedEvent } from './DecodedEvent';

/** SENSOR_POLL: the symbol of an event that has none. */
const NO_SYMBOL = 0xfc6a;

/** The furthest from the epoch that a Date can be, in milliseconds. */
const MAX_TIME = 8.64e15;

/** Maximum length of an ID; ours are half as long. */
const MAX_ID_LENGTH = 200;

/** An event that may still need an ID. */
export type DecodedRecord = Omit<DecodedEvent, 'id'> & { readonly id?: string };

/** Whether an event of a batch is a plain record in format json or ndjson, with the default field names. */
export function isRecord(event: Readonly<Record<string, unknown>>): boolean {
  return 'payload' in event && !('frame' in event);
}

/** @throws {BodyError} saying what is wrong with the record. */
export function decodeRecord(
  record: Readonly<Record<string, unknown>>,
  envelopeDevice: string | undefined,
  budget: BodyBudget,
): DecodedRecord {
  const { topic, payload, id } = record;
  if (typeof topic !== 'string') throw new BodyError('its topic must be text.');
  budget.check(payload);
  const device = textOf(record, 'device') ?? envelopeDevice;
  const quantity = textOf(record, 'quantity');
  const unit = textOf(record, 'unit');
  return {
    ...(typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH ? { id } : {}),
    ...(device === undefined ? {} : { device }),
    ...timeOf(record.time),
    topic,
    symbol: symbolOf(record.symbol),
    data: payload,
    ...(quantity === undefined ? {} : { quantity }),
    ...(unit === undefined ? {} : { unit }),
  };
}

function textOf(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new BodyError(`its ${key} must be text.`);
}

function symbolOf(given: unknown): number {
  const code = given === undefined ? NO_SYMBOL : parseCode(given);
  if (code === undefined) throw new BodyError('its symbol is not a valid code.');
  return code;
}

/** ISO 8601 as JavaScript writes it, with any zone. Without a zone, it would be read in this machine's local time. */
const ISO_TIME = /^(\d{4}|[+-]\d{6})-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** ISO 8601, or milliseconds since the epoch. */
function timeOf(given: unknown): { readonly time?: number } {
  if (given === undefined) return {};
  const time = typeof given === 'string' && ISO_TIME.test(given) ? Date.parse(given) : given;
  if (typeof time === 'number' && Math.abs(time) <= MAX_TIME) return { time };
  throw new BodyError('its time is neither ISO 8601 with a zone nor milliseconds since the epoch.');
}

/** A line, from its first character that is not white space. */
const LINES = /\S[^\n]*/g;

/**
 * Parses JSON lines, counting them before any is parsed; empty lines are ignored.
 * @throws {BodyError} saying which line cannot be parsed. {BodyTooLargeError}
 */
export function parseLines(text: string, limits: DecodeLimits): unknown[] {
  let count = 0;
  for (const _ of text.matchAll(LINES)) checkEventCount(++count, limits);
  return Array.from(text.matchAll(LINES), ({ 0: line, index }) => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      const number = text.slice(0, index).split('\n').length;
      throw new BodyError(`Line ${number} of the body is not valid JSON.`, { cause });
    }
  });
}
