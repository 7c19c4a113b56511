import type { SpoolDisk } from '../directory/SpoolDisk';
import type { StoredEvent } from '../format/eventRecord';
import type { ManifestRecord, SavedBatch } from '../format/manifestRecord';
import { rememberedEvents } from '../log/rememberedEvents';
import { NO_LIMITS, takeEvents } from '../log/takeEvents';
import type { Batch, BatchLimits, DropReason, Priority, QuarantinedEvent, WantsBatch } from '../Spool';
import { excepted, NO_EXCEPTIONS } from '../shared/excepted';
import { ofDevice } from '../shared/ofDevice';
import { leavingRoomForAlarms } from '../shared/roomForAlarms';
import type { SpoolStatus } from '../status/SpoolStatus';
import { BatchHolds } from './BatchHolds';
import { BatchSealer, type Unwritten } from './BatchSealer';
import { divideBatch, partsOf } from './divideBatch';
import { FreshBatches } from './FreshBatches';
import { heldBatch, ofOneDevice, retriedStretch, within } from './heldBatch';
import type { Ledger } from './Ledger';
import type { Quarantine } from './Quarantine';
import { Restamping } from './Restamping';

/** The batches of a spool on disk: seals them, hands them out, takes them back, and settles them. */
export class Batches {
  readonly holds: BatchHolds;
  private readonly fresh = new FreshBatches();
  private readonly sealer: BatchSealer;
  private readonly restamping: Restamping;
  private hasJustSealed = false;
  private hasArrived = false;
  /** The batch sealed for a caller that waits for it, until it is read. */
  private beingGiven: string | undefined;
  /** Resolves once the batches sealed last are durable. */
  private sealing: Promise<void> = Promise.resolve();
  /** Whether waiting for batches is off until release(). */
  isStopped = false;
  private onStopped = (): void => undefined;

  constructor(
    private readonly status: SpoolStatus,
    private readonly ledger: Ledger,
    private readonly quarantine: Quarantine,
    private readonly newId: () => string,
  ) {
    this.sealer = new BatchSealer(newId);
    this.restamping = new Restamping(status, ledger);
    this.holds = new BatchHolds(status.clock);
  }

  /** Number of batches that are neither held nor deferred, and not about to be given to a caller. */
  get heldBack(): number {
    const { batches } = this.ledger.state;
    let count = 0;
    for (const { id } of batches) if (id !== this.beingGiven && this.holds.isFree(id)) count++;
    return count;
  }

  /** Events of deferred batches. */
  get waitingAside(): number {
    return this.holds.eventsAside(this.ledger.state.batches);
  }

  /** A batch that was sealed ahead and is still in memory: it need not wait for other tasks at the old end. */
  nextFresh(priority: Priority): Batch | undefined {
    const saved = this.freeBatch(priority);
    if (!saved || saved.id === this.beingGiven || !this.holds.unsent.has(saved.id)) return undefined;
    if (this.fresh.eventsOf(saved.id)?.length !== saved.count) return undefined;
    const events = this.fresh.take(saved.id);
    return events && this.give(saved, events);
  }

  /** A batch that nobody holds, or else a new one made of waiting events. Must run as a task. */
  async next(
    limits: BatchLimits,
    priority: Priority,
    unwritten: Unwritten,
    wants?: WantsBatch,
  ): Promise<Batch | undefined> {
    for (;;) {
      // The batches sealed last may still be on their way to the disk, for a caller that stopped waiting.
      if (!(await this.waited(this.sealing))) return undefined;
      const free = this.freeBatch(priority, wants);
      const saved = free ?? (await this.newBatch(limits, priority, unwritten));
      if (!saved) return undefined;
      const stored = await this.read(saved);
      if (stored.length < saved.count) await this.shrink(saved, stored.length);
      if (stored.length > 0) return this.give(saved, stored);
    }
  }

  /** The limits of a new batch that leave room for alarms. */
  fitting(limits: BatchLimits, priority: Priority, unwritten: Unwritten): BatchLimits {
    const { state } = this.ledger;
    const { options } = this.status;
    const hasOrdinary = priority === 'live' || state.waitingIn('ordinary') + unwritten.count('ordinary') > 0;
    if (options.alarmsFirst && (priority === 'alarms' || !hasOrdinary)) return limits;
    const unseen = new Set(this.unseen);
    const batched = { events: 0, bytes: 0 };
    for (const batch of state.batches) {
      // A batch that nobody has seen can become waiting events again.
      if (batch.priority === 'alarms' || unseen.has(batch)) continue;
      batched.events += batch.count;
      batched.bytes += batch.bytes;
    }
    return leavingRoomForAlarms(limits, options, batched);
  }

