import { recordBytes, type StoredEvent } from '../format/eventRecord';
import type { SavedBatch } from '../format/manifestRecord';
import type { SpoolHeads } from '../head/SpoolHeads';
import type { Batch, BatchLimits, Priority } from '../Spool';
import type { DrainedEvents } from '../shared/DrainedEvents';
import { dropOf } from '../shared/DropsBySeries';
import { excepted, NO_EXCEPTIONS } from '../shared/excepted';
import { quarantineExcess } from '../shared/quarantineExcess';
import { leavingRoomForAlarms } from '../shared/roomForAlarms';
import type { SpoolContext } from './SpoolContext';

export interface SpoolBatchesParts {
  readonly context: SpoolContext;
  readonly heads: SpoolHeads;
  readonly newId: () => string;
  /** Whether events are on their way to disk, which come before those that pend. */
  readonly isWriting: () => boolean;
  /** Drops what is too old. */
  readonly expire: () => Promise<void>;
}

/** The batches of a spool on disk: gives them out, takes them back, and settles them; and the quarantine. */
export class SpoolBatches {
  private readonly held = new Map<string, Batch>();

  constructor(private readonly parts: SpoolBatchesParts) {}

  /** Batches that nobody holds. */
  get heldBack(): number {
    const { batches } = this.parts.context.ledger.state;
    return batches.reduce((count, { id }) => (this.held.has(id) ? count : count + 1), 0);
  }

  isHeld(id: string): boolean {
    return this.held.has(id);
  }

  /** Whoever held batches is gone, and did not say which of them were sent. */
  releaseAll(): void {
    for (const id of this.held.keys()) this.parts.heads.unsent.delete(id);
    this.held.clear();
  }

  /** A batch that was made beforehand, out of memory: it need not wait for what else is done at the old end. */
  nextFresh(priority: Priority): Batch | undefined {
    const saved = this.freeBatch(priority);
    const stored = saved && this.parts.heads.readFresh(saved);
    return stored && this.hold(saved, stored);
  }

  next(limits: BatchLimits, priority: Priority): Promise<Batch | undefined> {
    return this.parts.context.headTasks.run(() => this.giveOut(limits, priority));
  }

  giveBack(batch: Batch, wasSent: boolean): void {
    const { id } = this.find(batch);
    this.held.delete(id);
    if (wasSent) this.parts.heads.unsent.delete(id);
  }

  /** Batches that nobody has seen become waiting events again, so that the bounds hold for them. */
  async unseal(): Promise<void> {
    const ids = this.unseen.map(({ id }) => id);
    this.parts.heads.forget(ids);
    if (ids.length === 0) return;
    await this.parts.context.ledger.record({ kind: 'unsealed', ids });
    await this.parts.context.syncManifest();
  }

  /** Batches of this life that were not sent and that nobody holds; oldest first. */
  get unseen(): readonly SavedBatch[] {
    const { unsent } = this.parts.heads;
    return this.parts.context.ledger.state.batches.filter(({ id }) => unsent.has(id) && !this.held.has(id));
  }

  async delivered(batch: Batch, exceptions = NO_EXCEPTIONS): Promise<void> {
    const { context, heads } = this.parts;
    const { id } = this.find(batch);
    this.settle(id);
    heads.onArrived();
    const { quarantined, drops } = excepted(batch, exceptions);
    context.watch?.onSettled(batch.events);
    if (quarantined.length + drops.length === 0) {
      await context.ledger.record({ kind: 'delivered', id });
    } else {
      await context.ledger.record({ kind: 'delivered-except', id, quarantined, drops });
    }
    if (quarantined.length > 0) await this.boundQuarantine();
    context.reclaim();
  }

  async split(batch: Batch): Promise<void> {
    await this.parts.context.headTasks.run(() => {
      const saved = this.find(batch);
      const { arrival } = saved;
      return this.parts.heads.split(
        saved,
        batch.events.map((event) => ({ event, arrival })),
      );
    });
    this.settle(batch.id);
  }

