import type { Clock } from '../../clock';
import type { SavedBatch } from '../format/manifestRecord';
import type { Batch, Priority, WantsBatch } from '../Spool';
import { Pauses } from '../shared/Pauses';

/** Tracks which batches are held, which nobody has seen yet, and which are deferred. */
export class BatchHolds {
  readonly held = new Map<string, Batch>();
  /** Batches that were sealed since the spool was opened and never sent. */
  readonly unsent = new Set<string>();
  readonly pauses: Pauses;

  constructor(clock: Clock) {
    this.pauses = new Pauses(clock);
  }

  /** Whether a batch is neither held nor deferred. */
  isFree(id: string): boolean {
    return !this.held.has(id) && !this.pauses.has(id);
  }

  /**
   * The oldest batch that is neither held nor deferred; alarms first if they overtake.
   * @param wants as for Spool.next(): with it and priority `any`, the oldest wanted batch, alarms or not.
   */
  firstFree(
    batches: readonly SavedBatch[],
    priority: Priority,
    alarmsFirst: boolean,
    wants?: WantsBatch,
  ): SavedBatch | undefined {
    const free = batches.filter(({ id }) => this.isFree(id) && (wants?.(id) ?? true));
    if (wants && priority === 'any') return free[0];
    const alarms = free.find((batch) => batch.priority === 'alarms');
    if (priority === 'any') return (alarmsFirst ? alarms : undefined) ?? free[0];
    return priority === 'alarms' ? alarms : free.find((batch) => batch.priority === priority);
  }

  isUnseen(id: string): boolean {
    return this.unsent.has(id) && !this.held.has(id);
  }

  /** Events of deferred batches. */
  eventsAside(batches: readonly SavedBatch[]): number {
    if (this.pauses.isEmpty) return 0;
    return batches.reduce((sum, { id, count }) => (this.pauses.has(id) ? sum + count : sum), 0);
  }

  giveBack(id: string, wasSent: boolean, until: number | undefined): void {
    this.held.delete(id);
    if (wasSent) this.unsent.delete(id);
    if (until !== undefined) this.pauses.begin(id, until);
  }

  /** The holder of the batches is gone and did not say which of them were sent. */
  release(): void {
    this.pauses.endAll();
    for (const id of this.held.keys()) this.unsent.delete(id);
    this.held.clear();
  }

  /** The batch no longer exists. */
  settle(id: string): void {
    this.held.delete(id);
    this.unsent.delete(id);
    this.pauses.end(id);
  }
}
