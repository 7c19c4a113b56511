import type { StatedLimit } from '../auto/StatedLimit';
import type { SampleFacts } from '../DeltaVerdict';
import type { SeriesName } from '../seriesKey';
import { numericLeaves } from './numericLeaves';
import { type Readings, SeriesRing } from './SeriesRing';
import { WantedSeries } from './WantedSeries';

/** Identifies a series: one value in the messages of a source. */
export interface RecentSeriesName extends SeriesName {
  /** Where the value is in the payload; empty when the payload is the value. */
  readonly keys: readonly string[];
}

/** One series as the preview lists it. */
export interface RecentSeries extends RecentSeriesName {
  /** Number of readings kept. */
  readonly count: number;
  readonly latest: number;
  /** What the last message said about its values, for rules; undefined if it had not passed a classifier. */
  readonly facts: SampleFacts | undefined;
  /** What mode auto does with it in the running node. */
  readonly limit?: StatedLimit | undefined;
}

/** Another value of the same messages. */
export interface BesideValues {
  /** Where it is in the payload. */
  readonly keys: readonly string[];
  readonly values: readonly number[];
}

export interface RecentLimits {
  /** Maximum series kept. */
  readonly series: number;
  /** Maximum readings of all series together, 16 bytes each. */
  readonly readings: number;
  /** Maximum readings of one series, while the others leave room for them. */
  readonly readingsOfOne: number;
}

/** At most 1.6 MB per node; 2,000 readings for each of 50 series, 10,000 for each of ten. */
const LIMITS: RecentLimits = { series: 50, readings: 100_000, readingsOfOne: 10_000 };

/** A source with none of this many messages makes room for another one. */
const QUIET_AFTER = 100_000;

/** How often to look for a quiet source, and for new values in the messages of a source: once in this many messages. */
const LOOK_EVERY = 1024;

/** A search takes precedence until this many messages have come since. */
const WANTED_FOR = 1_000_000;

/** Maximum values of a payload that are searched. */
const MOST_LEAVES = 1000;

interface Leaf {
  readonly keys: readonly string[];
  readonly ring: SeriesRing;
}

interface Source extends SeriesName {
  readonly leaves: Leaf[];
  messages: number;
  lastMessage: number;
  wireband: unknown;
}

/**
 * The latest numeric readings, for the preview in the dialog, of the first series that come and of those that a user
 * searches for. It keeps the cost of a message small: a source's values are found by the paths of its first messages,
 * and a source for which there is no room costs one lookup in a map.
 */
export class RecentReadings {
  /** By topic, device and field. */
  private readonly sources = new Map<string, Source>();
  private series = 0;
  private capacity = 0;
  private messages = 0;
  private wanted = new WantedSeries();
  private wantedUntil = 0;

  constructor(private readonly limits: RecentLimits = LIMITS) {}

  /**
   * Keeps the finite numbers of a message.
   * @param values the payload, decoded.
   * @param time milliseconds since the epoch.
   * @param wireband `msg.wireband`.
   * @throws what a getter in the payload throws.
   */
  add(from: SeriesName, values: unknown, time: number, wireband: unknown): void {
    this.messages++;
    if (typeof values !== 'number' && typeof values !== 'object') return;
    const key = keyOf(from);
    const source = this.sources.get(key) ?? this.addSource(key, from, values);
    if (!source) return;
    source.lastMessage = this.messages;
    source.wireband = wireband;
    if (looksForLeaves(source.messages++)) this.addLeaves(source, values);
    for (const { keys, ring } of source.leaves) {
      const value = valueAt(values, keys);
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      if (ring.isFull) this.grow(ring);
      ring.push(time, value);
    }
  }

  /** Forgets a source. */
  forget(source: SeriesName): void {
    this.remove(keyOf(source));
  }

  /** @param words in the names of the series listed; empty for all. */
  list(words = ''): RecentSeries[] {
    const wanted = new WantedSeries(words);
    const all = [...this.sources.values()].flatMap(({ topic, device, field, leaves, wireband }) =>
      leaves.map(({ keys, ring: { count, latest } }) => {
        return { topic, device, field, keys, count, latest, facts: factsOf(wireband) };
      }),
    );
    return wanted.isNone ? all : all.filter((series) => wanted.has(series, series.keys));
  }

  /** There is no room for another series. */
  get isFull(): boolean {
    return this.series >= this.limits.series;
  }

  /**
   * The kept series with these words in their names. From now on such a series is kept as soon as it has a number, in
   * place of the one that has been quiet for longest.
   */
  search(words: string): RecentSeries[] {
    this.wanted = new WantedSeries(words);
    this.wantedUntil = this.messages + WANTED_FOR;
    if (!this.wanted.isNone) for (const source of this.sources.values()) source.messages = 0;
    return this.list(words);
  }

  readings(series: RecentSeriesName): Readings | undefined {
    const wanted = JSON.stringify(series.keys);
    return this.sources
      .get(keyOf(series))
      ?.leaves.find(({ keys }) => JSON.stringify(keys) === wanted)
      ?.ring.readings();
  }

  /**
   * Up to `most` other values of the messages that contained a series: for each reading of the series, the latest value
   * up to then.
   */
  beside(series: RecentSeriesName, most: number): BesideValues[] {
    const times = this.readings(series)?.times ?? [];
    const own = JSON.stringify(series.keys);
    const others =
      this.sources.get(keyOf(series))?.leaves.filter(({ keys }) => JSON.stringify(keys) !== own) ?? [];
    return others
      .slice(0, most)
      .map(({ keys, ring }) => ({ keys, values: valuesAt(times, ring.readings()) }));
  }

