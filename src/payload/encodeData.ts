import { peekPayload } from './peekPayload';

/** A payload that cannot be written as JSON. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

/**
 * Writes a payload as the compact JSON text that events carry. The text is a copy, even of a buffer, so the caller may
 * change the payload afterwards. Values without a JSON form become null (undefined, NaN, infinities); a BigInt
 * becomes a number if that is exact, and text if not.
 * @throws {PayloadError} for circular or too deeply nested payloads, or when a `toJSON` throws.
 */
export function encodeData(payload: unknown): string {
  try {
    return toJson(peekPayload(payload)) ?? 'null';
  } catch (cause) {
    throw new PayloadError(`The payload cannot be written as JSON: ${reasonOf(cause)}`, { cause });
  }
}

/** Tries without a replacer first: called for every value, it doubles the cost, and few payloads hold a BigInt. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError && /BigInt/.test(error.message))) throw error;
    return JSON.stringify(value, bigintToJson);
  }
}

function bigintToJson(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function reasonOf(cause: unknown): string {
  if (cause instanceof RangeError) return 'it is too deeply nested or too large.';
  if (cause instanceof TypeError && /circular/i.test(cause.message)) return 'it refers to itself (circular).';
  return cause instanceof Error ? cause.message : String(cause);
}

/** Size in bytes of a payload as received: of the text or buffer if it is one, otherwise of its JSON. */
export function payloadBytes(payload: unknown, json: string): number {
  if (payload instanceof Uint8Array) return payload.byteLength;
  return Buffer.byteLength(typeof payload === 'string' ? payload : json);
}
