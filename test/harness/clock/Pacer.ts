/** How often it catches up with the clock, milliseconds. */
const TICK_MS = 10;

/** Calls at a fixed rate by the clock, whatever becomes of the calls (open loop): when late, it catches up. */
export class Pacer {
  private calls = 0;
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  /**
   * @param perSecond calls per second.
   * @param call receives the number of the call, from 0.
   */
  constructor(
    private readonly perSecond: number,
    private readonly call: (index: number) => void,
  ) {
    this.timer = setInterval(() => this.catchUp(), TICK_MS);
  }

  /** Makes the calls that are due and ends. Returns how many there were. */
  stop(): number {
    clearInterval(this.timer);
    this.catchUp();
    return this.calls;
  }

  private catchUp(): void {
    const due = ((performance.now() - this.startedAt) * this.perSecond) / 1000;
    while (this.calls < due) this.call(this.calls++);
  }
}
