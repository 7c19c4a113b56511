import type { Clock } from '../../clock';
import type { Priority } from '../../spool';
import type { RetryPolicy } from '../settings/uplinkSettings';
import { retryDelayMs } from './retryDelay';

/** Delay after the spool gave no batch although it has events, for example while its disk is slow to come back. */
const EMPTY_HANDED_MS = 100;

/**
 * Keeps an uplink from asking its spool over and over for what it cannot give: briefly after it gave no batch, and with
 * growing delays after it failed.
 */
export class SpoolBackoff {
  private readonly waiting = new Set<Priority>();
  private failures = 0;
  /** Monotonic. */
  private until = 0;
  private cancelTimer: (() => void) | undefined;

  /** @param onOver called when the delay is over and the spool may be asked again. */
  constructor(
    private readonly policy: RetryPolicy,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly onOver: () => void,
  ) {}

  isWaiting(priority: Priority): boolean {
    return this.waiting.has(priority);
  }

  /** The spool gave no batch of this priority although it has events for one. */
  onEmptyHanded(priority: Priority): void {
    this.begin([priority], EMPTY_HANDED_MS);
  }

  /** The spool did everything that a batch needed. */
  onWorked(): void {
    this.failures = 0;
  }

  onFailed(): void {
    this.failures++;
    const delay = retryDelayMs(this.failures, { ...this.policy, maxRetries: 0 }, this.random());
    this.begin(['alarms', 'live', 'any'], Math.max(EMPTY_HANDED_MS, delay));
  }

  /** Ends the delay, because something has changed or a flush was requested. */
  end(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.until = 0;
    this.waiting.clear();
  }

  private begin(priorities: readonly Priority[], ms: number): void {
    const now = this.clock.monotonic();
    this.until = Math.max(this.until, now + ms);
    for (const priority of priorities) this.waiting.add(priority);
    this.cancelTimer?.();
    this.cancelTimer = this.clock.after(this.until - now, () => {
      this.end();
      this.onOver();
    });
  }
}
