/** The maximum `Retry-After` that we obey: a server's mistake must not silence a gateway for days. */
export const MAX_RETRY_AFTER_MS = 10 * 60 * 1000;

/**
 * Reads a `Retry-After` header: an HTTP date or seconds (RFC 9110, section 10.2.3). Seconds may have a fraction, which
 * some servers send.
 * @param now when the response came, milliseconds since the epoch.
 * @param date the response's Date header: dates are compared by the server's clock, so a wrong one here does no harm.
 * @returns the delay in milliseconds, at most MAX_RETRY_AFTER_MS; undefined for an unreadable header.
 */
export function parseRetryAfter(header: unknown, now: number, date?: unknown): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Math.ceil(Number(text) * 1000)
    : dateOf(text) - (dateOf(date) || now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

/** NaN for anything that is not a date: JavaScript would take `4.5` for April 5. */
function dateOf(header: unknown): number {
  return typeof header === 'string' && /[a-z]{3}/i.test(header) ? Date.parse(header) : Number.NaN;
}
