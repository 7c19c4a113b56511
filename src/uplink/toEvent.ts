import type { Classifier } from '../classify';
import { completeEvent, type EdgeEvent } from '../frame';
import { encodeData, payloadBytes, topicText } from '../payload';
import type { SymbolCatalog } from '../symbols';
import { isAlarm } from './settings/alarmSymbols';

/** A message that reaches the uplink from a flow or a program. */
export interface UplinkMessage {
  readonly topic?: unknown;
  readonly payload?: unknown;
  /** When it was measured: ISO 8601, or a number since the epoch in milliseconds or, if unambiguous, another unit. */
  readonly timestamp?: unknown;
  /** The classification, if the message passed a classify node. */
  readonly wireband?: unknown;
}

/**
 * Makes an event from a message. The symbol comes from `wireband`, by name so that the codes of the catalog apply, or
 * else from the classifier. A topic that is not text is converted; an unreadable timestamp counts as absent.
 * @param now milliseconds since the epoch.
 * @param alarmSymbols codes of the symbols whose events are alarms; only SENSOR_ALERT if absent.
 * @throws {PayloadError} if the payload cannot be written as JSON.
 */
export function toEvent(
  message: UplinkMessage,
  classifier: Classifier,
  catalog: SymbolCatalog,
  now: number,
  alarmSymbols?: ReadonlySet<number>,
): EdgeEvent {
  const topic = topicText(message.topic);
  const data = encodeData(message.payload);
  const given = timeOf(message.timestamp);
  const found: Found = symbolOf(message.wireband, catalog) ?? classifier.classify(topic, message.payload);
  const bytesIn = Buffer.byteLength(topic) + payloadBytes(message.payload, data);
  return completeEvent(
    { topic, symbol: found.symbol, data, time: given ?? now, bytesIn },
    given === undefined,
    isAlarm(found.symbol, alarmSymbols, catalog),
    found.quantity,
    found.unit,
  );
}

interface Found {
  readonly symbol: number;
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
}

function symbolOf(wireband: unknown, catalog: SymbolCatalog): Found | undefined {
  if (typeof wireband !== 'object' || wireband === null) return undefined;
  const code = codeIn('name', wireband, catalog) ?? codeIn('code', wireband, catalog);
  const symbol = code ?? codeIn('symbol', wireband, catalog);
  if (symbol === undefined) return undefined;
  const quantity = textOf(Reflect.get(wireband, 'quantity'));
  return { symbol, quantity, unit: textOf(Reflect.get(wireband, 'unit')) };
}

function codeIn(property: string, wireband: object, catalog: SymbolCatalog): number | undefined {
  const symbol: unknown = Reflect.get(wireband, property);
  return symbol === undefined ? undefined : catalog.find(symbol)?.code;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The start of an ISO 8601 date. Date.parse() alone would also read `sensor 7` as a date. */
const ISO_DATE = /^[+-]?\d{4,6}-\d{2}/;

/** The maximum distance from the epoch that a Date can hold, milliseconds. */
const MAX_TIME = 8.64e15;

/** Milliseconds since the epoch. A number counts as another unit only if it then lies between these: 2001 to 2100. */
const EARLIEST = 1e12;
const LATEST = Date.UTC(2100, 0);

/**
 * Units other than milliseconds, and how many of each make a millisecond. In each of them, the years 2001 to 2100 are
 * numbers that in milliseconds would be days in early 1970 or years beyond 30,000.
 */
const UNITS_IN_MS = { seconds: 1e-3, microseconds: 1e3, nanoseconds: 1e6 } as const;

/** Converts a number to milliseconds if it can only be seconds, microseconds or nanoseconds. */
function inMilliseconds(time: number): number {
  const unit = Object.values(UNITS_IN_MS).find((each) => time >= EARLIEST * each && time < LATEST * each);
  return unit === undefined ? time : time / unit;
}

/**
 * Reads `msg.timestamp`: a Date, ISO 8601, or a number since the epoch in milliseconds or, if it can only be that, in
 * seconds, microseconds or nanoseconds. Undefined for anything else.
 */
export function timeOf(timestamp: unknown): number | undefined {
  let time = typeof timestamp === 'number' ? inMilliseconds(timestamp) : timestamp;
  if (timestamp instanceof Date) time = timestamp.getTime();
  else if (typeof timestamp === 'string' && ISO_DATE.test(timestamp)) time = Date.parse(timestamp);
  return typeof time === 'number' && Math.abs(time) <= MAX_TIME ? time : undefined;
}
