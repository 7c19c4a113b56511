import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../clock';
import type { EdgeEvent } from '../frame';
import { ArrivalClock } from './ArrivalClock';
import { type AcquireLock, acquireLock, type DirectoryLock } from './DirectoryLock';
import { dropOf } from './DropsBySeries';
import type { DiskSpoolOptions } from './diskSpoolOptions';
import { recordBytes, type StoredEvent } from './eventRecord';
import type { FileSystem } from './FileSystem';
import { Intake } from './Intake';
import { Ledger } from './Ledger';
import type { Surrendered } from './MemorySpool';
import { nodeFileSystem } from './nodeFileSystem';
import { quarantineExcess } from './quarantineExcess';
import { ReadFaults } from './ReadFaults';
import { SerialTasks } from './SerialTasks';
import type { Batch, BatchLimits, Drop, Recovered, Spool, SpoolListener, StorageState, Turn } from './Spool';
import { SpoolDisk } from './SpoolDisk';
import { SpoolHeads } from './SpoolHeads';
import type { SavedBatch } from './SpoolState';
import { LANES } from './segmentFile';

export interface DiskSpoolParts {
  readonly files?: FileSystem;
  readonly clock?: Clock;
  /** Ids of batches; each different from every other. */
  readonly newId?: () => string;
  readonly lock?: AcquireLock;
  /** Bytes of a file of a lane; by default a part of `maxBytes`. */
  readonly segmentBytes?: number;
}

/** How often the lock, the age of events and a failing disk are looked after. */
const TICK_MS = 1000;

/** Files of a lane: small enough that space is given back soon, large enough that it is seldom. */
const MAX_SEGMENT_BYTES = 4 * 1024 * 1024;
const MIN_SEGMENT_BYTES = 16 * 1024;
const SEGMENTS = 16;

/** Free space is asked for again after so many bytes or milliseconds. */
const FREE_SPACE_CHECK_BYTES = 1024 * 1024;
const FREE_SPACE_CHECK_MS = 1000;

/** The disk has less free space than is to be left alone. */
export class DiskSpaceError extends Error {
  override readonly name = 'DiskSpaceError';
  constructor(
    readonly directory: string,
    readonly freeBytes: number,
    readonly minFreeBytes: number,
  ) {
    super(
      `Only ${freeBytes} bytes are free where ${directory} lies; ${minFreeBytes} are to be left (minFreeBytes).`,
    );
  }
}

/**
 * A spool on disk. Events are appended to log files in groups; what happens to them, batches above all, is
 * written to a journal. When the disk fails, events wait in bounded memory until it works again.
 */
export class DiskSpool implements Spool {
  private readonly clock: Clock;
  private readonly files: FileSystem;
  private readonly ledger: Ledger;
  private readonly heads: SpoolHeads;
  private readonly intake: Intake;
  /** Everything that takes from the old end of the spool, one after the other. */
  private readonly headTasks = new SerialTasks();
  private readonly newId: () => string;
  private readonly faults = new ReadFaults();
  private readonly held = new Map<string, Batch>();
  private arrivals: ArrivalClock;
  private lock: DirectoryLock | undefined;
  private current: StorageState = { kind: 'opening' };
  private listener: SpoolListener | undefined;
  private untold: { recovered: Recovered; lost: readonly Drop[] } | undefined;
  private opening: Promise<void> = Promise.resolve();
  private isClosed = false;
  private isPumping = false;
  private pumpWaiters: (() => void)[] = [];
  private cancelTick: (() => void) | undefined;
  private cancelSync: (() => void) | undefined;
  private checkedSpace = { at: Number.NEGATIVE_INFINITY, written: 0 };

  /** @param directory absolute; its files are ours alone. */
  constructor(
    readonly directory: string,
    private options: DiskSpoolOptions,
    private readonly parts: DiskSpoolParts = {},
  ) {
    this.clock = parts.clock ?? systemClock;
    this.files = parts.files ?? nodeFileSystem;
    this.newId = parts.newId ?? randomUUID;
    const onFault = (error: unknown): void => this.fail(error);
    this.arrivals = new ArrivalClock(this.clock, 0);
    this.ledger = new Ledger({ onDropped: (drop) => this.listener?.onDropped(drop), onFault });
    const { ledger } = this;
    this.heads = new SpoolHeads({
      ledger,
      options: () => this.options,
      newId: this.newId,
      lowestPending: () => this.intake.lowestOrder,
      onFault,
    });
    this.intake = new Intake({
      ledger,
      options: () => this.options,
      isMemory: () => this.isMemory,
      settled: () => ({ events: this.waitingOnDisk + this.batchedEvents, bytes: this.bytesOnDisk }),
    });
  }

