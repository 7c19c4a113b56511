import type { LinkState } from './UplinkEvent';

/** What a refusal is about. */
export type RefusalSubject =
  | 'api-key'
  | 'permission'
  | 'account'
  | 'address'
  | 'redirect'
  | 'path'
  | 'method'
  | 'proxy'
  | 'format'
  | 'headers'
  | 'https'
  | 'certificate'
  | 'web-page'
  | 'no-success'
  | 'rejects-all'
  | 'other';

/** The first row that contains the status decides. 494 to 497 are from nginx; 419 and 440 mean an expired session. */
const SUBJECTS: readonly (readonly [from: number, to: number, RefusalSubject])[] = [
  [200, 299, 'no-success'],
  [300, 399, 'redirect'],
  [401, 401, 'api-key'],
  [402, 402, 'account'],
  [403, 403, 'permission'],
  [404, 404, 'path'],
  [405, 405, 'method'],
  [406, 406, 'format'],
  [407, 407, 'proxy'],
  [410, 410, 'path'],
  [414, 414, 'address'],
  [415, 415, 'format'],
  [419, 419, 'api-key'],
  [421, 421, 'address'],
  [423, 423, 'account'],
  [426, 426, 'https'],
  [431, 431, 'headers'],
  [440, 440, 'api-key'],
  [451, 451, 'account'],
  [494, 494, 'headers'],
  [495, 496, 'certificate'],
  [497, 497, 'https'],
  [501, 501, 'format'],
  [511, 511, 'web-page'],
];

/** What a refusal is about, whether from the backend or from something in its place. */
export function subjectOf({
  status,
  cause,
}: Pick<Extract<LinkState, { readonly kind: 'refused' }>, 'status' | 'cause'>): RefusalSubject {
  return cause ?? SUBJECTS.find(([from, to]) => status >= from && status <= to)?.[2] ?? 'other';
}
