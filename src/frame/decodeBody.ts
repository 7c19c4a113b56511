import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parseCode } from '../symbols';
import { BodyBudget } from './BodyBudget';
import {
  BodyError,
  BodyTooLargeError,
  checkEventCount,
  checkSize,
  DEFAULT_DECODE_LIMITS,
  type DecodeLimits,
  tooMuch,
} from './bodyLimits';
import { checkText } from './CompressedTextError';
import { decodeColumnar, isColumnar } from './columnar';
import type { DecodedEvent } from './DecodedEvent';
import { type DecodedRecord, decodeRecord, isRecord, parseLines } from './decodeRecords';
import { eventId } from './event';
import { decodeFrame } from './thetaFrame';

/** The furthest from the epoch that a Date can be. */
const MAX_SECONDS = 8.64e12;

/**
 * Decodes the body of an ingest request, in any form in which it may arrive: parsed JSON, JSON text, bytes
 * (gzipped or not), JSON lines, or a single frame as bytes or hex. Bodies are untrusted: their content is bounded
 * before it is parsed, and a body is accepted or refused as a whole.
 * @param batchId the request's `Idempotency-Key`, if it had one: event IDs are derived from it.
 * @throws {BodyTooLargeError} if smaller bodies may be accepted.
 * @throws {BodyError} {FrameError} saying what is wrong.
 */
export function decodeBody(
  body: unknown,
  batchId?: string,
  limits: DecodeLimits = DEFAULT_DECODE_LIMITS,
): DecodedEvent[] {
  const budget = new BodyBudget();
  const content = readContent(body, limits, budget);
  if (typeof content === 'string' || content instanceof Uint8Array) {
    const { symbol, topic, data } = decodeFrame(content, budget);
    budget.check(data);
    return [{ id: batchId ?? fingerprint([symbol, topic, data]), topic, symbol, data }];
  }
  return decodeBatch(content, batchId, limits, budget);
}

/** The body as parsed JSON or, failing that, as a frame (bytes or hex text). */
function readContent(body: unknown, limits: DecodeLimits, budget: BodyBudget): unknown {
  if (body instanceof Uint8Array) {
    checkSize(body.byteLength, limits);
    const bytes = isGzip(body) ? gunzip(body, limits) : body;
    checkSize(bytes.byteLength, limits);
    const json = bytes.subarray(spaceBefore(bytes));
    return startsLikeJson(json[0]) ? parseJson(textOf(json), limits, budget) : bytes;
  }
  if (typeof body === 'string') {
    checkSize(Buffer.byteLength(body), limits);
    checkText(body);
    const text = body.trim();
    return startsLikeJson(text.charCodeAt(0)) ? parseJson(text, limits, budget) : text;
  }
  return body;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws {BodyError} for bytes that are not UTF-8: a text with replacement characters is not what was sent. */
function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new BodyError('The body is not valid UTF-8.', { cause });
  }
}

function decodeBatch(
  content: unknown,
  batchId: string | undefined,
  limits: DecodeLimits,
  budget: BodyBudget,
): DecodedEvent[] {
  if (isColumnar(content)) {
    return withIds(decodeColumnar(content, limits, budget), batchId, (event) => {
      budget.check(event.data);
      return event;
    });
  }
  const { events, device } = readEnvelope(content);
  checkEventCount(events.length, limits);
  return withIds(events, batchId, (event) => decodeEvent(event, device, budget));
}

/** Decodes events one by one and gives each its ID; a bad one refuses the whole body, with its index in the message. */
function withIds<T>(
  events: readonly T[],
  batchId: string | undefined,
  decode: (event: T) => DecodedRecord,
): DecodedEvent[] {
  const seen = new Map<string, number>();
  return events.map((event, index) => {
    try {
      const decoded = decode(event);
      return { id: batchId === undefined ? contentId(decoded, seen) : eventId(batchId, index), ...decoded };
    } catch (cause) {
      if (cause instanceof BodyTooLargeError) throw cause;
      throw new BodyError(`Event ${index}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  });
}

function readEnvelope(content: unknown): { events: readonly unknown[]; device?: string } {
  if (Array.isArray(content)) return { events: content };
  if (isObject(content)) {
    const { events, device_id: device } = content;
    if (events === undefined && isRecord(content)) return { events: [content] };
    if (Array.isArray(events)) {
      if (device === undefined) return { events };
      if (typeof device === 'string') return { events, device };
      throw new BodyError('device_id must be text.');
    }
  }
  throw new BodyError(
    'The body is neither a batch ({"device_id": …, "events": […]} or a list of events) nor a frame.',
  );
}

function decodeEvent(event: unknown, envelopeDevice: string | undefined, budget: BodyBudget): DecodedRecord {
  if (!isObject(event)) throw new BodyError('it is not an object.');
  if (isRecord(event)) return decodeRecord(event, envelopeDevice, budget);
  const { device_id: device = envelopeDevice, frame, symbol: code, topic, ts } = event;
  if (typeof frame !== 'string') throw new BodyError('its frame is not hex text.');
  if (typeof device !== 'string') throw new BodyError('its device_id must be text.');
  if (typeof ts !== 'number' || !(Math.abs(ts) <= MAX_SECONDS)) {
    throw new BodyError('its ts must be a number of seconds.');
  }
  const decoded = decodeFrame(frame, budget);
  budget.check(decoded.data);
  if (code !== undefined && parseCode(code) !== decoded.symbol) {
    throw new BodyError('its symbol differs from the one in its frame.');
  }
  if (topic !== undefined && topic !== decoded.topic)
    throw new BodyError('its topic differs from the one in its frame.');
  return { device, time: Math.round(ts * 1000), ...decoded };
}

function gunzip(bytes: Uint8Array, limits: DecodeLimits): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.bytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooMuch(limits.bytes, 'bytes', { cause });
    throw new BodyError('The body starts like gzip but cannot be decompressed.', { cause });
  }
}

function parseJson(text: string, limits: DecodeLimits, budget: BodyBudget): unknown {
  budget.count(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    // In a list, or in an object spread over several lines, the first line alone is not JSON.
    if (/^\{[^\n]*\}\s*\n/.test(text)) return parseLines(text, limits);
    throw new BodyError('The body starts like JSON but cannot be parsed.', { cause });
  }
}

/** ID of an event in a body without a batch ID: a hash of its content, with a counter for repeated content. */
function contentId(event: DecodedRecord, seen: Map<string, number>): string {
  const key = fingerprint([event.device, event.symbol, event.topic, event.time, event.data]);
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return `${key}:${count}`;
}

function fingerprint(content: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Number of white space bytes before JSON. No symbol of the protocol begins with such a byte either. */
function spaceBefore(bytes: Uint8Array): number {
  let at = 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

/** `{` or `[`: no symbol of the protocol begins with these bytes, nor does hex text. */
function startsLikeJson(code: number | undefined): boolean {
  return code === 0x7b || code === 0x5b;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