  /** Reads what the directory holds and begins to write to it. Never rejects: a disk that fails is tried again. */
  async open(): Promise<void> {
    this.opening = this.headTasks.run(() => this.openDisk()).catch((error: unknown) => this.fail(error));
    await this.opening;
    if (this.current.kind === 'failing') this.tellReady({ events: 0, unreported: [], findings: [] }, []);
    this.scheduleTick();
  }

  get depth(): number {
    return this.waiting + this.batchedEvents;
  }

  get capacity(): number {
    return this.options.capacity;
  }

  get bytes(): number {
    return this.bytesOnDisk + this.intake.bytes;
  }

  get waiting(): number {
    return this.waitingOnDisk + this.intake.events;
  }

  get waitingAlarms(): number {
    if (!this.options.alarmsFirst) return 0;
    return this.ledger.state.waitingIn('alarm') + this.intake.pending.count('alarm');
  }

  get waitingLive(): number {
    const { ranges } = this.ledger.state;
    if (this.options.order !== 'live-first' || ranges.ordinary.length < 2) return 0;
    return (ranges.ordinary.at(-1)?.events ?? 0) + this.intake.pending.count('ordinary');
  }

  get heldBack(): number {
    return this.ledger.state.batches.reduce((count, { id }) => (this.held.has(id) ? count : count + 1), 0);
  }

  get quarantined(): number {
    return this.ledger.state.quarantine.length;
  }

  get oldestArrival(): number | undefined {
    const { batches, replay, ranges } = this.ledger.state;
    const arrivals = [batches[0]?.arrival, replay[0]?.arrival, this.intake.pending.oldestArrival];
    for (const lane of LANES) {
      const range = ranges[lane].find(({ events }) => events > 0);
      if (range) arrivals.push(this.ledger.disk?.lanes[lane].segmentOf(range.from.segment)?.firstArrival);
    }
    const oldest = Math.min(...arrivals.filter((arrival) => arrival !== undefined));
    return Number.isFinite(oldest) ? this.clock.now() - this.arrivals.ageOf(oldest) : undefined;
  }

  get storage(): StorageState {
    return this.current;
  }

  get syncMsP99(): number | null {
    return this.ledger.disk?.syncTimes.p99 ?? null;
  }

  get written(): { readonly events: number; readonly total: number } {
    return this.ledger.disk?.written ?? { events: 0, total: 0 };
  }

  listen(listener: SpoolListener): void {
    this.listener = listener;
    const { untold } = this;
    this.untold = undefined;
    if (untold) this.tellReady(untold.recovered, untold.lost);
    else if (this.current.kind !== 'opening') {
      listener.onReady({ events: 0, unreported: [], findings: [] });
    }
  }

  /** Takes other bounds, as after a deploy; what no longer fits is dropped by them. */
  configure(options: DiskSpoolOptions): void {
    this.options = options;
    this.intake.bound();
    this.schedulePump();
    this.inBackground(this.makeRoom());
  }

  /** Takes over everything that a spool in memory held. */
  adopt({ batches, events, quarantined }: Surrendered): void {
    for (const { id, events: held } of batches) {
      const bytes = held.reduce((sum, { event }) => sum + recordBytes(event), 0);
      const arrival = held[0]?.arrival ?? 0;
      const batch: SavedBatch = { id, turn: 'any', spans: [], held, count: held.length, bytes, arrival };
      this.inBackground(this.ledger.record({ kind: 'hold', batch, replayed: 0 }));
    }
    if (quarantined.length > 0) {
      this.inBackground(this.ledger.record({ kind: 'quarantined', id: '', events: quarantined }));
    }
    for (const { event, arrival } of events) this.intake.add(event, arrival, () => undefined);
    this.schedulePump();
  }

