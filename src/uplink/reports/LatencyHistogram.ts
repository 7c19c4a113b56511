/** Upper bounds of the buckets in seconds, as in Prometheus. One more bucket holds what exceeds the last. */
export const LATENCY_BOUNDS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400,
  604_800,
];

/** How long events took, as counts per bucket. Plain data that can be passed to another thread. */
export interface Latencies {
  /** Per bucket, not cumulative: one more than there are bounds. */
  readonly counts: number[];
  /** Sum of all durations, seconds. */
  sum: number;
}

export function noLatencies(): Latencies {
  return { counts: new Array<number>(LATENCY_BOUNDS.length + 1).fill(0), sum: 0 };
}

export function copyLatencies({ counts, sum }: Latencies): Latencies {
  return { counts: [...counts], sum };
}

/** Counts an event that took this many seconds; with -1, undoes that. */
export function countLatency(latencies: Latencies, seconds: number, by: 1 | -1): void {
  const bucket = LATENCY_BOUNDS.findIndex((bound) => seconds <= bound);
  const index = bucket < 0 ? LATENCY_BOUNDS.length : bucket;
  latencies.counts[index] = (latencies.counts[index] ?? 0) + by;
  latencies.sum += by * seconds;
}

/** What has been counted since `before`. */
export function latenciesSince(now: Latencies, before: Latencies): Latencies {
  return {
    counts: now.counts.map((count, i) => Math.max(0, count - (before.counts[i] ?? 0))),
    sum: now.sum - before.sum,
  };
}

/**
 * The time within which this share of the events arrived, in seconds, assuming an even spread within each bucket.
 * @param share from 0 to 1.
 * @returns undefined if nothing was counted.
 */
export function latencyQuantile({ counts }: Latencies, share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= 0) return undefined;
  let left = share * total;
  for (const [i, count] of counts.entries()) {
    if (count > 0 && left <= count) {
      const from = LATENCY_BOUNDS[i - 1] ?? 0;
      const to = LATENCY_BOUNDS[i] ?? from;
      return from + (to - from) * (left / count);
    }
    left -= count;
  }
  return LATENCY_BOUNDS.at(-1);
}
