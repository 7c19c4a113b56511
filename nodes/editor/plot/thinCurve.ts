/** Points of a line, each at the same index in both arrays; x is in ascending order. */
export interface Polyline {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/**
 * The same picture with fewer points: of those in one pixel column, keeps the first, the lowest, the highest and the
 * last, so that no spike is lost.
 */
export function thinCurve({ xs, ys }: Polyline): Polyline {
  const thin: { xs: number[]; ys: number[] } = { xs: [], ys: [] };
  for (let start = 0; start < xs.length; ) {
    const column = Math.floor(xs[start] ?? 0);
    let end = start;
    let lowest = start;
    let highest = start;
    for (; end < xs.length && Math.floor(xs[end] ?? 0) === column; end++) {
      if ((ys[end] ?? 0) < (ys[lowest] ?? 0)) lowest = end;
      if ((ys[end] ?? 0) > (ys[highest] ?? 0)) highest = end;
    }
    const kept = new Set([start, lowest, highest, end - 1].sort((a, b) => a - b));
    for (const index of kept) {
      thin.xs.push(xs[index] ?? 0);
      thin.ys.push(ys[index] ?? 0);
    }
    start = Math.max(end, start + 1);
  }
  return thin;
}

/** Keeps only the first point in each pixel. */
export function distinctPixels({ xs, ys }: Polyline): Polyline {
  const seen = new Set<string>();
  const kept = xs
    .map((x, i) => [x, ys[i] ?? 0] as const)
    .filter(([x, y]) => {
      const pixel = `${Math.round(x)} ${Math.round(y)}`;
      if (seen.has(pixel)) return false;
      seen.add(pixel);
      return true;
    });
  return { xs: kept.map(([x]) => x), ys: kept.map(([, y]) => y) };
}
