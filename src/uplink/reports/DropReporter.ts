import type { Clock } from '../../clock';
import type { Drop, DropReason } from '../../spool';
import type { DropReport, Gap } from './UplinkEvent';

/** Interval of reports, so that an overflow does not flood the flow. */
const REPORT_MS = 1000;

/** Maximum series named in a report; the others share one unnamed gap. */
const MAX_SERIES = 100;

/** The events dropped for one reason, by series. */
class Gaps {
  events = 0;
  private readonly bySeries = new Map<string | null, Gap>();

  add({ events, series: topic, from, to }: Drop): void {
    const series = topic ?? null;
    this.events += events;
    const named = this.bySeries.size - (this.bySeries.has(null) ? 1 : 0);
    const key = this.bySeries.has(series) || named < MAX_SERIES ? series : null;
    const gap = this.bySeries.get(key);
    this.bySeries.set(key, {
      series: key,
      count: (gap?.count ?? 0) + events,
      from: outermost(Math.min, gap?.from, from),
      to: outermost(Math.max, gap?.to, to),
    });
  }

  list(): Gap[] {
    return [...this.bySeries.values()];
  }
}

/** Keeps drops until someone has heard of them. */
export interface DropKeeper {
  /** Everything added so far is being reported now. */
  dropsTold(): void;
  /** Whether the reports are heard. */
  isHeard(): Promise<boolean>;
  /** The last reports were heard. */
  dropsReported(): void;
}

/** Collects drops by reason and series, and reports them together. */
export class DropReporter {
  private fresh = new Map<DropReason, Gaps>();
  private recovered = new Map<DropReason, Gaps>();
  private cancelTimer: (() => void) | undefined;
  /** Set until it is known whether the last reports were heard. */
  private hearing: Promise<void> | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly report: (report: Omit<DropReport, 'buffer_depth'>) => void,
    private readonly keeper: DropKeeper,
  ) {}

  add(drop: Drop): void {
    this.collect(this.fresh, drop);
  }

  /** Adds a drop that happened before a restart or deploy and that nobody heard of. */
  addRecovered(drop: Drop): void {
    this.collect(this.recovered, drop);
  }

  /** Reports what has not been reported yet. @returns resolves once it is known whether that was heard. */
  async flush(): Promise<void> {
    await this.hearing;
    if (!this.cancelTimer) return;
    this.cancelTimer();
    this.cancelTimer = undefined;
    const { fresh, recovered } = this;
    this.fresh = new Map();
    this.recovered = new Map();
    for (const [reason, gaps] of recovered) {
      this.report({ events: gaps.events, reason, gaps: gaps.list(), recovered: true });
    }
    for (const [reason, gaps] of fresh) this.report({ events: gaps.events, reason, gaps: gaps.list() });
    this.hearing = this.awaitHearing();
    await this.hearing;
  }

  private async awaitHearing(): Promise<void> {
    this.keeper.dropsTold();
    if (await this.keeper.isHeard()) this.keeper.dropsReported();
    this.hearing = undefined;
  }

  private collect(into: Map<DropReason, Gaps>, drop: Drop): void {
    const gaps = into.get(drop.reason) ?? new Gaps();
    into.set(drop.reason, gaps);
    gaps.add(drop);
    this.cancelTimer ??= this.clock.after(REPORT_MS, () => void this.flush());
  }
}

function outermost(
  choose: (...times: number[]) => number,
  ...times: (number | null | undefined)[]
): number | null {
  const known = times.filter((time) => typeof time === 'number');
  return known.length === 0 ? null : choose(...known);
}
