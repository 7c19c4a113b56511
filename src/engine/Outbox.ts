import type { FromEngine } from './messages';

/** An uplink whose figures are sent ahead of its messages. */
export interface SnapshotSource {
  takeSnapshot(): FromEngine | undefined;
}

/** Gathers the messages of the engine within one turn, and puts the figures of their uplinks before them. */
export class Outbox {
  private messages: FromEngine[] = [];
  private readonly telling = new Set<SnapshotSource>();
  private isScheduled = false;

  constructor(private readonly send: (messages: readonly FromEngine[]) => void) {}

  /** @param source whose figures go with the message. */
  add(message: FromEngine | undefined, source?: SnapshotSource): void {
    if (message) this.messages.push(message);
    if (source) this.telling.add(source);
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => this.flush());
  }

  /** Sends everything now. */
  flush(): void {
    this.isScheduled = false;
    const snapshots = [...this.telling].flatMap((source) => source.takeSnapshot() ?? []);
    const messages = [...snapshots, ...this.messages];
    this.telling.clear();
    this.messages = [];
    if (messages.length > 0) this.send(messages);
  }
}