  append(event: EdgeEvent, stored: () => void): void {
    this.intake.add(event, this.arrivals.now(), stored);
    this.schedulePump();
  }

  async next(limits: BatchLimits, turn: Turn = 'any'): Promise<Batch | undefined> {
    await this.opening;
    // What was taken in goes to disk first, where there is not enough on it.
    if (this.isPumping && this.waitingOnDisk < limits.events) {
      await new Promise<void>((resolve) => this.pumpWaiters.push(resolve));
    }
    return this.headTasks.run(() => this.giveOut(limits, turn));
  }

  startLive(): void {
    const { disk } = this.ledger;
    if (this.options.order !== 'live-first' || !disk) return;
    this.inBackground(this.ledger.record({ kind: 'live', at: disk.lanes.ordinary.end }));
  }

  giveBack(batch: Batch): void {
    this.held.delete(this.find(batch).id);
  }

  async delivered(batch: Batch): Promise<void> {
    const { id } = this.find(batch);
    this.held.delete(id);
    await this.ledger.record({ kind: 'delivered', id });
    this.reclaim();
  }

  async split(batch: Batch): Promise<void> {
    const saved = this.find(batch);
    await this.headTasks.run(() => this.heads.split(saved));
    this.held.delete(saved.id);
  }

  async quarantine(batch: Batch, error: string): Promise<void> {
    const { id } = this.find(batch);
    this.held.delete(id);
    const events = batch.events.map((event) => ({ event, error }));
    await this.ledger.record({ kind: 'quarantined', id, events });
    await this.syncJournal();
    const { quarantine } = this.ledger.state;
    const excess = quarantineExcess(quarantine, recordBytes);
    if (excess > 0) {
      const drops = quarantine.slice(0, excess).map(({ event }) => dropOf(event, 'quarantine_full'));
      await this.ledger.record({ kind: 'quarantine-shortened', events: excess, drops });
    }
    this.reclaim();
  }

  async retryQuarantine(): Promise<number> {
    const { length } = this.ledger.state.quarantine;
    if (length === 0) return 0;
    await this.ledger.record({ kind: 'quarantine-retried', arrival: this.arrivals.now() });
    await this.syncJournal();
    return length;
  }

  async clearQuarantine(): Promise<number> {
    const drops = this.ledger.state.quarantine.map(({ event }) => dropOf(event, 'cleared'));
    if (drops.length === 0) return 0;
    await this.ledger.record({ kind: 'quarantine-cleared', drops });
    await this.syncJournal();
    return drops.length;
  }

  dropsReported(): void {
    if (this.ledger.state.hasUnreported) this.inBackground(this.ledger.record({ kind: 'reported' }));
  }

  async release(): Promise<void> {
    this.held.clear();
    await this.opening;
    await this.pumped();
    await this.syncAll();
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    await this.release();
    this.isClosed = true;
    this.cancelTick?.();
    this.cancelSync?.();
    await this.headTasks.run(async () => {
      const isSound = this.current.kind !== 'failing';
      await this.ledger.disk?.close(isSound).catch((error: unknown) => this.fail(error));
      await this.lock?.release();
    });
  }

  private get isMemory(): boolean {
    return (
      this.current.kind === 'failing' || (this.options.intake === 'memory' && this.current.kind !== 'opening')
    );
  }

  private get waitingOnDisk(): number {
    const { state } = this.ledger;
    return state.waitingIn('ordinary') + state.waitingIn('alarm') + state.replay.length;
  }

  private get batchedEvents(): number {
    return this.ledger.state.batches.reduce((sum, { count }) => sum + count, 0);
  }

  private get bytesOnDisk(): number {
    const { ranges, batches } = this.ledger.state;
    let bytes = batches.reduce((sum, batch) => sum + batch.bytes, 0);
    for (const lane of LANES) for (const range of ranges[lane]) bytes += range.bytes;
    return bytes;
  }

