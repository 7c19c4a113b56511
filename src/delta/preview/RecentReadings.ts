import { numericLeaves } from './numericLeaves';
import { type Readings, SeriesRing } from './SeriesRing';

/** What a message said of what its values are; for rules that ask for it. */
export interface SeriesAbout {
  readonly quantity?: string;
  readonly family?: string;
  readonly name?: string;
  readonly unit?: string;
}

/** One series as the preview lists it. */
export interface RecentSeries {
  readonly topic: string;
  /** Path of the value in the payload; empty when the payload is the value. */
  readonly field: string;
  /** Readings that are kept. */
  readonly count: number;
  readonly latest: number;
  readonly about: SeriesAbout;
}

export interface RecentLimits {
  /** Series kept. */
  readonly series: number;
  /** Readings of all series together. 16 bytes each. */
  readonly readings: number;
  /** Readings of one series, while the others leave the room. */
  readonly readingsOfOne: number;
}

/** 1.6 MB at most for a node; 2,000 readings for each of 50 series, 10,000 for each of ten. */
const LIMITS: RecentLimits = { series: 50, readings: 100_000, readingsOfOne: 10_000 };

/** A topic that brought none of so many messages makes room for another one. */
const QUIET_AFTER = 100_000;

/** Once in so many messages it is looked for a quiet topic, and in those of a topic for values that are new. */
const LOOK_EVERY = 1024;

interface Leaf {
  readonly keys: readonly string[];
  readonly field: string;
  readonly ring: SeriesRing;
}

interface Topic {
  leaves: Leaf[];
  messages: number;
  lastMessage: number;
  about: unknown;
}

/**
 * The latest numeric readings of the first series that come along, for the preview of the dialog. It keeps the
 * cost of a message small: a topic's values are found by the paths of its first messages, and a topic for which
 * there is no room costs one look into a map.
 */
export class RecentReadings {
  private readonly topics = new Map<string, Topic>();
  private series = 0;
  private capacity = 0;
  private messages = 0;

  constructor(private readonly limits: RecentLimits = LIMITS) {}

  /**
   * Keeps the finite numbers of a message.
   * @param values the payload, decoded.
   * @param time milliseconds since the epoch.
   * @param about `msg.wireband`.
   * @throws what a getter in the payload throws.
   */
  add(topic: string, values: unknown, time: number, about: unknown): void {
    this.messages++;
    const known = this.topics.get(topic) ?? this.addTopic(topic);
    if (!known) return;
    known.lastMessage = this.messages;
    known.about = about;
    if (looksForLeaves(known.messages++)) this.addLeaves(known, values);
    for (const { keys, ring } of known.leaves) {
      const value = valueAt(values, keys);
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      if (ring.isFull) this.grow(ring);
      ring.push(time, value);
    }
  }

  /** Forgets a topic. */
  forget(topic: string): void {
    const known = this.topics.get(topic);
    if (!known) return;
    this.topics.delete(topic);
    this.series -= known.leaves.length;
    for (const { ring } of known.leaves) this.capacity -= ring.capacity;
  }

  list(): RecentSeries[] {
    return [...this.topics].flatMap(([topic, { leaves, about }]) =>
      leaves.map(({ field, ring }) => {
        const { count, latest } = ring;
        return { topic, field, count, latest, about: aboutOf(about) };
      }),
    );
  }

  readings(topic: string, field: string): Readings | undefined {
    return this.topics
      .get(topic)
      ?.leaves.find((leaf) => leaf.field === field)
      ?.ring.readings();
  }

  private addTopic(topic: string): Topic | undefined {
    if (this.series >= this.limits.series) {
      if (this.messages % LOOK_EVERY !== 0) return undefined;
      this.forgetQuietTopics();
      if (this.series >= this.limits.series) return undefined;
    }
    const added: Topic = { leaves: [], messages: 0, lastMessage: 0, about: undefined };
    this.topics.set(topic, added);
    // Topics without a number must not fill the map.
    if (this.topics.size > this.limits.series * 2) this.forgetEmptyTopics(topic);
    return added;
  }

  private addLeaves(topic: Topic, values: unknown): void {
    const room = this.limits.series - this.series;
    if (room === 0) return;
    const known = new Set(topic.leaves.map(({ field }) => field));
    for (const { keys, field } of numericLeaves(values, room + known.size)) {
      if (known.has(field)) continue;
      if (this.series >= this.limits.series) return;
      this.makeRoom(SeriesRing.firstCapacity);
      topic.leaves.push({ keys, field, ring: new SeriesRing() });
      this.series++;
      this.capacity += SeriesRing.firstCapacity;
    }
  }

  /** Doubles a ring where there is room: a series may always have its equal part of all. */
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

  /** Takes room from those that have the most. */
  private makeRoom(readings: number, except?: SeriesRing): void {
    const rings = [...this.topics.values()].flatMap(({ leaves }) => leaves.map(({ ring }) => ring));
    while (this.capacity + readings > this.limits.readings) {
      const others = rings.filter((ring) => ring !== except && ring.capacity > SeriesRing.firstCapacity);
      const [largest] = others.sort((a, b) => b.capacity - a.capacity);
      if (!largest) return;
      const half = Math.ceil(largest.capacity / 2);
      this.capacity -= largest.capacity - half;
      largest.resize(half);
    }
  }

  private forgetQuietTopics(): void {
    for (const [topic, { lastMessage }] of this.topics) {
      if (this.messages - lastMessage > QUIET_AFTER) this.forget(topic);
    }
  }

  private forgetEmptyTopics(except: string): void {
    for (const [topic, { leaves }] of this.topics) {
      if (leaves.length === 0 && topic !== except) this.forget(topic);
    }
  }
}

/** Often in the first messages of a topic, seldom later. */
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

function aboutOf(wireband: unknown): SeriesAbout {
  const about: Record<string, string> = {};
  for (const key of ['quantity', 'family', 'name', 'unit']) {
    const value: unknown = Object(wireband)[key];
    if (typeof value === 'string') about[key] = value;
  }
  return about;
}
