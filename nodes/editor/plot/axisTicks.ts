/** Round numbers that divide a range into about this many parts, in ascending order. */
export function roundTicks(low: number, high: number, parts: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push(n * step);
  return ticks;
}

/** The format of times in a range: with seconds in a short one, with the date in one of more than a day. */
export function timeFormat(from: number, to: number, language: string): Intl.DateTimeFormat {
  const isLong = to - from > 86_400_000;
  return new Intl.DateTimeFormat(
    language,
    isLong
      ? { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }
      : { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  );
}
