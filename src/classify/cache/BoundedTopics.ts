/** What a topic costs next to its letters: the places in two maps, bytes. */
const TOPIC_BYTES = 240;

/** Bytes of a letter, at most. */
const LETTER_BYTES = 2;

/**
 * What is kept by topic, bounded in bytes. Topics are in two generations: one that is used moves to the young one, and
 * when the young one is full the old one goes. So topics that come again stay however many come once.
 */
export class BoundedTopics<T> {
  private young = new Map<string, T>();
  private old = new Map<string, T>();
  private bytes = 0;

  /** @param maxBytes of a generation, about. */
  constructor(private readonly maxBytes: number) {}

  get(topic: string): T | undefined {
    const found = this.young.get(topic);
    if (found !== undefined || this.old.size === 0) return found;
    const kept = this.old.get(topic);
    if (kept !== undefined) this.set(topic, kept);
    return kept;
  }

  set(topic: string, kept: T): void {
    if (this.bytes > this.maxBytes) {
      this.old = this.young;
      this.young = new Map();
      this.bytes = 0;
    }
    this.young.set(topic, kept);
    this.grow(TOPIC_BYTES + LETTER_BYTES * topic.length);
  }

  /** What is kept of the topics became larger. */
  grow(bytes: number): void {
    this.bytes += bytes;
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.bytes = 0;
  }
}