  /** A batch of events that are in memory instead of on disk. */
  async nextOf(events: readonly StoredEvent[], priority: Priority): Promise<Batch> {
    this.restamping.inMemory(events);
    const batch = heldBatch(this.newId(), priority, events, this.status.options.device);
    // A disk that is just coming back already has a snapshot, so it needs every change since.
    if (this.status.isFailing) await this.ledger.record({ kind: 'hold', batch, replayed: 0 });
    else this.ledger.note({ kind: 'hold', batch, replayed: 0 });
    return this.give(batch, batch.held);
  }

  giveBack(batch: Batch, wasSent: boolean, until: number | undefined): void {
    this.holds.giveBack(this.find(batch).id, wasSent, until);
  }

  /** The caller waiting for a batch is about to end: nobody gets one until release(). */
  stopWaiting(): void {
    this.isStopped = true;
    this.onStopped();
  }

  /** The holder of the batches is gone and did not say which of them were sent. */
  release(): void {
    this.isStopped = false;
    this.holds.release();
  }

  async delivered(batch: Batch, exceptions = NO_EXCEPTIONS): Promise<void> {
    const { id, device } = this.find(batch);
    this.holds.settle(id);
    this.hasArrived = true;
    const { quarantined, drops } = excepted({ ...batch, ...ofDevice(device) }, exceptions);
    this.tellSettled(batch, quarantined);
    if (quarantined.length + drops.length === 0) {
      await this.ledger.record({ kind: 'delivered', id });
    } else {
      await this.ledger.record({ kind: 'delivered-except', id, quarantined, drops });
    }
    if (quarantined.length > 0) await this.quarantine.bound();
    this.ledger.reclaim();
  }

  /** Replaces a batch with parts, held by its holder. Must run as a task. */
  async divide(batch: Batch, sizes: readonly number[]): Promise<readonly Batch[]> {
    const { ledger } = this;
    const { disk } = ledger;
    const saved = this.find(batch);
    const known = batch.events.map((event) => ({ event, arrival: saved.arrival }));
    const halves = await divideBatch(saved, sizes, known, disk?.logs);
    const parts = partsOf(batch, halves);
    await this.durably(async () => {
      const recorded = ledger.record({ kind: 'split', id: saved.id, halves });
      for (const part of parts) this.hold(part);
      await recorded;
      if (this.isSynced) await ledger.disk?.syncManifest();
    });
    this.holds.settle(saved.id);
    return parts;
  }

  /** The backend rejected a batch. */
  async refused(batch: Batch, error: string): Promise<void> {
    const { id, device } = this.find(batch);
    this.holds.settle(id);
    const known = { error, unreported: true, ...ofDevice(device) } as const;
    const events = batch.events.map((event) => ({ event, ...known }));
    this.tellSettled(batch, events);
    await this.ledger.record({ kind: 'quarantined', id, events });
    await this.quarantine.bound();
    this.ledger.reclaim();
  }

  /** Arrival of the oldest event in batches that nobody has seen. */
  get oldestUnseen(): number | undefined {
    return this.unseen[0]?.arrival;
  }

  /** Turns batches that nobody has seen back into waiting events, so that the bounds apply to them. */
  async unseal(): Promise<void> {
    const ids = this.unseen.map(({ id }) => id);
    this.forget(ids);
    if (ids.length === 0) return;
    await this.ledger.record({ kind: 'unsealed', ids });
    await this.ledger.syncManifest();
  }

  /** The same, to make room; once spares batches just sealed for a caller that delivers and asks for more at once. */
  async unsealForRoom(): Promise<void> {
    const { hasJustSealed } = this;
    this.hasJustSealed = false;
    if (!hasJustSealed) await this.unseal();
  }

  /** Drops the batches that nobody holds. */
  async dropFree(reason: DropReason): Promise<void> {
    for (const { id, held, count } of [...this.ledger.state.batches]) {
      if (this.holds.held.has(id)) continue;
      this.status.watch?.onSettled(held.map(({ event }) => event));
      await this.recordDrop(reason, count, { kind: 'delivered', id });
    }
  }