  async quarantine(batch: Batch, error: string): Promise<void> {
    const { context } = this.parts;
    const { id } = this.find(batch);
    this.settle(id);
    context.watch?.onSettled(batch.events);
    const events = batch.events.map((event) => ({ event, error }));
    await context.ledger.record({ kind: 'quarantined', id, events });
    await this.boundQuarantine();
    context.reclaim();
  }

  /** What was put aside is made safe; the oldest goes when it is too much. */
  private async boundQuarantine(): Promise<void> {
    const { context } = this.parts;
    await context.syncManifest();
    const { quarantine } = context.ledger.state;
    const excess = quarantineExcess(quarantine, recordBytes);
    if (excess === 0) return;
    const drops = quarantine.slice(0, excess).map(({ event }) => dropOf(event, 'quarantine_full'));
    await context.ledger.record({ kind: 'quarantine-shortened', events: excess, drops });
  }

  async retryQuarantine(): Promise<number> {
    const { context } = this.parts;
    const { ledger, arrivals } = context;
    const { length } = ledger.state.quarantine;
    if (length === 0) return 0;
    await ledger.record({ kind: 'quarantine-retried', arrival: arrivals.now() });
    await context.syncManifest();
    return length;
  }

  async clearQuarantine(): Promise<number> {
    const { context } = this.parts;
    const drops = context.ledger.state.quarantine.map(({ event }) => dropOf(event, 'cleared'));
    if (drops.length === 0) return 0;
    await context.ledger.record({ kind: 'quarantine-cleared', drops });
    await context.syncManifest();
    return drops.length;
  }

  /** Takes over the batches and the quarantine of a spool in memory. */
  importAll({ batches, quarantined }: DrainedEvents): void {
    const { ledger } = this.parts.context;
    for (const { id, events } of batches) {
      const batch = heldBatch(id, 'any', events);
      this.parts.context.inBackground(ledger.record({ kind: 'hold', batch, replayed: 0 }));
    }
    if (quarantined.length === 0) return;
    this.parts.context.inBackground(ledger.record({ kind: 'quarantined', id: '', events: quarantined }));
  }

  /**
   * The batches that are known without the disk, when it is not ours any more.
   * @param areOthersGone whether nobody can find those on the disk that nobody holds; else only the others are kept.
   * @returns how many events are not kept.
   */
  keepKnown(areOthersGone: boolean): { readonly kept: SavedBatch[]; readonly lost: number } {
    const { context, heads } = this.parts;
    const { batches } = context.ledger.state;
    const kept: SavedBatch[] = [];
    let lost = 0;
    for (const batch of batches) {
      const held = this.held.get(batch.id)?.events.map((event) => ({ event, arrival: batch.arrival }));
      const known = held ?? (areOthersGone ? heads.remember(batch) : []);
      if (batch.spans.length === 0) kept.push(batch);
      else if (!held && known.length !== batch.count) lost += batch.count;
      else kept.push({ ...batch, spans: [], held: known.map(({ event, arrival }) => ({ event, arrival })) });
    }
    // There is no stretch of a log that they could become again.
    heads.forget(batches.map(({ id }) => id));
    return { kept, lost };
  }

  private settle(id: string): void {
    this.held.delete(id);
    this.parts.heads.unsent.delete(id);
  }

  private hold({ id }: SavedBatch, stored: readonly StoredEvent[]): Batch {
    const batch = { id, events: stored.map(({ event }) => event) };
    this.held.set(id, batch);
    this.parts.context.watch?.onBatch(batch);
    return batch;
  }

  private async giveOut(limits: BatchLimits, priority: Priority): Promise<Batch | undefined> {
    await this.parts.expire();
    for (;;) {
      const saved = this.freeBatch(priority) ?? (await this.newBatch(limits, priority));
      if (!saved) return undefined;
      const stored = await this.parts.heads.read(saved);
      if (stored.length < saved.count) await this.shrink(saved, stored.length);
      if (stored.length === 0) continue;
      return this.hold(saved, stored);
    }
  }

