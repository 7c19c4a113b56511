/** Upper bounds of the buckets in seconds, as Prometheus wants them; one more bucket holds what exceeds the last. */
export const LATENCY_BOUNDS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400,
  604_800,
];

/** How long events took, as counts by bucket. Plain data that can go to another thread. */
export interface Latencies {
  /** Of each bucket, not of those below it: one more than there are bounds. */
  readonly counts: number[];
  /** Seconds, of all events together. */
  sum: number;
}

export function noLatencies(): Latencies {
  return { counts: new Array<number>(LATENCY_BOUNDS.length + 1).fill(0), sum: 0 };
}

export function copyLatencies({ counts, sum }: Latencies): Latencies {
  return { counts: [...counts], sum };
}

/** Counts an event that took so many seconds; with -1 it takes that back. */
export function countLatency(latencies: Latencies, seconds: number, by: 1 | -1): void {
  const bucket = LATENCY_BOUNDS.findIndex((bound) => seconds <= bound);
  const index = bucket < 0 ? LATENCY_BOUNDS.length : bucket;
  latencies.counts[index] = (latencies.counts[index] ?? 0) + by;
  latencies.sum += by * seconds;
}

/** What was counted since an earlier time. */
export function latenciesSince(now: Latencies, before: Latencies): Latencies {
  return {
    counts: now.counts.map((count, i) => Math.max(0, count - (before.counts[i] ?? 0))),
    sum: now.sum - before.sum,
  };
}

/**
 * The time within which this share of the events arrived, in seconds, taken to lie evenly within a bucket.
 * @param share 0 to 1.
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
