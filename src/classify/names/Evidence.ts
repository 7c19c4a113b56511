/** Why a candidate is one. */
export type Evidence =
  | 'override'
  | 'keyword'
  | 'word'
  | 'abbreviation'
  | 'unit'
  | 'magnitude'
  | 'convention'
  | 'fallback';
