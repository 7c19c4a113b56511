import { type Clock, systemClock } from '../../../src/clock';

/** This machine's clock with a time of day that can be set; time passes as usual. */
export class JumpingClock implements Clock {
  /** @param offset milliseconds by which the time of day is wrong. */
  constructor(private offset = 0) {}

  now(): number {
    return systemClock.now() + this.offset;
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  after(ms: number, callback: () => void): () => void {
    return systemClock.after(ms, callback);
  }

  /** Sets the time of day forward by this many milliseconds, or back if negative. */
  jump(ms: number): void {
    this.offset += ms;
  }

  /** Corrects the time of day. */
  correct(): void {
    this.offset = 0;
  }
}
