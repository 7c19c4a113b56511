/** The longest `Retry-After` that is obeyed: a mistake of a server must not silence a gateway for days. */
export const MAX_RETRY_AFTER_MS = 10 * 60 * 1000;

/**
 * Reads a `Retry-After` header, an HTTP date or seconds (RFC 9110, section 10.2.3), which may have a fraction: some servers
 * send one.
 * @param now milliseconds since the epoch, when the answer came.
 * @param date the answer's Date header: a date is compared with the server's clock, so that a wrong one here does no harm.
 * @returns milliseconds to wait, at most MAX_RETRY_AFTER_MS; undefined for a header that cannot be read.
 */
export function parseRetryAfter(header: unknown, now: number, date?: unknown): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Math.ceil(Number(text) * 1000)
    : dateOf(text) - (dateOf(date) || now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

/** Not a number for what is not a date: JavaScript takes `4.5` for the fifth of April. */
function dateOf(header: unknown): number {
  return typeof header === 'string' && /[a-z]{3}/i.test(header) ? Date.parse(header) : Number.NaN;
}
