/**
 * What an HTTP status means for a batch:
 * - `delivered`: it arrived
 * - `retry`: send it again later
 * - `refused`: the backend takes no request of this gateway now; keep everything and ask again slowly
 * - `too-large`: send it in halves
 * - `encoding`: send it again, compressed in another way or not at all
 * - `rejected`: an event in it is wrong; find that event and quarantine it
 */
export type StatusClass = 'delivered' | 'retry' | 'refused' | 'too-large' | 'encoding' | 'rejected';

/** The first row that holds the status decides. Codes as in RFC 9110, 425 in RFC 8470, 429 in RFC 6585. */
const TABLE: readonly (readonly [from: number, to: number, StatusClass])[] = [
  [200, 205, 'delivered'],
  // A part of an answer, or statuses of several things: no success that can be read.
  [206, 299, 'refused'],
  [401, 401, 'refused'],
  [403, 405, 'refused'],
  [407, 407, 'refused'],
  [408, 408, 'retry'],
  [413, 413, 'too-large'],
  [415, 415, 'encoding'],
  [425, 425, 'retry'],
  [429, 429, 'retry'],
  [501, 501, 'refused'],
  [300, 399, 'refused'],
  [400, 499, 'rejected'],
];

/** A status in no row of the table is a temporary fault of the server: retry. */
export function statusClass(status: number): StatusClass {
  return TABLE.find(([from, to]) => status >= from && status <= to)?.[2] ?? 'retry';
}
