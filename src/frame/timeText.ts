/** The furthest from the epoch that a Date can be, in milliseconds. */
const MAX_TIME = 8.64e15;

export function isTime(time: number): boolean {
  return Math.abs(time) <= MAX_TIME;
}

/** Nanoseconds since the epoch. @param time milliseconds since the epoch, possibly with a fraction. */
export function toNanoseconds(time: number): bigint {
  const whole = Math.floor(time);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((time - whole) * 1e6));
}

/** ISO 8601 in UTC, with up to nine decimals if the time is finer than milliseconds. */
export function toIso(time: number): string {
  const whole = Math.floor(time);
  const text = new Date(whole).toISOString();
  const nanoseconds = Math.min(Math.round((time - whole) * 1e6), 999_999);
  if (nanoseconds === 0) return text;
  return text.replace('Z', `${String(nanoseconds).padStart(6, '0').replace(/0+$/, '')}Z`);
}
