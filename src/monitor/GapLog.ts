import type { DropReport } from '../uplink';
import type { LoggedGap } from './LoggedGap';

/** Maximum gaps kept; some 100 kB with topics of usual length. */
const MAX_GAPS = 500;

/** The latest gaps of an uplink; those with the same series and reason are merged. */
export class GapLog {
  private gaps: LoggedGap[] = [];

  add({ reason, gaps }: DropReport, at: number): void {
    for (const { series, count, from, to } of gaps) {
      const index = this.gaps.findIndex((gap) => gap.reason === reason && gap.series === series);
      const [before] = index < 0 ? [] : this.gaps.splice(index, 1);
      this.gaps.push({
        at,
        reason,
        series,
        count: count + (before?.count ?? 0),
        from: least(from, before?.from),
        to: most(to, before?.to),
      });
    }
    this.gaps = this.gaps.slice(-MAX_GAPS);
  }

  /** When the last gap was reported, milliseconds since the epoch. */
  get latestAt(): number | null {
    return this.gaps.at(-1)?.at ?? null;
  }

  /** Latest first. */
  get list(): readonly LoggedGap[] {
    return [...this.gaps].reverse();
  }
}

function least(...times: (number | null | undefined)[]): number | null {
  const known = times.filter((time) => typeof time === 'number');
  return known.length === 0 ? null : Math.min(...known);
}

function most(...times: (number | null | undefined)[]): number | null {
  const known = times.filter((time) => typeof time === 'number');
  return known.length === 0 ? null : Math.max(...known);
}
