import type { DropReason } from '../spool';
import type { Clock } from './Clock';

/** How often drops are reported, so that an overflow does not flood the flow. */
const REPORT_MS = 1000;

/** Gathers drops by reason and reports them together. */
export class DropReporter {
  private readonly unreported = new Map<DropReason, number>();
  private cancelTimer: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly report: (events: number, reason: DropReason) => void,
  ) {}

  add(events: number, reason: DropReason): void {
    this.unreported.set(reason, (this.unreported.get(reason) ?? 0) + events);
    this.cancelTimer ??= this.clock.after(REPORT_MS, () => this.flush());
  }

  /** Reports now what was not reported yet. */
  flush(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    const drops = [...this.unreported];
    this.unreported.clear();
    for (const [reason, events] of drops) this.report(events, reason);
  }
}
