import type { Clock } from '../../clock';

/**
 * Fires at fixed moments, once per flush interval, but only while it runs. Each uplink has its own phase, so that
 * gateways whose events come at the same time do not all send at the same time.
 */
export class FlushTimer {
  private cancelTimer: (() => void) | undefined;

  /** @param phase position of these moments in the interval, in [0, 1). */
  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly phase: number,
    private readonly onFlush: () => void,
  ) {}

  /** Runs until the next moment, unless it is running already. */
  start(): void {
    if (this.cancelTimer) return;
    const { clock, intervalMs, phase } = this;
    const wait = intervalMs - ((clock.monotonic() + phase * intervalMs) % intervalMs);
    this.cancelTimer = clock.after(wait, () => {
      this.cancelTimer = undefined;
      this.onFlush();
    });
  }

  stop(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }
}
