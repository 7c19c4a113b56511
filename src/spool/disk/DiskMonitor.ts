import { within } from '../../clock';
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
  /** Size of a log file in bytes; by default a fraction of `maxBytes`. */
  readonly segmentBytes: number | undefined;
  /** As in DiskSpoolParts. */
  readonly formatVersion: number | undefined;
  /** As in DiskSpoolParts. */
  readonly orderBase: number | undefined;
  /** As in DiskSpoolParts. */
  readonly formerDevice: string | undefined;
}

/** How often the lock, the age of events and a failing disk are checked. */
const TICK_MS = 1000;

/** How long closing waits for a failing disk, milliseconds. */
const LAST_TRY_MS = 500;

/** Size of log files: small enough to free space soon, large enough to do so rarely. */
const MAX_SEGMENT_BYTES = 4 * 1024 * 1024;
const MIN_SEGMENT_BYTES = 16 * 1024;
const SEGMENTS = 16;

/** Opens and monitors the directory of a spool, and retries a failing disk until it works. */
export class DiskMonitor {
  /** Resolves once the first opening has succeeded or failed. */
  opened: Promise<void> = Promise.resolve();
  private readonly faults = new ReadFaults();
  private lock: DirectoryLock | undefined;
  private cancelTick: (() => void) | undefined;
  private ticking: Promise<void> | undefined;
  private lastTry: Promise<void> | undefined;
  private isStopped = false;
  /** Maintenance of the disk, one task at a time. */
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
   * Called before the spool's user is gone: recreates a directory that has vanished unnoticed, with what memory still
   * has of it, and tries a failing disk once more. Never rejects.
   */
  async secure(): Promise<void> {
    if (this.parts.status.isFailing) return this.tryLast();
    try {
      // Checked before it is our turn: waiting for another machine's lock would delay the close.
      if (await this.hasVanished()) await this.care.run(() => this.remake());
    } catch (error) {
      this.parts.status.fail(error);
    }
  }

  /** Never rejects: if the disk fails even now, the storage state shows it. */
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

  /** Tries a failing disk, but waits no longer than someone who is ending the process would. */
  private async tryLast(): Promise<void> {
    const { status } = this.parts;
    this.lastTry = this.care
      .run(async () => {
        if (status.isFailing) await this.heal();
      })
      .catch((error: unknown) => status.fail(error));
    await within(status.clock, LAST_TRY_MS, this.lastTry);
  }

  private async hasVanished(): Promise<boolean> {
    return this.lock !== undefined && !(await this.lock.check()) && (await this.isEmpty());
  }

  private async remake(): Promise<void> {
    if (!(await this.hasVanished())) return;
    this.parts.status.fail(this.goneError);
    await this.heal();
  }

  /** @throws what the file system throws; with a remedy, if the files belong to another user. */
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
    // Even if this fails, the disk is ours, and gets the whole state later.
    this.lock = lock;
    await this.takeOver(disk);
    if (status.current.kind === 'opening') status.become({ kind: 'disk' });
    // Events that arrived while it was being opened stay in memory then, and count as stored.
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
   * The directory is no longer ours: events that were only there are lost, those that a delivery holds are kept.
   * @param isEmpty whether it is a new, empty one: then what memory still has is kept too. Otherwise someone else has
   * gone on with it, and the undelivered events are found there.
   */
  private abandonDisk(isEmpty: boolean): void {
    const { head, intake } = this.parts;
    const { waiting, lost } = head.abandon(isEmpty);
    for (const { log, events } of waiting) intake.takeBack(log, events);
    if (lost > 0) head.drop({ reason: 'unreadable', events: lost });
  }

  /** Whether the directory is gone or contains no spool files. @throws what the file system throws. */
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

  /** Limitations of a file system may show up at any time. */
  private tellFindings(): void {
    const findings = this.parts.files.takeFindings();
    if (findings.length > 0) this.parts.status.tellFindings(findings);
  }

  /** Tries whether the disk works again; if so, writes what is waiting in memory. */
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
    // It may have failed again meanwhile, in an operation under way.
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
