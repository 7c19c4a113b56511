import { type Clock, systemClock } from '../../../src/clock';

/** The clock of this machine, whose time of day can be set; time goes on as ever. */
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

  /** Sets the time of day forward by so many milliseconds, or back. */
  jump(ms: number): void {
    this.offset += ms;
  }

  /** Sets it right. */
  correct(): void {
    this.offset = 0;
  }
}
