/** Makes up for a wall clock that was set back, so that waits and silences last as long as they should. */
export class SteadyTime {
  private offset = 0;
  private latest = Number.NEGATIVE_INFINITY;

  /** The steady time, never less than before. @param now ms since the epoch, by a clock that may be set. */
  at(now: number): number {
    if (now + this.offset < this.latest) this.offset = this.latest - now;
    this.latest = now + this.offset;
    return this.latest;
  }

  /** What the wall clock shows at a steady time, unless it is set. */
  toWall(steady: number): number {
    return steady - this.offset;
  }
}
