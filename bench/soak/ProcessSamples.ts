import { readdirSync, readFileSync } from 'node:fs';

/** What a process uses at one moment. */
export interface ProcessSample {
  /** Seconds since the start. */
  readonly at: number;
  /** MiB. */
  readonly rss: number;
  /** MiB after a garbage collection. */
  readonly heap: number;
  /** Open file descriptors. */
  readonly handles: number;
  readonly timers: number;
}

type Quantity = 'rss' | 'heap' | 'handles' | 'timers';

/** How much more there may be at the end than early on: normal fluctuation. */
const SLACK: Readonly<Record<Quantity, (early: number) => number>> = {
  rss: (early) => Math.max(32, early * 0.15),
  heap: (early) => Math.max(8, early * 0.15),
  handles: () => 6,
  timers: () => 20,
};

/** Linux only. @throws {Error} if there is no such process. */
export function rssOf(pid: number): number {
  const [, kibibytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

export function handlesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/**
 * Quantities that have grown: compares the median of the last quarter of the samples with that of the second, since in
 * the first a process is still warming up. In words; empty if nothing has grown.
 */
export function growth(samples: readonly ProcessSample[]): string[] {
  const quarter = Math.floor(samples.length / 4);
  const early = samples.slice(quarter, 2 * quarter);
  const late = samples.slice(3 * quarter);
  const quantities: readonly Quantity[] = ['rss', 'heap', 'handles', 'timers'];
  return quantities.flatMap((quantity) => {
    const before = median(early.map((sample) => sample[quantity]));
    const after = median(late.map((sample) => sample[quantity]));
    const grew = after > before + SLACK[quantity](before);
    return grew ? [`${quantity} grew from ${before.toFixed(1)} to ${after.toFixed(1)}`] : [];
  });
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
