/** Bytes that a topic takes besides its characters: its entries in two maps. */
const TOPIC_BYTES = 240;

/** Maximum bytes per character. */
const LETTER_BYTES = 2;

/**
 * A map by topic, bounded in bytes. Topics are in two generations: a topic that is used moves to the young one, and
 * when the young one is full, the old one is dropped. So recurring topics stay, however many others appear only once.
 */
export class BoundedTopics<T> {
  private young = new Map<string, T>();
  private old = new Map<string, T>();
  private bytes = 0;

  /** @param maxBytes approximate limit per generation. */
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

  /** Counts bytes by which kept values have grown. */
  grow(bytes: number): void {
    this.bytes += bytes;
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.bytes = 0;
  }
}
