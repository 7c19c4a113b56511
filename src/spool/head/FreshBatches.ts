import type { StoredEvent } from '../format/eventRecord';

/** Maximum bytes of events kept in memory from when their batch is sealed until it is asked for. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Events of batches that were just sealed, until they are first asked for. Bounded: the oldest are forgotten. */
export class FreshBatches {
  private readonly batches = new Map<
    string,
    { readonly events: readonly StoredEvent[]; readonly bytes: number }
  >();
  private bytes = 0;

  add(id: string, events: readonly StoredEvent[], bytes: number): void {
    this.batches.set(id, { events, bytes });
    this.bytes += bytes;
    for (const oldest of this.batches.keys()) {
      if (this.bytes <= MAX_BYTES) break;
      this.take(oldest);
    }
  }

  eventsOf(id: string): readonly StoredEvent[] | undefined {
    return this.batches.get(id)?.events;
  }

  /** Removes a batch and returns its events. */
  take(id: string): readonly StoredEvent[] | undefined {
    const fresh = this.batches.get(id);
    this.batches.delete(id);
    this.bytes -= fresh?.bytes ?? 0;
    return fresh?.events;
  }
}
