import type { Clock } from '../../clock';
import { AsideEvents } from '../reports/AsideEvents';

/** Figures come only when they change, but a delay can grow long without a change. */
const LOOK_MS = 5000;

export interface AsideTurnsParts {
  readonly figures: () => { readonly aside: number; readonly depth: number; readonly isOnline: boolean };
  /** Events have been deferred for long, or twice as many as last reported. @returns whether it reports them. */
  readonly onAside: (events: number, waitedMs: number) => boolean;
  /** No events are deferred any more. */
  readonly onOver: () => void;
}

/** Notices when events start and stop being deferred. */
export class AsideTurns {
  private readonly aside = new AsideEvents();
  /** Deferred events at the last report. */
  private told = 0;
  private cancelTimer: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly parts: AsideTurnsParts,
  ) {}

  /** Figures have changed. Without a connection they say nothing about single events. */
  look(): void {
    const { aside, clock, parts } = this;
    const figures = parts.figures();
    if (!figures.isOnline) return;
    const now = clock.monotonic();
    aside.note(figures.aside, figures.depth, now);
    if (aside.hasAny) this.lookAgain();
    if (aside.events >= Math.max(1, 2 * this.told)) {
      if (parts.onAside(aside.events, aside.waitedMs(now))) this.told = aside.events;
    } else if (!aside.hasAny && this.told > 0) {
      this.told = 0;
      parts.onOver();
    }
  }

  stop(): void {
    this.cancelTimer?.();
  }

  private lookAgain(): void {
    this.cancelTimer ??= this.clock.after(LOOK_MS, () => {
      this.cancelTimer = undefined;
      this.look();
    });
  }
}
