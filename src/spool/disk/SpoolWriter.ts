import { UPLINK } from '../../settings/uplink';
import type { FileSystem } from '../files/FileSystem';
import type { LogHead } from '../head/LogHead';
import type { Intake } from '../intake/Intake';
import type { SpoolStatus } from '../status/SpoolStatus';
import type { SpoolBounds } from './SpoolBounds';

/** Free space is checked again after this many bytes or milliseconds. */
const FREE_SPACE_CHECK_BYTES = 1024 * 1024;
const FREE_SPACE_CHECK_MS = 1000;
const NEVER_CHECKED = { at: Number.NEGATIVE_INFINITY, written: 0 };

/** Minimum interval for recording the end of the logs when writing ends; in between, DiskMonitor does it. */
const NOTE_END_MS = 200;

/** On a small disk, the default leaves this fraction free. */
const LARGEST_PART_KEPT_FREE = 1 / 10;

/** The default is for disks with enough room for it; any other number is the user's choice. */
function bytesKeptFree(minFreeBytes: number, total: number): number {
  if (minFreeBytes !== UPLINK.minFreeBytes.default) return minFreeBytes;
  return Math.min(minFreeBytes, Math.floor(total * LARGEST_PART_KEPT_FREE));
}

/** The disk has less free space than must be left free. */
export class DiskSpaceError extends Error {
  override readonly name = 'DiskSpaceError';
  constructor(
    readonly directory: string,
    readonly freeBytes: number,
    readonly minFreeBytes: number,
  ) {
    super(
      `Only ${freeBytes} bytes are free on the disk of ${directory}; ${minFreeBytes} must stay free (minFreeBytes).`,
    );
  }
}

export interface SpoolWriterParts {
  readonly status: SpoolStatus;
  readonly head: LogHead;
  readonly intake: Intake;
  readonly bounds: SpoolBounds;
  readonly files: FileSystem;
}

/** Writes accepted events to disk, group by group until none is left, and syncs them at the interval. */
export class SpoolWriter {
  isWriting = false;
  private waiters: (() => void)[] = [];
  private cancelSync: (() => void) | undefined;
  private notedEndAt = Number.NEGATIVE_INFINITY;
  private checkedSpace = NEVER_CHECKED;

  constructor(private readonly parts: SpoolWriterParts) {}

  /** Starts writing, if there is anything to write and a disk to write it to. */
  start(): void {
    const { status, head, intake, bounds } = this.parts;
    const { isMemory } = status;
    if (isMemory && status.current.kind === 'disk') status.inBackground(bounds.makeRoom());
    if (this.isWriting || isMemory || !head.disk || !intake.hasWork) return;
    this.isWriting = true;
    setImmediate(() => void this.write());
  }

  /** Resolves when a group is written or writing ends; immediately if nothing is being written. */
  async groupWritten(): Promise<void> {
    if (this.isWriting) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  async finished(): Promise<void> {
    while (this.isWriting) await this.groupWritten();
  }

  /** @throws {DiskSpaceError} if there is too little. */
  async checkFreeSpace(): Promise<void> {
    const { directory, options, clock } = this.parts.status;
    if (options.minFreeBytes === 0) return;
    this.checkedSpace = { at: clock.monotonic(), written: this.written };
    const space = await this.parts.files.space(directory);
    if (!space) return;
    const kept = bytesKeptFree(options.minFreeBytes, space.total);
    if (space.free < kept) throw new DiskSpaceError(directory, space.free, kept);
  }

  /** The next write checks the free space first: another minimum applies. */
  forgetFreeSpace(): void {
    this.checkedSpace = NEVER_CHECKED;
  }

  stop(): void {
    this.cancelSync?.();
  }

  private get written(): number {
    return this.parts.head.disk?.written.total ?? 0;
  }

  private async write(): Promise<void> {
    const { status, head, intake, bounds } = this.parts;
    try {
      while (!status.isMemory && intake.hasWork) {
        const { disk } = head;
        if (!disk) break;
        if (this.isSpaceUnknown) await this.checkFreeSpace();
        await bounds.makeRoom();
        await intake.writeGroup(disk);
        this.scheduleSync();
        this.wake();
        // More may have arrived than room was made for.
        if (!intake.hasWork) await bounds.makeRoom();
      }
      this.noteEnd();
    } catch (error) {
      status.fail(error);
    } finally {
      this.isWriting = false;
      this.wake();
    }
  }

  private noteEnd(): void {
    const { status, head } = this.parts;
    const now = status.clock.monotonic();
    if (now - this.notedEndAt < NOTE_END_MS) return;
    this.notedEndAt = now;
    status.inBackground(head.noteEnd());
  }

  private get isSpaceUnknown(): boolean {
    const { at, written } = this.checkedSpace;
    return (
      this.parts.status.clock.monotonic() - at >= FREE_SPACE_CHECK_MS ||
      this.written - written >= FREE_SPACE_CHECK_BYTES
    );
  }

  private wake(): void {
    for (const wake of this.waiters.splice(0)) wake();
  }

  /**
   * Syncs once the interval has passed since the last sync, or since now. Those that batches wait for count too: behind
   * one that runs at the same time, a batch would wait for two, which takes seconds on a slow card.
   */
  private scheduleSync(ms = this.parts.status.options.syncIntervalMs): void {
    const { status, head } = this.parts;
    const { sync, syncIntervalMs } = status.options;
    if (sync !== 'interval') return;
    this.cancelSync ??= status.clock.after(ms, () => {
      this.cancelSync = undefined;
      const { isSyncing = false, syncedAt = 0 } = head.disk ?? {};
      const wait = syncedAt + syncIntervalMs - status.clock.monotonic();
      if (isSyncing) this.scheduleSync();
      else if (wait > 0) this.scheduleSync(wait);
      else status.inBackground(head.sync());
    });
  }
}
