const KEPT = 1000;

/** How long the last thousand syncs took. */
export class SyncTimes {
  private readonly times = new Float64Array(KEPT);
  private count = 0;

  /** @param ms milliseconds. */
  add(ms: number): void {
    this.times[this.count++ % KEPT] = ms;
  }

  /** 99th percentile in milliseconds; null before the first. */
  get p99(): number | null {
    if (this.count === 0) return null;
    const sorted = this.times.slice(0, this.count).sort();
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? null;
  }
}
