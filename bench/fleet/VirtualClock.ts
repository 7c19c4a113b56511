import TinyQueue from 'tinyqueue';
import type { Clock } from '../../src/clock';

interface Timer {
  readonly at: number;
  /** Undefined once canceled. */
  callback: (() => void) | undefined;
}

/** A clock that jumps from timer to timer, for as many timers as a fleet has. Times are rounded up to 1 ms. */
export class VirtualClock implements Clock {
  private time = 0;
  private readonly timers = new TinyQueue<Timer>([], (a, b) => a.at - b.at);

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { at: Math.ceil(this.time + ms), callback };
    this.timers.push(timer);
    return () => {
      timer.callback = undefined;
    };
  }

  /** Advances to `end`, in milliseconds, and runs every timer at its time, and whatever follows from it. */
  async advanceTo(end: number): Promise<void> {
    for (let next = this.timers.peek(); next && next.at <= end; next = this.timers.peek()) {
      this.time = Math.max(this.time, next.at);
      this.callAll();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.time = end;
  }

  private callAll(): void {
    for (let next = this.timers.peek(); next && next.at <= this.time; next = this.timers.peek()) {
      this.timers.pop();
      next.callback?.();
    }
  }
}
