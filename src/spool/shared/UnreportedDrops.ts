import type { Drop } from '../Spool';

/** Series of which drops are kept apart until they are reported; the others are added up. */
const MAX_SERIES = 1000;

/** Drops that nobody has reported yet, those of a series and a reason as one. */
export class UnreportedDrops {
  private drops = new Map<string, Drop>();
  /** Of those: what came since the others were told. Undefined while nobody was told of any. */
  private sinceTold: UnreportedDrops | undefined;

  get size(): number {
    return this.drops.size;
  }

  get list(): readonly Drop[] {
    return [...this.drops.values()];
  }

  add(drops: readonly Drop[]): void {
    this.sinceTold?.add(drops);
    for (const drop of drops) {
      const own = drop.series === undefined ? drop.reason : `${drop.reason} ${drop.series}`;
      const key = this.drops.has(own) || this.drops.size < MAX_SERIES ? own : drop.reason;
      this.drops.set(key, mergeDrops(this.drops.get(key), key === own ? drop : ofNoSeries(drop)));
    }
  }

  /** Somebody is told of all of them, and is yet to say that it was heard. */
  tell(): void {
    this.sinceTold = new UnreportedDrops();
  }

  /** What was told was heard. @returns what came since, which is left; without a tell() nothing is. */
  heard(): readonly Drop[] {
    const left = this.sinceTold?.list ?? [];
    this.clear();
    this.add(left);
    return left;
  }

  clear(): void {
    this.drops = new Map();
    this.sinceTold = undefined;
  }
}

function ofNoSeries({ reason, events, from, to }: Drop): Drop {
  return { reason, events, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Two drops for the same reason as one; of several series, of none. */
function mergeDrops(earlier: Drop | undefined, drop: Drop): Drop {
  if (!earlier) return drop;
  const merged: Drop = { reason: drop.reason, events: earlier.events + drop.events };
  const times = [earlier.from, drop.from, earlier.to, drop.to].filter((time) => time !== undefined);
  return {
    ...merged,
    ...(earlier.series !== undefined && earlier.series === drop.series ? { series: drop.series } : {}),
    ...(times.length > 0 ? { from: Math.min(...times), to: Math.max(...times) } : {}),
  };
}