  /** Adds a source, unless its message has no number or there is no room. */
  private addSource(key: string, { topic, device, field }: SeriesName, values: unknown): Source | undefined {
    const source: Source = {
      topic,
      device,
      field,
      leaves: [],
      messages: 0,
      lastMessage: 0,
      wireband: undefined,
    };
    if (this.isFull && !(this.hasWanted(source, values) && this.forgetUnwanted())) {
      if (this.messages % LOOK_EVERY !== 0) return undefined;
      this.forgetQuiet();
      if (this.isFull) return undefined;
    }
    if (numericLeaves(values, 1).length === 0) return undefined;
    this.sources.set(key, source);
    return source;
  }

  private hasWanted(source: SeriesName, values: unknown): boolean {
    if (this.wanted.isNone || this.messages >= this.wantedUntil) return false;
    return numericLeaves(values, MOST_LEAVES).some((keys) => this.wanted.has(source, keys));
  }

  private remove(key: string): void {
    const source = this.sources.get(key);
    if (!source) return;
    this.sources.delete(key);
    this.series -= source.leaves.length;
    for (const { ring } of source.leaves) this.capacity -= ring.capacity;
  }

  /** Adds the new values of a payload, those searched for first. */
  private addLeaves(source: Source, values: unknown): void {
    if (this.isFull && this.wanted.isNone) return;
    const known = new Set(source.leaves.map(({ keys }) => JSON.stringify(keys)));
    const most = this.wanted.isNone ? this.limits.series - this.series + known.size : MOST_LEAVES;
    const found = numericLeaves(values, most).filter((keys) => !known.has(JSON.stringify(keys)));
    const isWanted = (keys: readonly string[]) => this.wanted.has(source, keys);
    for (const keys of [...found.filter(isWanted), ...found.filter((keys) => !isWanted(keys))]) {
      if (this.isFull && !(isWanted(keys) && this.forgetUnwanted(source))) return;
      this.makeRoom(SeriesRing.firstCapacity);
      source.leaves.push({ keys, ring: new SeriesRing() });
      this.series++;
      this.capacity += SeriesRing.firstCapacity;
    }
  }

  /**
   * Forgets a series that nobody searches for, of the source that has been quiet for longest.
   * @param current a source that stays even if it has no series left.
   * @returns whether there was one; if not, the search ends until the next one.
   */
  private forgetUnwanted(current?: Source): boolean {
    const unwanted = [...this.sources].flatMap(([key, source]) => {
      const leaf = source.leaves.filter(({ keys }) => !this.wanted.has(source, keys)).at(-1);
      return leaf ? [{ key, source, leaf }] : [];
    });
    const [quietest] = unwanted.sort((a, b) => a.source.lastMessage - b.source.lastMessage);
    if (!quietest) {
      this.wantedUntil = this.messages;
      return false;
    }
    const { key, source, leaf } = quietest;
    source.leaves.splice(source.leaves.indexOf(leaf), 1);
    this.series--;
    this.capacity -= leaf.ring.capacity;
    if (source.leaves.length === 0 && source !== current) this.sources.delete(key);
    return true;
  }

  /** Doubles a ring if there is room: a series may always have its equal share. */
  private grow(ring: SeriesRing): void {
    const part = Math.floor(this.limits.readings / this.limits.series);
    const wanted = Math.min(ring.capacity * 2, this.limits.readingsOfOne);
    const free = this.limits.readings - this.capacity;
    const capacity = wanted - ring.capacity <= free ? wanted : Math.min(wanted, part);
    if (capacity <= ring.capacity) return;
    this.makeRoom(capacity - ring.capacity, ring);
    this.capacity += capacity - ring.capacity;
    ring.resize(capacity);
  }

  /** Takes room from the largest rings. */
  private makeRoom(readings: number, except?: SeriesRing): void {
    const rings = [...this.sources.values()].flatMap(({ leaves }) => leaves.map(({ ring }) => ring));
    while (this.capacity + readings > this.limits.readings) {
      const others = rings.filter((ring) => ring !== except && ring.capacity > SeriesRing.firstCapacity);
      const [largest] = others.sort((a, b) => b.capacity - a.capacity);
      if (!largest) return;
      const half = Math.ceil(largest.capacity / 2);
      this.capacity -= largest.capacity - half;
      largest.resize(half);
    }
  }

  private forgetQuiet(): void {
    for (const [key, { lastMessage }] of this.sources) {
      if (this.messages - lastMessage > QUIET_AFTER) this.remove(key);
    }
  }
}

/** The value at each of the times, or else the one before it. */
function valuesAt(times: readonly number[], readings: Readings): number[] {
  const known = new Map(readings.times.map((time, i) => [time, readings.values[i] ?? Number.NaN]));
  let value = readings.values[0] ?? Number.NaN;
  return times.map((time) => {
    value = known.get(time) ?? value;
    return value;
  });
}

/** Just the topic for most messages: it is quick to find as it is. */
function keyOf({ topic, device, field }: SeriesName): string {
  return device === undefined && field === undefined ? topic : JSON.stringify([topic, device, field]);
}

/** Whether to look for new values: often in the first messages of a source, rarely later. */
function looksForLeaves(messages: number): boolean {
  return messages < 4 || messages % LOOK_EVERY === 0;
}

function valueAt(values: unknown, keys: readonly string[]): unknown {
  let value = values;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function factsOf(wireband: unknown): SampleFacts | undefined {
  if (typeof wireband !== 'object' || wireband === null) return undefined;
  const facts: Record<string, string> = {};
  for (const key of ['code', 'name', 'family', 'quantity', 'unit', 'by', 'kind']) {
    const value: unknown = Reflect.get(wireband, key);
    if (typeof value === 'string') facts[key] = value;
  }
  return facts;
}
