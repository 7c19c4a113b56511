import { DECODE } from '../settings/decode';

export interface DecodeLimits {
  /** Events in one body. */
  readonly events: number;
  /** Bytes of the body after decompression. */
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

/** Deeper than any reading nests; cloning and comparing deeper values would exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * Refuses data that is nested too deeply, or has a key that could reach an object's prototype.
 * @throws {BodyError}
 */
export function checkData(data: unknown): void {
  let level: unknown[] = [data];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (depth >= MAX_DEPTH) throw new BodyError(`its data is nested more than ${MAX_DEPTH} levels deep.`);
      if (Object.hasOwn(value, '__proto__')) throw new BodyError('its data has a key "__proto__".');
      for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
}

/** @throws {BodyError} */
export function checkEventCount(events: number, limits: DecodeLimits): void {
  if (events <= limits.events) return;
  throw new BodyError(`The body holds ${events} events; at most ${limits.events} are taken.`);
}
