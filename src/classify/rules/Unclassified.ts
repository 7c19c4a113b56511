import { copyOf, sampleOf } from './sampleOf';

/** A topic that no rule recognized. */
export interface UnclassifiedTopic {
  /** The topic; if it has more than 256 characters, its beginning with `…` at the end. */
  readonly topic: string;
  /** Messages of this topic since it was put on the list. */
  readonly count: number;
  /** When the latest of them arrived, in milliseconds since the epoch. */
  readonly last: number;
  /** The payload of one of the first of them as text, at most 200 characters. */
  readonly sample: string;
}

/** Maximum number of topics on the list: as many as a person will read. */
const MAX_TOPICS = 50;

/** Characters of a topic that are kept; MQTT allows 65,535. */
export const MAX_TOPIC_LENGTH = 256;

/** Characters of a payload that are kept. */
const MAX_SAMPLE_LENGTH = 200;

/** Maximum number of payloads read per second: in a flood of new topics, nobody would see more. */
const MAX_SAMPLES_A_SECOND = MAX_TOPICS;

/** The topics that got the fallback most recently: a new one replaces the one seen longest ago. */
export class Unclassified {
  /** Called when the number of topics may have changed. */
  onCount: () => void = () => undefined;
  /** Least recently seen first: a Map keeps the order in which keys were set. */
  private readonly topics = new Map<string, UnclassifiedTopic>();
  /** The second of the latest sample, and how many were taken in it. */
  private second = 0;
  private samples = 0;

  /** @param now milliseconds since the epoch. */
  constructor(private readonly now: () => number = Date.now) {}

  /** Notes a message; the payload is read only while its topic has no sample. */
  add(topic: string, payload: unknown): void {
    const key = topic.length > MAX_TOPIC_LENGTH ? `${copyOf(topic, MAX_TOPIC_LENGTH - 1)}…` : topic;
    const known = this.topics.get(key);
    if (known) this.topics.delete(key);
    else if (this.topics.size >= MAX_TOPICS) this.forgetOldest();
    const last = this.now();
    const sample = known?.sample || this.takeSample(payload, last);
    this.topics.set(key, { topic: key, count: (known?.count ?? 0) + 1, last, sample });
    if (!known) this.onCount();
  }

  /** Topics on the list. */
  get count(): number {
    return this.topics.size;
  }

  /** Whether earlier topics may have been dropped for later ones. */
  get isFull(): boolean {
    return this.topics.size >= MAX_TOPICS;
  }

  /** The topics, latest first. */
  list(): UnclassifiedTopic[] {
    return [...this.topics.values()].reverse();
  }

  clear(): void {
    this.topics.clear();
    this.onCount();
  }

  /** Forgets the topics that are recognized by now, judging by what is on the list. */
  forgetRecognised(isRecognised: (topic: string, sample: string) => boolean): void {
    const before = this.list();
    for (const { topic, sample } of before) {
      if (isRecognised(topic, sample)) this.topics.delete(topic);
    }
    if (before.length > 0) this.onCount();
  }

  private takeSample(payload: unknown, now: number): string {
    const second = Math.floor(now / 1000);
    if (second !== this.second) this.samples = 0;
    this.second = second;
    return ++this.samples > MAX_SAMPLES_A_SECOND ? '' : sampleOf(payload, MAX_SAMPLE_LENGTH);
  }

  private forgetOldest(): void {
    for (const oldest of this.topics.keys()) {
      this.topics.delete(oldest);
      return;
    }
  }
}
