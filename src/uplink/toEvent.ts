import type { Classifier } from '../classify';
import type { EdgeEvent } from '../frame';
import { encodeData, payloadBytes, topicText } from '../payload';
import type { SymbolCatalog } from '../symbols';
import { isAlarm } from './settings/alarmSymbols';

/** A message that reaches the uplink from a flow or a program. */
export interface UplinkMessage {
  readonly topic?: unknown;
  readonly payload?: unknown;
  /** When it was measured: milliseconds since the epoch (seconds, micro- or nanoseconds where it can only be that) or ISO 8601. */
  readonly timestamp?: unknown;
  /** The classification, if the message passed a classify node. */
  readonly wireband?: unknown;
}

/**
 * Makes an event of a message. The symbol comes from `wireband`, by name so that the codes of the catalog hold, or else
 * from the classifier. A topic of another type is written as text; a timestamp that cannot be read counts as absent.
 * @param now milliseconds since the epoch.
 * @param alarmSymbols codes of the symbols whose events are alarms; SENSOR_ALERT alone where absent.
 * @throws {PayloadError} when the payload cannot be written as JSON.
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
  return {
    topic,
    symbol: found.symbol,
    data,
    ...(given === undefined ? { time: now, stamped: true } : { time: given }),
    bytesIn: Buffer.byteLength(topic) + payloadBytes(message.payload, data),
    ...(isAlarm(found.symbol, alarmSymbols, catalog) ? { alarm: true as const } : {}),
    ...(found.quantity === undefined ? {} : { quantity: found.quantity }),
    ...(found.unit === undefined ? {} : { unit: found.unit }),
  };
}

interface Found {
  readonly symbol: number;
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
}

function symbolOf(wireband: unknown, catalog: SymbolCatalog): Found | undefined {
  if (typeof wireband !== 'object' || wireband === null) return undefined;
  const given = (name: string): unknown => Reflect.get(wireband, name);
  for (const symbol of [given('name'), given('code'), given('symbol')]) {
    const code = symbol === undefined ? undefined : catalog.find(symbol)?.code;
    if (code !== undefined) {
      return { symbol: code, quantity: textOf(given('quantity')), unit: textOf(given('unit')) };
    }
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The beginning of an ISO 8601 date. Date.parse() alone would read `sensor 7` as a date too. */
const ISO_DATE = /^[+-]?\d{4,6}-\d{2}/;

/** The largest distance from the epoch that a Date can hold, milliseconds. */
const MAX_TIME = 8.64e15;

/** Milliseconds since the epoch between which a number of another unit must lie to be taken for one: 2001 to 2100. */
const EARLIEST = 1e12;
const LATEST = Date.UTC(2100, 0);

/**
 * What a number may count next to milliseconds, and how many of them are one. In each of these units the years from 2001 to
 * 2100 are numbers that in milliseconds would be days of early 1970, or years beyond 30,000.
 */
const UNITS_IN_MS = { seconds: 1e-3, microseconds: 1e3, nanoseconds: 1e6 } as const;

/** A number in seconds, microseconds or nanoseconds, where it can only be that, in milliseconds. */
function inMilliseconds(time: number): number {
  const unit = Object.values(UNITS_IN_MS).find((each) => time >= EARLIEST * each && time < LATEST * each);
  return unit === undefined ? time : time / unit;
}

/**
 * Reads `msg.timestamp`: milliseconds since the epoch, seconds, microseconds or nanoseconds where it can only be that, a Date,
 * or ISO 8601; undefined for anything else.
 */
export function timeOf(timestamp: unknown): number | undefined {
  let time = typeof timestamp === 'number' ? inMilliseconds(timestamp) : timestamp;
  if (timestamp instanceof Date) time = timestamp.getTime();
  else if (typeof timestamp === 'string' && ISO_DATE.test(timestamp)) time = Date.parse(timestamp);
  return typeof time === 'number' && Math.abs(time) <= MAX_TIME ? time : undefined;
}
