import type { Point } from '../../src/delta/reconstruction';

/** A signal that filters are measured on. */
export interface BenchSignal {
  readonly name: string;
  readonly points: readonly Point[];
  /** Maximum minus minimum of its possible values; thresholds are a fraction of it. */
  readonly span: number;
}

/** Maximum minus minimum of the values that occur. */
export function spanOf(points: readonly Point[]): number {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of points) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return highest - lowest;
}