  /**
   * The batches that are known without the disk, now that it is no longer ours.
   * @param areOthersGone whether nobody can find the unheld batches on disk; if somebody can, they are not kept.
   * @returns the batches to keep, and how many events are not kept.
   */
  keepKnown(areOthersGone: boolean): { readonly kept: SavedBatch[]; readonly lost: number } {
    const { batches } = this.ledger.state;
    const kept: SavedBatch[] = [];
    let lost = 0;
    for (const batch of batches) {
      const held = this.holds.held.get(batch.id)?.events;
      const remembered = !held && areOthersGone ? this.remember(batch) : [];
      const known = held ?? this.restamping.eventsOf(batch, remembered, true);
      if (batch.spans.length === 0) kept.push(batch);
      else if (!held && known.length !== batch.count) lost += batch.count;
      else {
        const arrivalAt = (i: number): number => remembered[i]?.arrival ?? batch.arrival;
        kept.push({ ...batch, spans: [], held: known.map((event, i) => ({ event, arrival: arrivalAt(i) })) });
      }
    }
    // There is no longer a stretch of a log that they could become again.
    this.forget(batches.map(({ id }) => id));
    return { kept, lost };
  }

  private get isSynced(): boolean {
    return this.status.options.sync !== 'never';
  }

  /** Batches sealed since the spool was opened, neither sent nor held; oldest first. */
  private get unseen(): readonly SavedBatch[] {
    return this.ledger.state.batches.filter(({ id }) => this.holds.isUnseen(id));
  }

  private freeBatch(priority: Priority, wants?: WantsBatch): SavedBatch | undefined {
    const { alarmsFirst } = this.status.options;
    return this.holds.firstFree(this.ledger.state.batches, priority, alarmsFirst, wants);
  }

  private give(saved: SavedBatch, stored: readonly StoredEvent[]): Batch {
    const { status, holds } = this;
    const { id, device } = saved;
    const now = status.clock.monotonic();
    const events = this.restamping.eventsOf(saved, stored, holds.unsent.has(id));
    const takenInAt = stored.map(({ arrival }) => now - status.arrivals.ageOf(arrival));
    return this.hold({ id, events, ...ofDevice(device), takenInAt });
  }

  private hold(batch: Batch): Batch {
    this.holds.held.set(batch.id, batch);
    this.status.watch?.onBatch(batch);
    return batch;
  }

  private async newBatch(
    limits: BatchLimits,
    priority: Priority,
    unwritten: Unwritten,
  ): Promise<SavedBatch | undefined> {
    const { replay, quarantine } = this.ledger.state;
    if (priority === 'live' && !this.ledger.isLive) return undefined;
    const fitting = this.fitting(limits, priority, unwritten);
    if (priority !== 'any' || replay.length === 0) {
      return this.seal(fitting, priority, unwritten, fitting.events === limits.events);
    }
    const held = within(fitting, ofOneDevice(retriedStretch(replay, quarantine)));
    const batch = heldBatch(this.newId(), priority, held, replay[0]?.device);
    await this.ledger.record({ kind: 'hold', batch, replayed: held.length });
    await this.ledger.syncManifest();
    return batch;
  }

  /** Seals batches of the events waiting on disk, durably. @returns the first; undefined if there is none. */
  private async seal(
    limits: BatchLimits,
    priority: Priority,
    unwritten: Unwritten,
    goesAhead: boolean,
  ): Promise<SavedBatch | undefined> {
    const { ledger } = this;
    const { disk, state } = ledger;
    const { options, clockAhead } = this.status;
    if (!disk) return undefined;
    const { logs } = disk;
    const wanted = { logs, state, options, unwritten, limits, priority, goesAhead, clockAhead };
    const sealed = await this.sealer.seal(wanted);
    const batches = sealed.map(({ batch }) => batch);
    if (batches.length === 0) return undefined;
    for (const { batch, events } of sealed)
      if (batch.count > 0) this.fresh.add(batch.id, events, batch.bytes);
    const given = batches.find(({ count }) => count > 0);
    this.beingGiven = given?.id;
    this.sealing = this.makeDurable(disk, batches);
    if (!(await this.waited(this.sealing))) {
      this.beingGiven = undefined;
      return undefined;
    }
    return given ?? this.seal(limits, priority, unwritten, goesAhead);
  }

