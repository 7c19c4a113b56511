/** What a series did while somebody looked. */
export interface ActiveSeries {
  /** The topic, with the field where there is one. */
  readonly series: string;
  readonly messages: number;
  readonly suppressed: number;
}

/** Of a change filter. */
export interface ActivityOfNode {
  readonly id: string;
  readonly name: string;
  /** Milliseconds for which it was counted. */
  readonly countedMs: number;
  /** The busiest first. */
  readonly series: readonly ActiveSeries[];
}

/** Series that are distinguished, of a node; more are not counted. */
const MOST_SERIES = 2000;

/** Series that are listed of a node. */
const LISTED = 20;

/** It is counted for so long after somebody looked, milliseconds. */
const COUNTS_FOR_MS = 20_000;

interface Shared {
  readonly nodes: Map<string, SeriesActivity>;
  until: number;
}

/** Not a constant of this module: the package may be loaded twice in one process. */
const shared: Shared = (() => {
  const registry: { [key: symbol]: unknown } = globalThis;
  const key = Symbol.for('@wireband/node-red-edge series activity');
  const there: Partial<Shared> = Object(registry[key]);
  if (there.nodes instanceof Map && typeof there.until === 'number') {
    return Object.assign(there, { nodes: there.nodes, until: there.until });
  }
  const made: Shared = { nodes: new Map(), until: Number.NEGATIVE_INFINITY };
  registry[key] = made;
  return made;
})();

/** Counts the messages of each series of a change filter, only while somebody looks. */
export class SeriesActivity {
  private counts = new Map<string, { messages: number; suppressed: number }>();
  private since = 0;
  private isCounting = false;

  constructor(
    readonly id: string,
    readonly name: string,
  ) {
    shared.nodes.set(id, this);
  }

  /** @param now milliseconds since the epoch. */
  count(now: number, topic: string, field: string | undefined, isSuppressed: boolean): void {
    if (now > shared.until) {
      if (this.isCounting) this.counts = new Map();
      this.isCounting = false;
      return;
    }
    if (!this.isCounting) {
      this.isCounting = true;
      this.since = now;
      this.counts = new Map();
    }
    const series = field === undefined ? topic : `${topic} ${field}`;
    let counted = this.counts.get(series);
    if (!counted) {
      if (this.counts.size >= MOST_SERIES) return;
      counted = { messages: 0, suppressed: 0 };
      this.counts.set(series, counted);
    }
    counted.messages++;
    if (isSuppressed) counted.suppressed++;
  }

  read(now: number): ActivityOfNode {
    const { id, name, isCounting, since, counts } = this;
    const series = [...counts].map(([series, counted]) => ({ series, ...counted }));
    series.sort((a, b) => b.messages - a.messages);
    return {
      id,
      name,
      countedMs: isCounting ? now - since : 0,
      series: isCounting ? series.slice(0, LISTED) : [],
    };
  }

  close(): void {
    if (shared.nodes.get(this.id) === this) shared.nodes.delete(this.id);
  }
}

/** Somebody looks: it is counted from now on. */
export function watchSeries(now: number): readonly ActivityOfNode[] {
  shared.until = now + COUNTS_FOR_MS;
  return [...shared.nodes.values()].map((node) => node.read(now));
}
