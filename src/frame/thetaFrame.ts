import { BodyBudget } from './BodyBudget';
import { BodyTooLargeError } from './bodyLimits';
import { MAX_UTF8_BYTES } from './event';

/** Why a frame cannot be read; stable, for use in programs. */
export type FrameErrorCode = 'too-short' | 'odd-length' | 'bad-hex' | 'bad-utf8' | 'bad-json' | 'bad-shape';

/** A frame that cannot be read. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  constructor(
    readonly code: FrameErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface DecodedFrame {
  /** 16-bit symbol code. */
  readonly symbol: number;
  readonly topic: string;
  readonly data: unknown;
}

/**
 * Encodes a theta frame as the Wire.Band edge protocol publishes it: symbol high byte, symbol low byte, then
 * compact UTF-8 JSON `{"t":topic,"d":data}`.
 * @param dataJson the data as JSON text.
 */
export function encodeFrame(symbol: number, topic: string, dataJson: string): Buffer {
  const frame = Buffer.from(`\0\0${frameBody(topic, dataJson)}`);
  frame.writeUInt16BE(symbol, 0);
  return frame;
}

const frameBody = (topic: string, dataJson: string): string =>
  `{"t":${JSON.stringify(topic)},"d":${dataJson}}`;

const symbolHex = (symbol: number): string => symbol.toString(16).padStart(4, '0');

/**
 * A theta frame in its transport form, hex text. Node.js' own Buffer is faster; the dialog writes its sample
 * request in a browser, which has no Buffer.
 */
export const encodeFrameHex =
  typeof Buffer === 'undefined'
    ? frameHexInBrowser
    : (symbol: number, topic: string, dataJson: string) =>
        symbolHex(symbol) + bytesAsHex(frameBody(topic, dataJson));

/** Bytes of a buffer that all frames but very long ones share, so that they need not allocate one each. */
const SHARED_BYTES = 16 * 1024;
let shared: Buffer | undefined;

function bytesAsHex(text: string): string {
  if (text.length * MAX_UTF8_BYTES > SHARED_BYTES) return Buffer.from(text).toString('hex');
  shared ??= Buffer.allocUnsafeSlow(SHARED_BYTES);
  return shared.toString('hex', 0, shared.write(text));
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The same without Buffer. */
export function frameHexInBrowser(symbol: number, topic: string, dataJson: string): string {
  let hex = symbolHex(symbol);
  for (const byte of new TextEncoder().encode(frameBody(topic, dataJson))) hex += DIGITS[byte];
  return hex;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes a theta frame from its bytes or from its transport form, hex text.
 * @param budget that of the body that holds the frame, so that many frames together hold no more than one may.
 * @throws {FrameError}
 * @throws {BodyTooLargeError} if it holds more than `budget` leaves.
 */
export function decodeFrame(frame: Uint8Array | string, budget: BodyBudget = new BodyBudget()): DecodedFrame {
  const bytes = typeof frame === 'string' ? hexToBytes(frame) : frame;
  const [high, low] = bytes;
  if (high === undefined || low === undefined) throw new FrameError('too-short', 'Frame too short');
  return { symbol: high * 256 + low, ...readBody(bytes.subarray(2), budget) };
}

function hexToBytes(hex: string): Buffer {
  if (hex.length % 2 === 1)
    throw new FrameError('odd-length', `Frame has an odd number of hex digits (${hex.length})`);
  if (!/^[0-9a-fA-F]*$/.test(hex))
    throw new FrameError('bad-hex', 'Frame contains characters that are not hex digits');
  return Buffer.from(hex, 'hex');
}

function readBody(bytes: Uint8Array, budget: BodyBudget): { topic: string; data: unknown } {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new FrameError('bad-utf8', 'Frame body is not valid UTF-8', { cause });
  }
  let body: unknown;
  try {
    body = budget.parse(text);
  } catch (cause) {
    if (cause instanceof BodyTooLargeError) throw cause;
    throw new FrameError('bad-json', 'Frame body is not valid JSON', { cause });
  }
  if (
    typeof body !== 'object' ||
    body === null ||
    !('t' in body) ||
    typeof body.t !== 'string' ||
    !('d' in body)
  ) {
    throw new FrameError('bad-shape', 'Frame body is not {"t": topic, "d": data}');
  }
  return { topic: body.t, data: body.d };
}
