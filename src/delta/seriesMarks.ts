/** What is known about a series, as bits. */
export const SERIES_FLAGS = {
  /** Its plan has to be looked up again: the series is from before a restart or a deploy. */
  unresolved: 1,
  /** It is unknown whether what was last forwarded arrived. */
  untrusted: 2,
  /** It was reported stale. */
  stale: 4,
  /** What it holds is a change, to be forwarded when `minInterval` ends. */
  pending: 8,
  /** Its messages are for a status field: any change passes. */
  status: 16,
  /** Its messages are for a field that is never compared. */
  ignored: 32,
  /** A late sample passed that is newer than what was forwarded in order: receivers have that one. */
  overtaken: 64,
} as const;

/** Times of a series, ms since the epoch; by the steady clock where marked. */
export const SERIES_TIMES = {
  /** When the last forwarded sample was measured. */
  forwarded: 0,
  /** When `minInterval` began, in the time of the samples. */
  intervalFrom: 1,
  /** When what is held is to be forwarded; steady. NaN for never. */
  due: 2,
  /** When to check whether it is stale; steady. NaN for never. */
  staleCheck: 3,
  /** When the last sample arrived; steady. */
  seen: 4,
  /** When the last forwarded sample was forwarded. */
  sent: 5,
  /** With `partial`: when the last sample sent as a whole was measured. */
  whole: 6,
} as const;

export type SeriesTime = (typeof SERIES_TIMES)[keyof typeof SERIES_TIMES];

/** Times that still mean something in another process. */
export const KEPT_TIMES = [SERIES_TIMES.forwarded, SERIES_TIMES.intervalFrom, SERIES_TIMES.sent] as const;
