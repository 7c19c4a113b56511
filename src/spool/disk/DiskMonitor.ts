import { withRemedy } from '../directory/accessRemedy';
import { SpoolDisk } from '../directory/SpoolDisk';
import type { LenientFileSystem } from '../files/LenientFileSystem';
import { ReadFaults } from '../files/ReadFaults';
import { SerialTasks } from '../files/SerialTasks';
import { LOGS, parseFileName } from '../format/segmentFile';
import type { LogHead } from '../head/LogHead';
import type { Intake } from '../intake/Intake';
import type { AcquireLock, DirectoryLock } from '../lock/DirectoryLock';
import { ArrivalClock } from '../status/ArrivalClock';
import type { SpoolStatus } from '../status/SpoolStatus';
import type { SpoolBounds } from './SpoolBounds';
import type { SpoolWriter } from './SpoolWriter';

export interface DiskMonitorParts {
  readonly status: SpoolStatus;
  readonly head: LogHead;
  readonly intake: Intake;
  readonly bounds: SpoolBounds;
  readonly writer: SpoolWriter;
  readonly files: LenientFileSystem;
  readonly acquireLock: AcquireLock;
  /** Bytes of a file of a log; by default a part of `maxBytes`. */
  readonly segmentBytes: number | undefined;
  /** As DiskSpoolParts has it. */
  readonly formatVersion: number | undefined;
  /** As DiskSpoolParts has it. */
  readonly orderBase: number | undefined;
  /** As DiskSpoolParts has it. */
  readonly formerDevice: string | undefined;
}

/** How often the lock, the age of events and a failing disk are looked after. */
const TICK_MS = 1000;

