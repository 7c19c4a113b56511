const KEPT = 1000;

/** How long the last thousand syncs took. */
export class SyncTimes {
  private readonly times: number[] = [];
  private count = 0;

  /** @param ms milliseconds. */
  add(ms: number): void {
    this.times[this.count++ % KEPT] = ms;
  }

  /** 99th percentile in milliseconds; null before the first. */
  get p99(): number | null {
    if (this.times.length === 0) return null;
    // Typed, because sorting numbers with a comparator takes ten times as long.
    const sorted = Float64Array.from(this.times).sort();
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? null;
  }
}