  private async makeDurable(disk: SpoolDisk, batches: readonly SavedBatch[]): Promise<void> {
    const { ledger, isSynced } = this;
    await this.durably(async () => {
      // Both at once, as each takes long on some disks: nobody sees a batch before both are done.
      const eventsSynced = isSynced ? disk.syncEvents() : undefined;
      const isSealed = ledger.record({ kind: 'sealed', batches });
      await Promise.all([eventsSynced, isSealed.then(() => (isSynced ? disk.syncManifest() : undefined))]);
    });
    this.hasJustSealed = this.hasArrived;
    this.hasArrived = false;
    for (const { id, spans } of batches) if (spans.every(({ lost }) => lost === 0)) this.holds.unsent.add(id);
    await this.reportLost(batches);
  }

  /** Waits for the disk. @returns false if stopWaiting() ended the wait. */
  private async waited(work: Promise<void>): Promise<boolean> {
    const stopped = new Promise<void>((resolve) => {
      this.onStopped = resolve;
      if (this.isStopped) resolve();
    });
    await Promise.race([work, stopped]);
    return !this.isStopped;
  }

  /** Reports events that should be in the stretches of these batches but cannot be read. */
  private async reportLost(batches: readonly SavedBatch[]): Promise<void> {
    const lost = batches.flatMap(({ spans }) => spans).reduce((sum, span) => sum + span.lost, 0);
    if (lost > 0) await this.recordDrop('unreadable', lost);
    for (const { id, count } of batches) {
      if (count === 0) await this.ledger.record({ kind: 'delivered', id });
    }
  }

  /** Some events of a batch were damaged after it was made. */
  private async shrink(saved: SavedBatch, count: number): Promise<void> {
    const halves = count > 0 ? [{ ...saved, count }] : [];
    await this.recordDrop('unreadable', saved.count - count, { kind: 'split', id: saved.id, halves });
  }

  /** Records a drop without a stretch of a log, at once with the removal from the batch: else events count twice. */
  private async recordDrop(reason: DropReason, events: number, removal?: ManifestRecord): Promise<void> {
    const drop: ManifestRecord = { kind: 'dropped', span: null, replayed: 0, drops: [{ reason, events }] };
    await Promise.all([this.ledger.record(drop), removal && this.ledger.record(removal)]);
  }

  /** The events of a batch that can still be read. @throws what the file system throws. */
  private async read(batch: SavedBatch): Promise<readonly StoredEvent[]> {
    const { disk } = this.ledger;
    if (batch.id === this.beingGiven) this.beingGiven = undefined;
    const fresh = this.fresh.take(batch.id);
    if (fresh) return fresh;
    if (batch.spans.length === 0 || !disk) return batch.held;
    return (await takeEvents(disk.logs, batch.spans, NO_LIMITS)).events;
  }

  /** The events of a batch that are known without the disk. */
  private remember({ id, spans }: SavedBatch): readonly StoredEvent[] {
    const { disk } = this.ledger;
    return this.fresh.eventsOf(id) ?? (disk ? rememberedEvents(disk.logs, spans) : []);
  }

  /** A batch is settled: its quarantined events are in the manifest, unless the disk fails. */
  private tellSettled({ events }: Batch, quarantined: readonly QuarantinedEvent[]): void {
    const { watch, isFailing } = this.status;
    if (!watch) return;
    const kept = isFailing ? quarantined : [];
    const isKept = new Set(kept.map(({ event }) => event));
    watch.onSettled(kept.length === 0 ? events : events.filter((event) => !isKept.has(event)));
    for (const { event, error } of kept) watch.onQuarantined(event, error);
  }

  /** Forgets that these batches are unsent, and their events in memory. */
  private forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.holds.unsent.delete(id);
      this.fresh.take(id);
    }
  }

  private find(batch: Batch): SavedBatch {
    const found = this.ledger.state.batches.find(({ id }) => id === batch.id);
    if (!found) throw new Error(`Batch ${batch.id} is not in this spool.`);
    return found;
  }

  /** A failing disk must not hold up delivery: what is sent then is just less safe. */
  private async durably(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.status.fail(error);
    }
  }
}
