/**
 * What an HTTP status means for a batch:
 * - `delivered`: it arrived
 * - `retry`: send it again later
 * - `refused`: the backend accepts no requests from this gateway now, or the problem is the account, the address or the
 *   path to it; keep everything and retry slowly
 * - `too-large`: send it in halves
 * - `encoding`: send it again, compressed in another way or not at all
 * - `rejected`: an event in it is wrong; find that event and quarantine it
 */
export type StatusClass = 'delivered' | 'retry' | 'refused' | 'too-large' | 'encoding' | 'rejected';

/** The first row that contains the status decides. Codes as in RFC 9110, 425 in RFC 8470, 429 in RFC 6585. */
const TABLE: readonly (readonly [from: number, to: number, StatusClass])[] = [
  [200, 205, 'delivered'],
  // Part of a response, or several statuses at once: not a success that can be read.
  [206, 299, 'refused'],
  // No key, no money, nothing there, no path: no event can be the cause. 409 is not among them: with it a database says
  // that it already has an event.
  [401, 407, 'refused'],
  [408, 408, 'retry'],
  [410, 411, 'refused'],
  [413, 413, 'too-large'],
  [414, 414, 'refused'],
  [415, 415, 'encoding'],
  [417, 417, 'refused'],
  // 419 and 440: the session has expired.
  [419, 419, 'refused'],
  [421, 421, 'refused'],
  [423, 424, 'refused'],
  [425, 425, 'retry'],
  [426, 428, 'refused'],
  [429, 429, 'retry'],
  [430, 431, 'refused'],
  [440, 440, 'refused'],
  [444, 444, 'refused'],
  [449, 451, 'refused'],
  // From load balancers and proxies: AWS 460 to 464, nginx 494 to 499.
  [460, 464, 'refused'],
  [494, 499, 'refused'],
  [501, 501, 'refused'],
  [505, 505, 'refused'],
  [510, 511, 'refused'],
  [300, 399, 'refused'],
  [400, 499, 'rejected'],
];

/** A status in no row of the table is a temporary server error: retry. */
export function statusClass(status: number): StatusClass {
  return TABLE.find(([from, to]) => status >= from && status <= to)?.[2] ?? 'retry';
}
