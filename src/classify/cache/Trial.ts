/** Messages per trial, after which it is judged whether remembering pays off. */
const TRIAL = 1024;

/** One message in this many must have been known: an unknown one costs more than it would without remembering. */
const WORTH = 2;

/** Maximum number of messages before the next trial. */
const LONGEST_PAUSE = 64 * TRIAL;

/** Decides whether remembering pays off: if topics never recur, it is tried only now and then. */
export class Trial {
  private asked = 0;
  private known = 0;
  private pause = TRIAL;
  private pausing = 0;

  /** Whether to look this message up; call it once per message. */
  begins(): boolean {
    if (this.pausing > 0) {
      this.pausing--;
      return false;
    }
    if (++this.asked > TRIAL) this.judge();
    return this.pausing === 0;
  }

  /** Counts a message that was known. */
  succeed(): void {
    this.known++;
  }

  private judge(): void {
    if (this.known * WORTH < TRIAL) {
      this.pausing = this.pause;
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    } else this.pause = TRIAL;
    this.asked = 0;
    this.known = 0;
  }
}