  private async openDisk(): Promise<void> {
    const { directory, files, clock } = this;
    await files.makeDirectory(directory);
    const lock = await (this.parts.lock ?? acquireLock)(directory, () => this.discard());
    this.abandonDisk();
    try {
      const segmentBytes = () => this.segmentBytes;
      const disk = await SpoolDisk.open({ directory, files, clock, faults: this.faults, segmentBytes });
      if (this.options.intake === 'disk') await disk.lanes.ordinary.prepare();
      await this.takeOver(disk);
      this.lock = lock;
    } catch (error) {
      await lock.release();
      throw error;
    }
    if (this.current.kind === 'opening') this.become({ kind: 'disk' });
    this.schedulePump();
  }

  private async takeOver(disk: SpoolDisk): Promise<void> {
    const { findings, lost, newestArrival, lastOrder } = disk.found;
    const { state } = disk;
    const own = new Set(this.ledger.state.batches.map(({ id }) => id));
    let events = state.waitingIn('ordinary') + state.waitingIn('alarm');
    events += state.replay.length + state.quarantine.length;
    for (const { id, count } of state.batches) if (!own.has(id)) events += count;
    for (const drop of lost) events += drop.events;
    this.arrivals = new ArrivalClock(this.clock, newestArrival);
    this.intake.continueAfter(lastOrder);
    const resumed = this.ledger.adopt(disk);
    this.tellReady({ events, unreported: disk.unreported, findings }, lost);
    await resumed;
  }

  /** The directory is not ours any more: what was only there is lost, what a delivery holds is kept. */
  private abandonDisk(): void {
    const { disk, state } = this.ledger;
    if (!disk) return;
    let lost = state.waitingIn('ordinary') + state.waitingIn('alarm');
    const kept: SavedBatch[] = [];
    for (const batch of state.batches) {
      const held = this.held.get(batch.id)?.events.map((event) => ({ event, arrival: batch.arrival }));
      if (batch.spans.length === 0) kept.push(batch);
      else if (held) kept.push({ ...batch, spans: [], held });
      else lost += batch.count;
    }
    this.ledger.abandon(kept);
    if (lost > 0) this.ledger.drop({ reason: 'unreadable', events: lost });
    this.inBackground(disk.close(false));
  }

  private tellReady(recovered: Recovered, lost: readonly Drop[]): void {
    if (!this.listener) {
      this.untold = { recovered, lost };
      return;
    }
    this.listener.onReady(recovered);
    for (const drop of lost) this.listener.onDropped(drop);
  }

  private become(state: StorageState): void {
    this.current = state;
    this.listener?.onStorage(state);
  }

  private fail(error: unknown): void {
    if (this.isClosed) return;
    this.ledger.suspend();
    const before = this.current;
    const text = error instanceof Error ? error.message : String(error);
    const since = before.kind === 'failing' ? before.since : this.clock.now();
    this.current = { kind: 'failing', error: text, since };
    this.intake.settleAll();
    this.intake.bound();
    if (before.kind !== 'failing') this.listener?.onStorage(this.current);
  }

  private scheduleTick(): void {
    if (this.isClosed) return;
    this.cancelTick = this.clock.after(TICK_MS, () => {
      this.tick()
        .catch((error: unknown) => this.fail(error))
        .finally(() => this.scheduleTick());
    });
  }

  private async tick(): Promise<void> {
    if (this.current.kind === 'failing') await this.heal();
    else if (this.lock && !(await this.lock.check())) {
      throw new Error(`${this.directory} is gone, or another process has taken it.`);
    }
    await this.dropExpired();
  }

  /** Tries whether the disk works again; if so, what waits in memory is written. */
  private async heal(): Promise<void> {
    if (this.isPumping) return;
    if (this.ledger.disk && (await this.lock?.check())) {
      await this.ledger.disk.makeSpace();
      await this.checkFreeSpace(true);
      await this.ledger.resume();
    } else await this.headTasks.run(() => this.openDisk());
    const { disk } = this.ledger;
    if (disk && this.options.intake === 'disk') await this.intake.writeGroup(disk);
    this.become({ kind: 'disk' });
    this.schedulePump();
  }

  private schedulePump(): void {
    if (this.isPumping || this.isMemory || !this.ledger.disk || !this.intake.hasWork) return;
    this.isPumping = true;
    setImmediate(() => void this.pump());
  }

