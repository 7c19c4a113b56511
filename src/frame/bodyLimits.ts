import { DECODE } from '../settings/decode';

export interface DecodeLimits {
  /** Maximum number of events in one body. */
  readonly events: number;
  /** Maximum number of bytes in the body, both before and after decompression. */
  readonly bytes: number;
}

export const DEFAULT_DECODE_LIMITS: DecodeLimits = {
  events: DECODE.batchLimit.default,
  bytes: DECODE.maxBytes.default,
};

/** A body that is refused. The message says what is wrong and, for a batch, in which event. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

/** A body that exceeds a limit; the same content in smaller bodies may be accepted. */
export class BodyTooLargeError extends BodyError {}

/** @throws {BodyTooLargeError} */
export function checkEventCount(events: number, limits: DecodeLimits): void {
  if (events > limits.events) throw tooMuch(limits.events, 'events');
}

/** @throws {BodyTooLargeError} */
export function checkSize(bytes: number, limits: DecodeLimits): void {
  if (bytes > limits.bytes) throw tooMuch(limits.bytes, 'bytes');
}

export function tooMuch(limit: number, what: string, options?: ErrorOptions): BodyTooLargeError {
  return new BodyTooLargeError(`The body holds more than ${limit} ${what}, the maximum.`, options);
}
