/** The longest `Retry-After` that is obeyed: a mistake of a server must not silence a gateway for days. */
export const MAX_RETRY_AFTER_MS = 10 * 60 * 1000;

/**
 * Reads a `Retry-After` header, seconds or HTTP date (RFC 9110, section 10.2.3).
 * @param now milliseconds since the epoch, when the answer came.
 * @param date the answer's Date header: a date is compared with the server's clock, so that a wrong one here does no harm.
 * @returns milliseconds to wait, at most MAX_RETRY_AFTER_MS; undefined for a header that cannot be read.
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
