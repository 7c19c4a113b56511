import type { BootMoment, Clock } from '../../../src/clock';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to advance. */
export class FakeClock implements Clock {
  private time = 5000;
  /** How far the wall clock is ahead: enough that the two cannot be mistaken for each other. */
  private wallAhead = 1_000_000_000;
  private readonly timers = new Set<Timer>();
  /** The machine's current boot; undefined if unknown. */
  bootId: string | undefined;
  private slept = 0;

  /** Number of pending timers. */
  get pending(): number {
    return this.timers.size;
  }

  now(): number {
    return this.time + this.wallAhead;
  }

  monotonic(): number {
    return this.time;
  }

  boot(): BootMoment | undefined {
    return this.bootId === undefined
      ? undefined
      : { id: this.bootId, awakeMs: this.time, uptimeMs: this.time + this.slept };
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Somebody sets the wall clock: no time passes. */
  jump(ms: number): void {
    this.wallAhead += ms;
  }

  /** The machine sleeps: no timer runs, and the monotonic clock of a process does not go on. */
  sleep(ms: number): void {
    this.wallAhead += ms;
    this.slept += ms;
  }

  /** Lets this many milliseconds pass at once; timers wait for advance(). */
  pass(ms: number): void {
    this.time += ms;
  }

  /** Lets this many milliseconds pass, running every timer at its time and all that follows from it before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (let timer = this.nextUntil(end); timer; timer = this.nextUntil(end)) {
      this.timers.delete(timer);
      this.time = Math.max(this.time, timer.at);
      timer.callback();
      await settled();
    }
    this.time = end;
  }

  private nextUntil(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.at <= end && (!next || timer.at < next.at)) next = timer;
    }
    return next;
  }
}

/** Resolves once every promise that can be fulfilled now has been. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}
