/** Longest that a `Retry-After` is obeyed: a server's slip must not silence a gateway for days. */
export const MAX_RETRY_AFTER_MS = 10 * 60 * 1000;

/**
 * Reads a `Retry-After` header, seconds or HTTP date (RFC 9110, section 10.2.3).
 * @param now milliseconds since the epoch, when the answer came.
 * @param date the answer's Date header: the server's own clock, so that a wrong one here does no harm.
 * @returns milliseconds to wait, at most MAX_RETRY_AFTER_MS; undefined when there is nothing to read.
 */
export function parseRetryAfter(header: unknown, now: number, date?: unknown): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - (dateOf(date) ?? now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

function dateOf(header: unknown): number | undefined {
  const date = typeof header === 'string' ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

export interface RetryPolicy {
  /** Tries that follow a failure at once, before the waiting begins. */
  readonly maxRetries: number;
  /** Upper bound of the first wait; doubled for each further one. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
}

/**
 * How long to wait after so many failures in a row: nothing for the first `maxRetries`, then exponential
 * backoff with full jitter (a random part of the bound), as in "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015: gateways that failed together do not come back together.
 * @param failures at least 1.
 * @param random in [0, 1).
 */
export function retryDelayMs(failures: number, policy: RetryPolicy, random: number): number {
  const waits = failures - policy.maxRetries - 1;
  if (waits < 0) return 0;
  return random * Math.min(policy.backoffMaxMs, policy.backoffBaseMs * 2 ** Math.min(waits, 52));
}
