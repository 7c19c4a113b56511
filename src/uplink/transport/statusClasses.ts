/**
 * What an HTTP status means for a batch:
 * - `delivered`: done
 * - `retry`: the same again later
 * - `refused`: the backend will have nothing from us now; keep everything and ask again slowly
 * - `too-large`: the same in halves
 * - `encoding`: the same again, otherwise compressed or not at all
 * - `rejected`: something in the batch is wrong; find the guilty event and put it aside
 */
export type StatusClass = 'delivered' | 'retry' | 'refused' | 'too-large' | 'encoding' | 'rejected';

/** The first row that holds the status decides. Codes as in RFC 9110, 425 in RFC 8470, 429 in RFC 6585. */
const TABLE: readonly (readonly [from: number, to: number, StatusClass])[] = [
  [200, 299, 'delivered'],
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

/** Statuses that no row holds are passing faults of the server: retry. */
export function statusClass(status: number): StatusClass {
  return TABLE.find(([from, to]) => status >= from && status <= to)?.[2] ?? 'retry';
}
