import { decodePayload, textOfBytes } from './decodePayload';

/** Number of texts cached with their parsed values: about as many messages as one read of a socket brings. */
const PLACES = 256;

/** Shorter texts are parsed as quickly as they are looked up; longer ones would take too much memory. */
const MIN_LENGTH = 24;
const MAX_LENGTH = 2048;

/** Number of characters that are hashed to tell texts apart, from the end backwards, at equal steps. */
const LETTERS = 16;

interface Remembered {
  readonly text: string;
  readonly meaning: unknown;
}

const remembered: (Remembered | undefined)[] = Array.from({ length: PLACES });

/**
 * Like decodePayload(), but read-only: the nodes of a flow see the same text one after another, so what one of them
 * has parsed is reused for the next. The result must not be changed or passed on.
 */
export function peekPayload(payload: unknown): unknown {
  if (typeof payload === 'string') return peekText(payload);
  if (!(payload instanceof Uint8Array)) return payload;
  // The bytes may have changed since they were last read, so they are compared as text.
  const text = mayBeRemembered(payload.byteLength) ? textOfBytes(payload) : undefined;
  return text === undefined ? decodePayload(payload) : peekText(text);
}

function mayBeRemembered(length: number): boolean {
  return length >= MIN_LENGTH && length <= MAX_LENGTH;
}

function peekText(text: string): unknown {
  if (!mayBeRemembered(text.length)) return decodePayload(text);
  const place = placeOf(text);
  const known = remembered[place];
  if (known?.text === text) return known.meaning;
  const meaning = decodePayload(text);
  if (typeof meaning === 'object') remembered[place] = { text, meaning };
  return meaning;
}

function placeOf(text: string): number {
  const step = Math.max(1, Math.floor(text.length / LETTERS));
  let hash = text.length;
  for (let i = text.length - 1; i >= 0; i -= step) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  return (hash ^ (hash >>> 8)) & (PLACES - 1);
}
