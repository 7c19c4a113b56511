import type { Clock } from '../clock';
import type { Priority } from '../spool';
import { type RetryPolicy, retryDelayMs } from './retryDelay';

/** How long a spool is left alone that says it has events and gives none, as when its disk is slow to come back. */
const EMPTY_HANDED_MS = 100;

/**
 * Keeps an uplink from asking its spool over and over for what it cannot give: for a moment when it gave nothing,
 * and with growing waits when it failed.
 */
export class SpoolRest {
  private readonly resting = new Set<Priority>();
  private failures = 0;
  /** Monotonic. */
  private until = 0;
  private cancelTimer: (() => void) | undefined;

  /** @param onOver the spool may be asked again. */
  constructor(
    private readonly policy: RetryPolicy,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly onOver: () => void,
  ) {}

  isResting(priority: Priority): boolean {
    return this.resting.has(priority);
  }

  /** The spool gave nothing, although it has something for this priority. */
  onEmptyHanded(priority: Priority): void {
    this.begin([priority], EMPTY_HANDED_MS);
  }

  /** The spool did all that was asked of it for a batch. */
  onWorked(): void {
    this.failures = 0;
  }

  onFailed(): void {
    this.failures++;
    const delay = retryDelayMs(this.failures, { ...this.policy, maxRetries: 0 }, this.random());
    this.begin(['alarms', 'live', 'any'], Math.max(EMPTY_HANDED_MS, delay));
  }

  /** The spool may be asked now: something has changed, or somebody wants it so. */
  end(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.until = 0;
    this.resting.clear();
  }

  private begin(priorities: readonly Priority[], ms: number): void {
    const now = this.clock.monotonic();
    this.until = Math.max(this.until, now + ms);
    for (const priority of priorities) this.resting.add(priority);
    this.cancelTimer?.();
    this.cancelTimer = this.clock.after(this.until - now, () => {
      this.end();
      this.onOver();
    });
  }
}
