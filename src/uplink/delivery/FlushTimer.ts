import type { Clock } from '../../clock';

/**
 * Fires at fixed moments, once every flush interval, and only while it runs. Each uplink has a phase of its own, so that
 * gateways whose events come at the same time do not send at the same time.
 */
export class FlushTimer {
  private cancelTimer: (() => void) | undefined;

  /** @param phase where in the interval the moments lie, in [0, 1). */
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
