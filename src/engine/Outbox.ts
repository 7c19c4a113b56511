import type { FromEngine } from './messages';

/** An uplink whose figures go ahead of what it tells. */
export interface SnapshotSource {
  takeSnapshot(): FromEngine | undefined;
}

/** Gathers what the engine tells within one turn, with the figures of those that tell something before it. */
export class Outbox {
  private messages: FromEngine[] = [];
  private readonly telling = new Set<SnapshotSource>();
  private isScheduled = false;

  constructor(private readonly send: (messages: readonly FromEngine[]) => void) {}

  /** @param source whose figures go with it. */
  add(message: FromEngine | undefined, source?: SnapshotSource): void {
    if (message) this.messages.push(message);
    if (source) this.telling.add(source);
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => this.flush());
  }

  /** Sends now what there is. */
  flush(): void {
    this.isScheduled = false;
    const snapshots = [...this.telling].flatMap((source) => source.takeSnapshot() ?? []);
    const messages = [...snapshots, ...this.messages];
    this.telling.clear();
    this.messages = [];
    if (messages.length > 0) this.send(messages);
  }
}
