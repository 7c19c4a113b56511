import type { Clock } from '../../clock';
import { AsideEvents } from '../reports/AsideEvents';

/** Figures come only when they change, and a wait grows long without one. */
const LOOK_MS = 5000;

export interface AsideTurnsParts {
  readonly figures: () => { readonly aside: number; readonly depth: number; readonly isOnline: boolean };
  /** Events are deferred for long, or twice as many as were told last. @returns whether that is told. */
  readonly onAside: (events: number, waitedMs: number) => boolean;
  /** None does any more. */
  readonly onOver: () => void;
}

/** Notices when events begin and cease to be deferred. */
export class AsideTurns {
  private readonly aside = new AsideEvents();
  /** Events that waited aside when that was told last. */
  private told = 0;
  private cancelTimer: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly parts: AsideTurnsParts,
  ) {}

  /** Figures have changed. Without a connection they say nothing of single events. */
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