/** How long a close waits for a disk that fails, milliseconds. */
const LAST_TRY_MS = 500;

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
  private lastTry: Promise<void> | undefined;
  private isStopped = false;
  /** What looks after the disk, one after the other. */
  private readonly care = new SerialTasks();

  constructor(private readonly parts: DiskMonitorParts) {}

  async open(): Promise<void> {
    const { status, head } = this.parts;
    this.opened = head
      .run(() => this.openDisk())
      .catch((error: unknown) => {
        status.fail(error);
        status.tellReady({ events: 0, unreported: [], findings: [] }, []);
      });
    await this.opened;
    this.scheduleTick();
  }

  /**
   * Before whoever uses the spool is gone: a directory that has vanished unnoticed is made again, with what memory still has
   * of it, and a disk that fails is tried once more. Never rejects.
   */
  async secure(): Promise<void> {
    if (this.parts.status.isFailing) return this.tryLast();
    try {
      // Asked before it is our turn: to wait for another machine's lock would hold up whoever closes.
      if (await this.hasVanished()) await this.care.run(() => this.remake());
    } catch (error) {
      this.parts.status.fail(error);
    }
  }

  /** Never rejects: a disk that fails even now shows in the state of the storage. */
  async close(): Promise<void> {
    const { status, head, writer } = this.parts;
    this.isStopped = true;
    this.cancelTick?.();
    await this.ticking;
    await this.lastTry;
    await writer.finished();
    const isSound = !status.isFailing;
    await head.run(async () => {
      await head.disk?.close(isSound).catch((error: unknown) => status.fail(error));
      await this.lock?.release();
    });
    status.isClosed = true;
  }

  /** Tries a disk that fails, and waits for that no longer than somebody who ends a process does. */
  private async tryLast(): Promise<void> {
    const { status } = this.parts;
    this.lastTry = this.care
      .run(async () => {
        if (status.isFailing) await this.heal();
      })
      .catch((error: unknown) => status.fail(error));
    let cancel = (): void => undefined;
    const timeOver = new Promise<void>((resolve) => {
      cancel = status.clock.after(LAST_TRY_MS, resolve, true);
    });
    await Promise.race([this.lastTry, timeOver]);
    cancel();
  }

  private async hasVanished(): Promise<boolean> {
    return this.lock !== undefined && !(await this.lock.check()) && (await this.isEmpty());
  }

  private async remake(): Promise<void> {
    if (!(await this.hasVanished())) return;
    this.parts.status.fail(this.goneError);
    await this.heal();
  }

  /** @throws what the file system throws, with the remedy where it is another user's. */
  private async openDisk(): Promise<void> {
    try {
      await this.takeDirectory();
    } catch (error) {
      throw withRemedy(error, this.parts.status.directory);
    }
  }

  private async takeDirectory(): Promise<void> {
    const { status, head, intake, bounds, writer, files, acquireLock } = this.parts;
    const { directory, clock, options } = status;
    await files.makeDirectory(directory);
    const lock = await acquireLock(directory, async () => {
      const cleared = await bounds.discard();
      return cleared + (await head.quarantine.clear());
    });
    let disk: SpoolDisk | undefined;
    try {
      if (head.disk) this.abandonDisk(await this.isEmpty());
      const segmentBytes = () => this.segmentBytes;
      const { faults } = this;
      const { formatVersion } = this.parts;
      disk = await SpoolDisk.open({ directory, files, clock, faults, segmentBytes, formatVersion });
      if (options.intake === 'disk') for (const name of LOGS) await disk.logs[name].prepare();
    } catch (error) {
      await disk?.close(false).catch(() => undefined);
      await lock.release();
      throw error;
    }
    // If this fails, the disk is ours all the same, and gets the whole state later.
    this.lock = lock;
    await this.takeOver(disk);
    if (status.current.kind === 'opening') status.become({ kind: 'disk' });
    // What came in while it was opened is to stay in memory then, and counts as stored.
    if (status.isMemory) intake.settleAll();
    writer.start();
  }

  private async takeOver(disk: SpoolDisk): Promise<void> {
    const { status, head, intake, files, orderBase, formerDevice } = this.parts;
    const { lost, newestArrival, lastOrders } = disk.found;
    const before = status.arrivals.now();
    status.arrivals = new ArrivalClock(status.clock, newestArrival, disk.state.clock);
    intake.pending.moveArrivals(status.arrivals.now() - before);
    intake.continueAfter(lastOrders, intake.orderBase === undefined ? orderBase : undefined);
    const former = disk.state.openRange('ordinary').device ?? formerDevice;
    const opened = head.open(disk, former);
    const events = lost.reduce((sum, drop) => sum + drop.events, opened.events);
    const findings = [...files.takeFindings(), ...disk.found.findings];
    status.tellReady({ events, unreported: disk.unreported, findings }, lost);
    status.tellDevice(former, opened.events);
    await opened.written;
  }

  /**
   * The directory is not ours any more: what was only there is lost, what a delivery holds is kept.
   * @param isEmpty whether it is another one, that holds nothing: what memory still has is then kept too. Else
   * somebody has gone on with it, and what was not delivered is found in it.
   */
  private abandonDisk(isEmpty: boolean): void {
    const { head, intake } = this.parts;
    const { waiting, lost } = head.abandon(isEmpty);
    for (const { log, events } of waiting) intake.takeBack(log, events);
    if (lost > 0) head.drop({ reason: 'unreadable', events: lost });
  }

  /** Whether the directory is gone, or holds nothing of a spool. @throws what the file system throws. */
  private async isEmpty(): Promise<boolean> {
    const { status, files } = this.parts;
    try {
      return !(await files.list(status.directory)).some((name) => parseFileName(name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
      throw error;
    }
  }

  private get goneError(): Error {
    return new Error(`${this.parts.status.directory} is gone, or another process has taken it over.`);
  }

  private scheduleTick(): void {
    const { status } = this.parts;
    if (this.isStopped) return;
    this.cancelTick = status.clock.after(TICK_MS, () => {
      this.ticking = this.care
        .run(() => this.tick())
        .catch((error: unknown) => status.fail(error))
        .finally(() => this.scheduleTick());
    });
  }

  private async tick(): Promise<void> {
    const { status, head, bounds } = this.parts;
    bounds.expirePending();
    if (status.isMemory) await head.saveDrops();
    if (status.isFailing) await this.heal();
    else if (this.lock && !(await this.lock.check())) {
      throw this.goneError;
    } else await head.noteEnd();
    await bounds.dropExpired();
    if (status.steps.hasStepped) await head.run(() => this.parts.bounds.onClock());
    this.tellFindings();
  }

  /** What a file system cannot do may show at any time. */
  private tellFindings(): void {
    const findings = this.parts.files.takeFindings();
    if (findings.length > 0) this.parts.status.tellFindings(findings);
  }

  /** Tries whether the disk works again; if so, what waits in memory is written. */
  private async heal(): Promise<void> {
    const { status, head, intake, writer, bounds } = this.parts;
    const before = status.current;
    if (writer.isWriting) return;
    if (head.disk && (await this.lock?.check())) {
      await head.disk.makeSpace();
      await writer.checkFreeSpace();
      await head.resume();
    } else await head.run(() => this.openDisk());
    if (head.disk && status.options.intake === 'disk') await intake.writeGroup(head.disk);
    // It may have failed meanwhile at something that was under way.
    if (status.current !== before) return;
    status.become({ kind: 'disk' });
    status.inBackground(bounds.makeRoom());
    writer.start();
  }

  private get segmentBytes(): number {
    const part = Math.max(MIN_SEGMENT_BYTES, this.parts.status.options.maxBytes / SEGMENTS);
    return this.parts.segmentBytes ?? Math.min(MAX_SEGMENT_BYTES, part);
  }
}
