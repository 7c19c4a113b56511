import type { EdgeEvent } from '../frame';
import type { Batch, DrainedEvents, SpoolWatch } from '../spool';
import type { FromEngine } from './messages';
import type { Outbox } from './Outbox';

/**
 * Tells the main thread, which keeps a copy, what becomes of events that are only in the engine's memory. Ignores
 * events without a number, such as those from disk.
 */
export class MemoryReports implements SpoolWatch {
  private readonly sequences = new Map<EdgeEvent, number>();
  /** Of those: events in batches or in quarantine, which a journal holds as soon as there is one. */
  private readonly apart = new Set<EdgeEvent>();
  private refused: number[] = [];

  constructor(
    private readonly uplink: string,
    private readonly outbox: Outbox,
  ) {}

  onNumbered(orderBase: number): void {
    this.tell({ kind: 'numbered', uplink: this.uplink, orderBase });
  }

  onInMemory(event: EdgeEvent, sequence: number): void {
    this.sequences.set(event, sequence);
  }

  onRefused(sequence: number): void {
    this.refused.push(sequence);
  }

  /** Numbers of the events dropped since the last call, before they counted as stored. */
  takeRefused(): readonly number[] {
    const { refused } = this;
    if (refused.length > 0) this.refused = [];
    return refused;
  }

  /** The numbers of those events of a group that are not only in memory; undefined if no event is only in memory. */
  othersOf(first: number, events: readonly (EdgeEvent | undefined)[]): readonly number[] | undefined {
    if (this.sequences.size === 0) return undefined;
    const others: number[] = [];
    events.forEach((event, i) => {
      if (!event || !this.sequences.has(event)) others.push(first + i);
    });
    return others.length < events.length ? others : undefined;
  }

  onRestamped(event: EdgeEvent): void {
    const sequence = this.sequences.get(event);
    if (sequence !== undefined)
      this.tell({ kind: 'restamped', uplink: this.uplink, sequence, time: event.time });
  }

  onBatch({ id, events }: Batch): void {
    const sequences = this.sequencesOf(events);
    if (sequences.length === 0) return;
    for (const event of events) if (this.sequences.has(event)) this.apart.add(event);
    this.tell({ kind: 'batch', uplink: this.uplink, id, sequences });
    // The main thread must know the batch before anyone else sees it.
    this.outbox.flush();
  }

  onQuarantined(event: EdgeEvent, error: string): void {
    const sequence = this.sequences.get(event);
    if (sequence === undefined) return;
    this.apart.add(event);
    this.tell({ kind: 'put-aside', uplink: this.uplink, sequence, error });
  }

  onSettled(events: readonly EdgeEvent[]): void {
    if (this.sequences.size === 0) return;
    const sequences = this.sequencesOf(events);
    if (sequences.length === 0) return;
    for (const event of events) {
      this.sequences.delete(event);
      this.apart.delete(event);
    }
    this.tell({ kind: 'settled', uplink: this.uplink, sequences });
  }

  /** Events that were in memory are being taken over by another spool. */
  onTakenOver({ batches, quarantined }: DrainedEvents): void {
    for (const { event } of [...batches.flatMap(({ events }) => events), ...quarantined])
      this.apart.add(event);
  }

  /** Events in batches or in quarantine are in the journal by now. */
  onJournalled(): void {
    this.onSettled([...this.apart]);
    this.apart.clear();
  }

  private sequencesOf(events: readonly EdgeEvent[]): number[] {
    return this.sequences.size === 0 ? [] : events.flatMap((event) => this.sequences.get(event) ?? []);
  }

  private tell(message: FromEngine): void {
    this.outbox.add(message);
  }
}
