import type { NumberRule } from './settings';

/** A day: longer than any sensible setting in seconds, and within what a timer can hold. */
const MAX_SECONDS = 86_400;

/** Thirty days: some sensors speak once a week. */
const MAX_SILENCE_SECONDS = 30 * MAX_SECONDS;

/** Numeric settings of an uplink. Times in seconds. */
export const UPLINK_RULES = {
  bufferSize: { default: 50_000, min: 1, max: 10_000_000, integer: true },
  maxBytes: { default: 256 * 1024 * 1024, min: 1024, integer: true },
  maxAge: { default: 604_800, min: 0 },
  flushInterval: { default: 1, min: 0.01, max: MAX_SECONDS },
  flushBatch: { default: 200, min: 1, max: 10_000, integer: true },
  maxRetries: { default: 3, min: 0, max: 100, integer: true },
  backoffBase: { default: 2, min: 0.01, max: MAX_SECONDS },
  backoffMax: { default: 60, min: 0.01, max: MAX_SECONDS },
  parallel: { default: 1, min: 1, max: 32, integer: true },
  maxPending: { default: 10_000, min: 1, max: 10_000_000, integer: true },
  syncInterval: { default: 0.2, min: 0.01, max: 60 },
  minFreeBytes: { default: 64 * 1024 * 1024, min: 0, integer: true },
} satisfies Record<string, NumberRule>;

/** Numeric settings of a backend. Seconds. */
export const BACKEND_RULES = {
  timeout: { default: 30, min: 0.1, max: 3600 },
} satisfies Record<string, NumberRule>;

/** Numeric settings of the change filter. Times in seconds. */
export const DELTA_RULES = {
  threshold: { default: 0.02, min: 0 },
  floor: { default: 0, min: 0 },
  span: { default: 0, min: 0 },
  minInterval: { default: 0, min: 0, max: MAX_SECONDS },
  maxSilence: { default: 0, min: 0, max: MAX_SILENCE_SECONDS },
  staleAfter: { default: 0, min: 0, max: MAX_SILENCE_SECONDS },
  maxSeries: { default: 100_000, min: 1, integer: true },
} satisfies Record<string, NumberRule>;

/** Numeric settings of the decoder: events in a body, bytes of a body after decompression. */
export const DECODE_RULES = {
  batchLimit: { default: 10_000, min: 1, integer: true },
  maxBytes: { default: 16 * 1024 * 1024, min: 1, integer: true },
} satisfies Record<string, NumberRule>;
