/** The activity of a series while someone was watching. */
export interface ActiveSeries {
  /** The topic, with the field if there is one. */
  readonly series: string;
  readonly messages: number;
  readonly suppressed: number;
}

/** The activity of a change filter. */
export interface ActivityOfNode {
  readonly id: string;
  readonly name: string;
  /** Milliseconds during which messages were counted. */
  readonly countedMs: number;
  /** The busiest first. */
  readonly series: readonly ActiveSeries[];
}

/** Maximum number of series counted per node; further ones are ignored. */
const MOST_SERIES = 2000;

/** Series listed per node. */
const LISTED = 20;

/** Milliseconds for which counting goes on after each request. */
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

/** Counts the messages of each series of a change filter, but only while someone is watching. */
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

/** Someone is watching: messages are counted from now on. */
export function watchSeries(now: number): readonly ActivityOfNode[] {
  shared.until = now + COUNTS_FOR_MS;
  return [...shared.nodes.values()].map((node) => node.read(now));
}
