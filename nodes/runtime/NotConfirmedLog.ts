/** Maximum number of topics named per line. */
const MAX_TOPICS = 5;

/** Minimum milliseconds between lines. */
const INTERVAL_MS = 10_000;

/** What a line says. */
export interface NotConfirmedLine {
  readonly count: number;
  /** The first topics, each with its number of messages; the others are only counted. */
  readonly topics: readonly { readonly topic: string; readonly count: number }[];
  readonly furtherTopics: number;
}

/** Reports messages that were lost on their way through the flow, by topic and not too often. */
export class NotConfirmedLog {
  private readonly topics = new Map<string, number>();
  private toldAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (line: NotConfirmedLine) => void) {}

  add(topics: readonly string[]): void {
    for (const topic of topics) this.topics.set(topic, (this.topics.get(topic) ?? 0) + 1);
    if (this.timer || this.topics.size === 0) return;
    const wait = this.toldAt + INTERVAL_MS - performance.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Reports what it has not reported yet. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.topics.size === 0) return;
    const all = [...this.topics].map(([topic, count]) => ({ topic, count }));
    this.topics.clear();
    this.toldAt = performance.now();
    this.tell({
      count: all.reduce((sum, { count }) => sum + count, 0),
      topics: all.slice(0, MAX_TOPICS),
      furtherTopics: Math.max(0, all.length - MAX_TOPICS),
    });
  }
}