  /** A batch that nobody holds, alarms before others where they overtake. */
  private freeBatch(priority: Priority): SavedBatch | undefined {
    const { ledger, options } = this.parts.context;
    const free = ledger.state.batches.filter(({ id }) => !this.held.has(id));
    const alarms = free.find((batch) => batch.priority === 'alarms');
    if (priority === 'any') return (options.alarmsFirst ? alarms : undefined) ?? free[0];
    return priority === 'alarms' ? alarms : free.find((batch) => batch.priority === priority);
  }

  private async newBatch(most: BatchLimits, priority: Priority): Promise<SavedBatch | undefined> {
    const { context, heads, newId, isWriting } = this.parts;
    const limits = this.isOfAlarms(priority) ? most : this.roomBesideAlarms(most);
    const { replay } = context.ledger.state;
    if (priority === 'live' && !context.isLive) return undefined;
    if (priority === 'any' && replay.length > 0) {
      const held = within(limits, replay);
      const batch = heldBatch(newId(), priority, held);
      await context.ledger.record({ kind: 'hold', batch, replayed: held.length });
      await context.syncManifest();
      return batch;
    }
    const sealed = await heads.seal(limits, priority, limits.events === most.events);
    if (sealed || !context.isMemory || isWriting()) return sealed;
    const pending = context.intake.takeForBatch(limits, priority);
    if (pending.length === 0) return undefined;
    const batch = heldBatch(newId(), priority, pending);
    context.ledger.note({ kind: 'hold', batch, replayed: 0 });
    return batch;
  }

  /** Whether the next batch of a priority holds alarms alone. */
  private isOfAlarms(priority: Priority): boolean {
    const { ledger, intake, options } = this.parts.context;
    const hasOrdinary =
      priority === 'live' || ledger.state.waitingIn('ordinary') + intake.count('ordinary') > 0;
    return options.alarmsFirst && (priority === 'alarms' || !hasOrdinary);
  }

  private roomBesideAlarms(limits: BatchLimits): BatchLimits {
    const { ledger, options } = this.parts.context;
    const unseen = new Set(this.unseen);
    const batched = { events: 0, bytes: 0 };
    for (const batch of ledger.state.batches) {
      // One that nobody has seen can become waiting events again.
      if (batch.priority === 'alarms' || unseen.has(batch)) continue;
      batched.events += batch.count;
      batched.bytes += batch.bytes;
    }
    return leavingRoomForAlarms(limits, options, batched);
  }

  /** Some events of a batch were damaged after it was made. */
  private async shrink(saved: SavedBatch, count: number): Promise<void> {
    const { ledger } = this.parts.context;
    const drops = [{ reason: 'unreadable', events: saved.count - count } as const];
    await ledger.record({ kind: 'dropped', span: null, replayed: 0, drops });
    const halves = count > 0 ? [{ ...saved, count }] : [];
    await ledger.record({ kind: 'split', id: saved.id, halves });
  }

  private find(batch: Batch): SavedBatch {
    const found = this.parts.context.ledger.state.batches.find(({ id }) => id === batch.id);
    if (!found) throw new Error(`Batch ${batch.id} is not in this spool.`);
    return found;
  }
}

/** The first of these events, within the limits but at least one. */
function within(limits: BatchLimits, events: readonly StoredEvent[]): readonly StoredEvent[] {
  let bytes = 0;
  const end = events.findIndex(({ event }, i) => {
    bytes += recordBytes(event);
    return i >= limits.events || (i > 0 && bytes > limits.bytes);
  });
  return end < 0 ? events : events.slice(0, end);
}

/** A batch of events that are in no log. */
function heldBatch(id: string, priority: Priority, events: readonly StoredEvent[]): SavedBatch {
  const held = events.map(({ event, arrival }) => ({ event, arrival }));
  const bytes = held.reduce((sum, { event }) => sum + recordBytes(event), 0);
  return { id, priority, spans: [], held, count: held.length, bytes, arrival: held[0]?.arrival ?? 0 };
}
