/** A clock further ahead is wrong: the time of arrival counts instead. Milliseconds; a day spans all time zones. */
const MAX_AHEAD = 86_400_000;

/** Whether a sample has its own time, which may be right. */
export function isBelievable(time: number | undefined, now: number): time is number {
  return time !== undefined && Number.isFinite(time) && time - now <= MAX_AHEAD;
}
