import { SpoolDisk } from '../directory/SpoolDisk';
import type { LenientFileSystem } from '../files/LenientFileSystem';
import { ReadFaults } from '../files/ReadFaults';
import { SerialTasks } from '../files/SerialTasks';
import { LOGS, parseFileName } from '../format/segmentFile';
import { ArrivalClock } from '../intake/ArrivalClock';
import type { AcquireLock, DirectoryLock } from '../lock/DirectoryLock';
import { rememberedEvents } from '../log/rememberedEvents';
import type { SpoolBatches } from './SpoolBatches';
import type { SpoolBounds } from './SpoolBounds';
import type { SpoolContext } from './SpoolContext';
import type { SpoolWriter } from './SpoolWriter';

export interface DiskMonitorParts {
  readonly context: SpoolContext;
  readonly batches: SpoolBatches;
  readonly bounds: SpoolBounds;
  readonly writer: SpoolWriter;
  readonly files: LenientFileSystem;
  readonly acquireLock: AcquireLock;
  /** Bytes of a file of a log; by default a part of `maxBytes`. */
  readonly segmentBytes: number | undefined;
  /** As DiskSpoolParts has it. */
  readonly orderBase: number | undefined;
}

/** How often the lock, the age of events and a failing disk are looked after. */
const TICK_MS = 1000;

/** Files of a log: small enough that space is given back soon, large enough that it is seldom. */
const MAX_SEGMENT_BYTES = 4 * 1024 * 1024;
const MIN_SEGMENT_BYTES = 16 * 1024;
const SEGMENTS = 16;

/** Opens the directory of a spool, watches over it, and tries a disk that fails again until it works. */
export class DiskMonitor {
  /** Resolves once the first opening has succeeded or failed. */
  opened: Promise<void> = Promise.resolve();
  private readonly faults = new ReadFaults();
  private lock: DirectoryLock | undefined;
  private cancelTick: (() => void) | undefined;
  private ticking: Promise<void> | undefined;
  private isStopped = false;
  /** What looks after the disk, one after the other. */
  private readonly care = new SerialTasks();

  constructor(private readonly parts: DiskMonitorParts) {}

  async open(): Promise<void> {
    const { context } = this.parts;
    this.opened = context.headTasks
      .run(() => this.openDisk())
      .catch((error: unknown) => {
        context.fail(error);
        context.tellReady({ events: 0, unreported: [], findings: [] }, []);
      });
    await this.opened;
    this.scheduleTick();
  }

  /** A directory that has vanished unnoticed is made again, with what memory still has of it. Never rejects. */
  async secure(): Promise<void> {
    try {
      // Asked before it is our turn: to wait for another machine's lock would hold up whoever closes.
      if (await this.hasVanished()) await this.care.run(() => this.remake());
    } catch (error) {
      this.parts.context.fail(error);
    }
  }

  /** Never rejects: a disk that fails even now shows in the state of the storage. */
  async close(): Promise<void> {
    const { context, writer } = this.parts;
    this.isStopped = true;
    this.cancelTick?.();
    await this.ticking;
    await writer.finished();
    const isSound = context.storage.kind !== 'failing';
    await context.headTasks.run(async () => {
      await context.ledger.disk?.close(isSound).catch((error: unknown) => context.fail(error));
      await this.lock?.release();
    });
    context.isClosed = true;
  }

  private async hasVanished(): Promise<boolean> {
    return this.lock !== undefined && !(await this.lock.check()) && (await this.isEmpty());
  }

  private async remake(): Promise<void> {
    if (!(await this.hasVanished())) return;
    this.parts.context.fail(this.goneError);
    await this.heal();
  }

  private async openDisk(): Promise<void> {
    const { context, batches, bounds, writer, files, acquireLock } = this.parts;
    const { directory, clock, options } = context;
    await files.makeDirectory(directory);
    const lock = await acquireLock(directory, async () => {
      const cleared = await bounds.discard();
      return cleared + (await batches.clearQuarantine());
    });
    let disk: SpoolDisk | undefined;
    try {
      if (context.ledger.disk) this.abandonDisk(context.ledger.disk, await this.isEmpty());
      const segmentBytes = () => this.segmentBytes;
      disk = await SpoolDisk.open({ directory, files, clock, faults: this.faults, segmentBytes });
      if (options.intake === 'disk') for (const name of LOGS) await disk.logs[name].prepare();
    } catch (error) {
      await disk?.close(false).catch(() => undefined);
      await lock.release();
      throw error;
    }
    // If this fails, the disk is ours all the same, and gets the whole state later.
    this.lock = lock;
    await this.takeOver(disk);
    if (context.storage.kind === 'opening') context.become({ kind: 'disk' });
    // What came in while it was opened is to stay in memory then, and counts as stored.
    if (context.isMemory) context.intake.settleAll();
    writer.start();
  }

