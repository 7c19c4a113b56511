import type { Clock } from '../../clock';
import { partId } from '../../frame';
import type { Batch, BatchLimits, Priority, WantsBatch } from '../Spool';
import { Pauses } from '../shared/Pauses';
import { type LaidBatch, toBatch } from './LaidBatch';

/** The batches that are not settled, oldest first: held by a delivery, free for the next one, or deferred. */
export class LaidBatches {
  private batches: LaidBatch[] = [];
  private readonly pauses: Pauses;
  private batched = { events: 0, bytes: 0 };

  constructor(clock: Clock) {
    this.pauses = new Pauses(clock);
  }

  /** What the batches hold together. */
  get content(): BatchLimits {
    return this.batched;
  }

  /** The same without batches of alarms alone. */
  get ordinaryContent(): BatchLimits {
    const ordinary = this.batches.filter(({ priority }) => priority !== 'alarms').flatMap(({ laid }) => laid);
    return { events: ordinary.length, bytes: ordinary.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  get freeCount(): number {
    return this.batches.reduce((count, batch) => (this.isFree(batch) ? count + 1 : count), 0);
  }

  /** Events of deferred batches. */
  get waitingAside(): number {
    if (this.pauses.isEmpty) return 0;
    const aside = this.batches.filter(({ batch }) => this.pauses.has(batch.id));
    return aside.reduce((sum, { laid }) => sum + laid.length, 0);
  }

  get asideUntil(): number | undefined {
    return this.pauses.firstEnd;
  }

  /** When the oldest event of each batch came. */
  get since(): readonly number[] {
    return this.batches.flatMap(({ laid }) => laid[0]?.since ?? []);
  }

  add(batch: LaidBatch): void {
    this.batches.push(batch);
    this.count(batch, 1);
  }

  /** Takes the oldest free batch, which is held from now on. */
  take(priority: Priority, wants?: WantsBatch): Batch | undefined {
    const free = this.batches.find(
      (batch) =>
        this.isFree(batch) &&
        (wants?.(batch.batch.id) ?? true) &&
        (priority === 'any' || batch.priority === priority),
    );
    if (free) free.held = true;
    return free?.batch;
  }

  /** @param until monotonic time until which it is deferred. */
  giveBack(batch: Batch, until?: number): void {
    this.find(batch).held = false;
    if (until !== undefined) this.pauses.begin(batch.id, until);
  }

  /** Replaces a batch with parts, which are held. */
  divide(batch: Batch, sizes: readonly number[]): readonly Batch[] {
    const whole = this.find(batch);
    let first = 0;
    const parts = sizes.map((count) => {
      const laid = whole.laid.slice(first, first + count);
      const id = partId(batch.id, first, count);
      first += count;
      return toBatch(laid, whole.priority, true, id);
    });
    this.batches.splice(this.batches.indexOf(whole), 1, ...parts);
    this.pauses.end(batch.id);
    return parts.map((part) => part.batch);
  }

  remove(batch: Batch): void {
    const removed = this.find(batch);
    this.pauses.end(batch.id);
    this.batches.splice(this.batches.indexOf(removed), 1);
    this.count(removed, -1);
  }

  removeAll(): readonly LaidBatch[] {
    const removed = this.batches;
    this.batches = [];
    this.batched = { events: 0, bytes: 0 };
    return removed;
  }

  /** Turns live batches into backlog. */
  turnToBacklog(): void {
    for (const batch of this.batches) if (batch.priority === 'live') batch.priority = 'any';
  }

  endPauses(): void {
    this.pauses.endAll();
  }

  /** Frees all batches: none is held or deferred any more. */
  release(): void {
    this.pauses.endAll();
    for (const batch of this.batches) batch.held = false;
  }

  private find(batch: Batch): LaidBatch {
    const found = this.batches.find((candidate) => candidate.batch === batch);
    if (!found) throw new Error(`Batch ${batch.id} is not in this spool.`);
    return found;
  }

  private isFree({ batch, held }: LaidBatch): boolean {
    return !held && !this.pauses.has(batch.id);
  }

  private count({ laid }: LaidBatch, sign: 1 | -1): void {
    this.batched.events += sign * laid.length;
    this.batched.bytes += sign * laid.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
