import type { Drop } from '../Spool';

/** Maximum number of series whose drops are kept separate until reported; those of others are added up. */
const MAX_SERIES = 1000;

/** Drops that nobody has reported yet, merged per series and reason. */
export class UnreportedDrops {
  private drops = new Map<string, Drop>();
  /** Of these, the ones added since tell(); undefined while nobody has been told of any. */
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

  /** All of them are being reported; heard() will confirm it. */
  tell(): void {
    this.sinceTold = new UnreportedDrops();
  }

  /** The report was heard. @returns the drops added since tell(), which remain; none if there was no tell(). */
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

/** Merges two drops for the same reason; if their series differ, the result has none. */
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
