interface Sample {
  /** Monotonic. */
  readonly at: number;
  readonly depth: number;
}

/** Only samples from this many past milliseconds count. */
const WINDOW_MS = 10_000;
const SAMPLE_MS = 500;

/** A shorter span says too little: a single batch makes a step. */
const LEAST_MS = 2000;

/** Estimates how long a backlog will take to drain, from how fast it has shrunk recently. */
export class DrainEstimate {
  private samples: Sample[] = [];

  /** @param depth number of waiting events. @param now monotonic, milliseconds. */
  note(depth: number, now: number): void {
    const last = this.samples.at(-1);
    if (last && now - last.at < SAMPLE_MS) return;
    this.samples = [...this.samples.filter(({ at }) => now - at <= WINDOW_MS), { at: now, depth }];
  }

  /** There is no backlog. */
  reset(): void {
    if (this.samples.length > 0) this.samples = [];
  }

  /** Milliseconds until no event waits; Infinity if the backlog is not shrinking, undefined if not known yet. */
  get remainingMs(): number | undefined {
    const [first] = this.samples;
    const last = this.samples.at(-1);
    if (!first || !last || last.at - first.at < LEAST_MS) return undefined;
    const drained = first.depth - last.depth;
    return drained <= 0 ? Number.POSITIVE_INFINITY : (last.depth * (last.at - first.at)) / drained;
  }
}