  private async pump(): Promise<void> {
    try {
      for (
        let { disk } = this.ledger;
        disk && !this.isMemory && this.intake.hasWork;
        { disk } = this.ledger
      ) {
        await this.checkFreeSpace(false);
        await this.makeRoom();
        await this.intake.writeGroup(disk);
        this.scheduleSync();
        this.wakePumpWaiters();
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isPumping = false;
      this.wakePumpWaiters();
    }
  }

  private wakePumpWaiters(): void {
    for (const wake of this.pumpWaiters.splice(0)) wake();
  }

  private async pumped(): Promise<void> {
    while (this.isPumping) await new Promise<void>((resolve) => this.pumpWaiters.push(resolve));
  }

  private scheduleSync(): void {
    if (this.options.sync !== 'interval') return;
    this.cancelSync ??= this.clock.after(this.options.syncIntervalMs, () => {
      this.cancelSync = undefined;
      this.inBackground(this.syncAll());
    });
  }

  private async syncAll(): Promise<void> {
    const { disk } = this.ledger;
    if (!disk || this.current.kind === 'failing' || this.options.sync === 'never') return;
    try {
      await disk.syncEvents();
      await disk.syncJournal();
    } catch (error) {
      this.fail(error);
    }
  }

  /** For what happens seldom and must not be known without what came before it. */
  private async syncJournal(): Promise<void> {
    if (this.options.sync === 'never' || this.current.kind === 'failing') return;
    await this.ledger.disk?.syncJournal().catch((error: unknown) => this.fail(error));
  }

  private async checkFreeSpace(isAsked: boolean): Promise<void> {
    const { minFreeBytes } = this.options;
    const now = this.clock.monotonic();
    const written = this.written.total;
    const isDue =
      now - this.checkedSpace.at >= FREE_SPACE_CHECK_MS ||
      written - this.checkedSpace.written >= FREE_SPACE_CHECK_BYTES;
    if (minFreeBytes === 0 || !(isAsked || isDue)) return;
    this.checkedSpace = { at: now, written };
    const free = await this.files.freeBytes(this.directory);
    if (free < minFreeBytes) throw new DiskSpaceError(this.directory, free, minFreeBytes);
  }

  private get segmentBytes(): number {
    const part = Math.max(MIN_SEGMENT_BYTES, this.options.maxBytes / SEGMENTS);
    return this.parts.segmentBytes ?? Math.min(MAX_SEGMENT_BYTES, part);
  }

  private excess(): { readonly events: number; readonly bytes: number } {
    return { events: this.depth - this.options.capacity, bytes: this.bytes - this.options.maxBytes };
  }

  /** Drops until the spool is within its bounds: by the overflow rule, alarms last. */
  private async makeRoom(): Promise<void> {
    const isOver = (): boolean => this.excess().events > 0 || this.excess().bytes > 0;
    if (!isOver()) return;
    await this.headTasks.run(async () => {
      while (isOver() && (await this.dropOne())) {
        // dropOne() says whether there was anything left to drop.
      }
    });
    this.reclaim();
  }

  /** Drops something of what is to go first. @returns false when there is nothing. */
  private async dropOne(): Promise<boolean> {
    const { state } = this.ledger;
    const { pending } = this.intake;
    const excess = this.excess();
    const dropFrom = async (lane: 'ordinary' | 'alarm'): Promise<boolean> => {
      const isEnough = (events: number, bytes: number) => events >= excess.events && bytes >= excess.bytes;
      const { events } = await this.heads.dropWhile(lane, 'overflow', (_, ...gone) => !isEnough(...gone));
      return events > 0;
    };
    const refuses = this.options.overflow === 'newest' && pending.count('ordinary') > 0;
    if (!refuses && state.waitingIn('ordinary') > 0 && (await dropFrom('ordinary'))) return true;
    if (pending.count('ordinary') > 0) return this.intake.dropPending('overflow');
    if (this.options.overflow === 'newest' && pending.count('alarm') > 0) {
      return this.intake.dropPending('overflow');
    }
    if (state.waitingIn('alarm') > 0 && (await dropFrom('alarm'))) return true;
    return this.intake.dropPending('overflow');
  }

  private async dropExpired(): Promise<void> {
    const { maxAgeMs } = this.options;
    if (maxAgeMs === 0) return;
    await this.headTasks.run(async () => {
      for (const lane of LANES) {
        await this.heads.dropWhile(lane, 'expired', (arrival) => this.arrivals.ageOf(arrival) > maxAgeMs);
      }
    });
    this.reclaim();
  }

  /** Somebody has asked from outside to throw everything away that is not under way. @returns how many events. */
  private async discard(): Promise<number> {
    const before = this.depth + this.quarantined;
    await this.headTasks.run(async () => {
      while (this.intake.dropPending('cleared')) {
        // Until nothing is pending.
      }
      for (const lane of LANES) {
        while ((await this.heads.dropWhile(lane, 'cleared', () => true)).events > 0) {
          // One range after the other.
        }
      }
      for (const { id, count } of [...this.ledger.state.batches]) {
        if (this.held.has(id)) continue;
        const drops = [{ reason: 'cleared', events: count } as const];
        await this.ledger.record({ kind: 'dropped', span: null, replayed: 0, drops });
        await this.ledger.record({ kind: 'delivered', id });
      }
      await this.clearQuarantine();
    });
    this.reclaim();
    return before - this.depth - this.quarantined;
  }

  private async giveOut(limits: BatchLimits, turn: Turn): Promise<Batch | undefined> {
    for (;;) {
      const saved = this.freeBatch(turn) ?? (await this.newBatch(limits, turn));
      if (!saved) return undefined;
      const stored = await this.heads.read(saved);
      const lost = saved.count - stored.length;
      if (lost > 0) await this.shrink(saved, stored.length);
      if (stored.length === 0) continue;
      const batch = { id: saved.id, events: stored.map(({ event }) => event) };
      this.held.set(batch.id, batch);
      return batch;
    }
  }

  /** A batch that nobody holds, alarms before others. */
  private freeBatch(turn: Turn): SavedBatch | undefined {
    const free = this.ledger.state.batches.filter(({ id }) => !this.held.has(id));
    const alarms = free.find((batch) => batch.turn === 'alarms');
    if (turn === 'any') return (this.options.alarmsFirst ? alarms : undefined) ?? free[0];
    return turn === 'alarms' ? alarms : free.find((batch) => batch.turn === turn);
  }

  private async newBatch(limits: BatchLimits, turn: Turn): Promise<SavedBatch | undefined> {
    const { replay } = this.ledger.state;
    if (turn === 'any' && replay.length > 0) {
      return this.hold(replay.slice(0, limits.events), Math.min(replay.length, limits.events), turn);
    }
    const cut = await this.heads.cut(limits, turn);
    // What a write under way holds comes before what pends.
    if (cut || !this.isMemory || this.isPumping) return cut;
    const pending = this.intake.takeForBatch(limits, turn);
    return pending.length === 0 ? undefined : this.hold(pending, 0, turn);
  }

  /** A batch of events that are in no lane. */
  private async hold(
    held: readonly StoredEvent[],
    replayed: number,
    turn: Turn,
  ): Promise<SavedBatch | undefined> {
    const bytes = held.reduce((sum, { event }) => sum + recordBytes(event), 0);
    const id = this.newId();
    const batch = { id, turn, spans: [], held, count: held.length, bytes, arrival: held[0]?.arrival ?? 0 };
    const isMemory = replayed === 0;
    if (isMemory) this.ledger.note({ kind: 'hold', batch, replayed });
    else {
      await this.ledger.record({ kind: 'hold', batch, replayed });
      await this.syncAll();
    }
    return batch;
  }

  /** Some events of a batch were damaged after it was made. */
  private async shrink(saved: SavedBatch, count: number): Promise<void> {
    const drops = [{ reason: 'unreadable', events: saved.count - count } as const];
    await this.ledger.record({ kind: 'dropped', span: null, replayed: 0, drops });
    const rest = count > 0 ? [{ ...saved, count }] : [];
    await this.ledger.record({ kind: 'split', id: saved.id, halves: rest });
  }

  private reclaim(): void {
    const { disk } = this.ledger;
    if (disk && this.current.kind !== 'failing') this.inBackground(disk.reclaim());
  }

  private find(batch: Batch): SavedBatch {
    const found = this.ledger.state.batches.find(({ id }) => id === batch.id);
    if (!found) throw new Error(`Batch ${batch.id} is not in this spool.`);
    return found;
  }

  private inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }
}
