/**
 * Decodes a payload: devices send the same reading as a number, as text, or as bytes.
 *
 * - Bytes that are UTF-8 are read as text; other bytes become `{ base64 }`.
 * - Text that is JSON is parsed, except a number that JavaScript cannot hold exactly, which stays text.
 * - Everything else is returned unchanged.
 */
export function decodePayload(payload: unknown): unknown {
  if (typeof payload === 'string') return decodeText(payload);
  if (payload instanceof Uint8Array) return decodeBytes(payload);
  return payload;
}

/** Digits beyond which a decimal number may change when read as a double. */
const EXACT_DIGITS = 15;

/** First characters of JSON texts: saves most plain words a trip to the parser only to throw. */
const JSON_START = /^\s*[[{"\-0-9tfn]/;

function decodeText(text: string): unknown {
  if (!JSON_START.test(text)) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  return typeof value === 'number' && !isExact(value, text) ? text : value;
}

function isExact(value: number, text: string): boolean {
  return Number.isFinite(value) && text.replace(/\D/g, '').length <= EXACT_DIGITS;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeBytes(bytes: Uint8Array): unknown {
  const text = textOfBytes(bytes);
  if (text !== undefined) return decodeText(text);
  return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

/** Bytes decoded as text; undefined if they are not UTF-8. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
