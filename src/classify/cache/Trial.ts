/** Messages after which it is seen whether remembering pays. */
const TRIAL = 1024;

/** Of so many one must have been known: what is not known costs more than without. */
const WORTH = 2;

/** Most messages that pass before it is tried again. */
const LONGEST_PAUSE = 64 * TRIAL;

/** Tells whether remembering pays: where topics never come again it is tried only now and then. */
export class Trial {
  private asked = 0;
  private known = 0;
  private pause = TRIAL;
  private pausing = 0;

  /** Whether to look for this message; called once for each. */
  begins(): boolean {
    if (this.pausing > 0) {
      this.pausing--;
      return false;
    }
    if (++this.asked > TRIAL) this.judge();
    return this.pausing === 0;
  }

  /** The message was known. */
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
