import type { EdgeEvent } from '../frame';
import type { Batch, SpoolWatch } from '../spool';
import type { FromEngine } from './messages';
import type { Outbox } from './Outbox';

/**
 * Tells the main thread, which keeps a copy, what becomes of events that are in the engine's memory only. Events that
 * are not numbered, such as those from disk, are not its concern.
 */
export class MemoryReports implements SpoolWatch {
  private readonly sequences = new Map<EdgeEvent, number>();

  constructor(
    private readonly uplink: string,
    private readonly outbox: Outbox,
  ) {}

  /** The event is in memory from now on. */
  number(event: EdgeEvent, sequence: number): void {
    this.sequences.set(event, sequence);
  }

  onBatch({ id, events }: Batch): void {
    const sequences = this.sequencesOf(events);
    if (sequences.length === 0) return;
    this.tell({ kind: 'batch', uplink: this.uplink, id, sequences });
    // It must be known before anybody sees the batch.
    this.outbox.flush();
  }

  onQuarantined(event: EdgeEvent, error: string): void {
    const sequence = this.sequences.get(event);
    if (sequence !== undefined) this.tell({ kind: 'put-aside', uplink: this.uplink, sequence, error });
  }

  onSettled(events: readonly EdgeEvent[]): void {
    if (this.sequences.size === 0) return;
    const sequences = this.sequencesOf(events);
    if (sequences.length === 0) return;
    for (const event of events) this.sequences.delete(event);
    this.tell({ kind: 'settled', uplink: this.uplink, sequences });
  }

  private sequencesOf(events: readonly EdgeEvent[]): number[] {
    return this.sequences.size === 0 ? [] : events.flatMap((event) => this.sequences.get(event) ?? []);
  }

  private tell(message: FromEngine): void {
    this.outbox.add(message);
  }
}