  private async takeOver(disk: SpoolDisk): Promise<void> {
    const { context, files } = this.parts;
    const { lost, newestArrival, lastOrders } = disk.found;
    const { state } = disk;
    const own = new Set(context.ledger.state.batches.map(({ id }) => id));
    let events = state.waitingIn('ordinary') + state.waitingIn('alarm');
    events += state.replay.length + state.quarantine.length;
    for (const { id, count } of state.batches) if (!own.has(id)) events += count;
    for (const drop of lost) events += drop.events;
    const before = context.arrivals.now();
    context.arrivals = new ArrivalClock(context.clock, newestArrival);
    context.intake.pending.moveArrivals(context.arrivals.now() - before);
    context.intake.continueAfter(
      lastOrders,
      context.intake.orderBase === undefined ? this.parts.orderBase : undefined,
    );
    const resumed = context.ledger.adopt(disk);
    const findings = [...files.takeFindings(), ...disk.found.findings];
    context.tellReady({ events, unreported: disk.unreported, findings }, lost);
    await resumed;
  }

  /**
   * The directory is not ours any more: what was only there is lost, what a delivery holds is kept.
   * @param isEmpty whether it is another one, that holds nothing: what memory still has is then kept too. Else
   * somebody has gone on with it, and what was not delivered is found in it.
   */
  private abandonDisk(disk: SpoolDisk, isEmpty: boolean): void {
    const { context, batches } = this.parts;
    const { ledger, intake } = context;
    const { state } = ledger;
    let { kept, lost } = batches.keepKnown(isEmpty);
    const waiting = LOGS.map((log) => {
      const ranges = state.ranges[log].map(({ from, to }) => ({ log, from, to }));
      const events = isEmpty ? rememberedEvents(disk.logs, ranges) : [];
      lost += state.waitingIn(log) - events.length;
      return { log, events };
    });
    ledger.abandon(kept);
    for (const { log, events } of waiting) intake.takeBack(log, events);
    if (lost > 0) ledger.drop({ reason: 'unreadable', events: lost });
    // Whatever it says to that, it is of no use any more.
    disk.close(false).catch(() => undefined);
  }

  /** Whether the directory is gone, or holds nothing of a spool. @throws what the file system throws. */
  private async isEmpty(): Promise<boolean> {
    const { context, files } = this.parts;
    try {
      return !(await files.list(context.directory)).some((name) => parseFileName(name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
      throw error;
    }
  }

  private get goneError(): Error {
    return new Error(`${this.parts.context.directory} is gone, or another process has taken it.`);
  }

  private scheduleTick(): void {
    const { context } = this.parts;
    if (this.isStopped) return;
    this.cancelTick = context.clock.after(TICK_MS, () => {
      this.ticking = this.care
        .run(() => this.tick())
        .catch((error: unknown) => context.fail(error))
        .finally(() => this.scheduleTick());
    });
  }

  private async tick(): Promise<void> {
    const { context, bounds } = this.parts;
    bounds.expirePending();
    if (context.isMemory) await context.ledger.saveDrops();
    if (context.storage.kind === 'failing') await this.heal();
    else if (this.lock && !(await this.lock.check())) {
      throw this.goneError;
    }
    await bounds.dropExpired();
    this.tellFindings();
  }

  /** What a file system cannot do may show at any time. */
  private tellFindings(): void {
    const findings = this.parts.files.takeFindings();
    if (findings.length > 0) this.parts.context.tellReady({ events: 0, unreported: [], findings }, []);
  }

  /** Tries whether the disk works again; if so, what waits in memory is written. */
  private async heal(): Promise<void> {
    const { context, writer, bounds } = this.parts;
    const { storage } = context;
    if (writer.isWriting) return;
    if (context.ledger.disk && (await this.lock?.check())) {
      await context.ledger.disk.makeSpace();
      await writer.checkFreeSpace();
      await context.ledger.resume();
    } else await context.headTasks.run(() => this.openDisk());
    const { disk } = context.ledger;
    if (disk && context.options.intake === 'disk') await context.intake.writeGroup(disk);
    // It may have failed meanwhile at something that was under way.
    if (context.storage !== storage) return;
    context.become({ kind: 'disk' });
    context.inBackground(bounds.makeRoom());
    writer.start();
  }

  private get segmentBytes(): number {
    const part = Math.max(MIN_SEGMENT_BYTES, this.parts.context.options.maxBytes / SEGMENTS);
    return this.parts.segmentBytes ?? Math.min(MAX_SEGMENT_BYTES, part);
  }
}
