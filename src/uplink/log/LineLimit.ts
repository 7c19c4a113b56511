import type { Clock } from '../../clock';

const INTERVAL_MS = 60_000;

/** Lets a few lines per minute through, and counts the rest by kind for a line that sums them up. */
export class LineLimit<K extends string> {
  private lines = 0;
  private leftOut = new Map<K, number>();
  private begunAt = 0;
  private cancelTimer: (() => void) | undefined;

  /**
   * @param most maximum lines per minute, counted from the first line. A summary counts toward the next minute.
   * @param sumUp gets what was left out, and the length of the period in milliseconds.
   */
  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly sumUp: (leftOut: ReadonlyMap<K, number>, ms: number) => void,
  ) {}

  /** Whether a line may be written now. */
  get hasRoom(): boolean {
    return this.lines < this.most;
  }

  /** Whether to write a line now; if not, it is counted. @param amount how much the line stands for. */
  take(kind: K, amount = 1): boolean {
    if (!this.cancelTimer) this.begin();
    if (this.hasRoom) {
      this.lines++;
      return true;
    }
    this.leftOut.set(kind, (this.leftOut.get(kind) ?? 0) + amount);
    return false;
  }

  /** Sums up what was left out so far, and starts afresh. */
  end(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    const { leftOut } = this;
    this.lines = 0;
    this.leftOut = new Map();
    if (leftOut.size > 0) this.sumUp(leftOut, this.clock.monotonic() - this.begunAt);
  }

  private begin(): void {
    this.begunAt = this.clock.monotonic();
    this.cancelTimer = this.clock.after(INTERVAL_MS, () => {
      const isBusy = this.leftOut.size > 0;
      this.end();
      if (!isBusy) return;
      this.begin();
      this.lines = 1;
    });
  }
}
