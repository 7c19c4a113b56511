import type { Point } from '../../src/delta/reconstruction';

/** A signal that filters are measured on. */
export interface BenchSignal {
  readonly name: string;
  readonly points: readonly Point[];
  /** Highest minus lowest value that it can have; thresholds are a part of it. */
  readonly span: number;
}

/** Highest minus lowest value that occurs. */
export function spanOf(points: readonly Point[]): number {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of points) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return highest - lowest;
}
