/** Each unit in milliseconds, with the one below it. The symbols are the same in every language. */
const UNITS = [
  [86_400_000, 'd', 3_600_000, 'h'],
  [3_600_000, 'h', 60_000, 'min'],
  [60_000, 'min', 1000, 's'],
] as const;

/** A duration in at most two units: `14 s`, `4 min 10 s`, `3 h`. With `exact`, less than ten seconds has a decimal. */
export function durationText(ms: number, exact = false): string {
  if (exact && ms < 9950) return `${Math.round(ms / 100) / 10} s`;
  const whole = Math.round(ms / 1000) * 1000;
  const [size, unit, partSize, part] = UNITS.find(([least]) => whole >= least) ?? [];
  if (size === undefined) return `${whole / 1000} s`;
  const count = Math.floor(whole / size);
  const parts = Math.floor((whole - count * size) / partSize);
  return parts === 0 ? `${count} ${unit}` : `${count} ${unit} ${parts} ${part}`;
}
