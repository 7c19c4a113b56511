import { UPLINK } from '../../settings/uplink';
import type { FileSystem } from '../files/FileSystem';
import type { SpoolBounds } from './SpoolBounds';
import type { SpoolContext } from './SpoolContext';

/** Free space is asked for again after so many bytes or milliseconds. */
const FREE_SPACE_CHECK_BYTES = 1024 * 1024;
const FREE_SPACE_CHECK_MS = 1000;

/** Of a small disk, the default leaves this part free. */
const LARGEST_PART_KEPT_FREE = 1 / 10;

/** The default is meant for disks that have room for it; any other number is a user's wish. */
function bytesKeptFree(minFreeBytes: number, total: number): number {
  if (minFreeBytes !== UPLINK.minFreeBytes.default) return minFreeBytes;
  return Math.min(minFreeBytes, Math.floor(total * LARGEST_PART_KEPT_FREE));
}

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

/** Writes what was taken in to disk, group after group as long as there is something, and syncs it by the interval. */
export class SpoolWriter {
  isWriting = false;
  private waiters: (() => void)[] = [];
  private cancelSync: (() => void) | undefined;
  private checkedSpace = { at: Number.NEGATIVE_INFINITY, written: 0 };

  constructor(
    private readonly context: SpoolContext,
    private readonly bounds: SpoolBounds,
    private readonly files: FileSystem,
  ) {}

  /** Begins to write, if there is anything to write and anywhere to write it. */
  start(): void {
    const { isMemory, ledger, intake, storage } = this.context;
    if (isMemory && storage.kind === 'disk') this.context.inBackground(this.bounds.makeRoom());
    if (this.isWriting || isMemory || !ledger.disk || !intake.hasWork) return;
    this.isWriting = true;
    setImmediate(() => void this.write());
  }

  /** Resolves when a group is written, or writing ends; at once where nothing is written. */
  async groupWritten(): Promise<void> {
    if (this.isWriting) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  async finished(): Promise<void> {
    while (this.isWriting) await this.groupWritten();
  }

  /** @throws {DiskSpaceError} when there is too little. */
  async checkFreeSpace(): Promise<void> {
    const { directory, options, clock } = this.context;
    if (options.minFreeBytes === 0) return;
    this.checkedSpace = { at: clock.monotonic(), written: this.written };
    const space = await this.files.space(directory);
    if (!space) return;
    const kept = bytesKeptFree(options.minFreeBytes, space.total);
    if (space.free < kept) throw new DiskSpaceError(directory, space.free, kept);
  }

  stop(): void {
    this.cancelSync?.();
  }

  private get written(): number {
    return this.context.ledger.disk?.written.total ?? 0;
  }

  private async write(): Promise<void> {
    const { context } = this;
    try {
      while (!context.isMemory && context.intake.hasWork) {
        const { disk } = context.ledger;
        if (!disk) break;
        if (this.isSpaceUnknown) await this.checkFreeSpace();
        await this.bounds.makeRoom();
        await context.intake.writeGroup(disk);
        this.scheduleSync();
        this.wake();
        // More may have come in than there was room made for.
        if (!context.intake.hasWork) await this.bounds.makeRoom();
      }
    } catch (error) {
      context.fail(error);
    } finally {
      this.isWriting = false;
      this.wake();
    }
  }

  private get isSpaceUnknown(): boolean {
    const { at, written } = this.checkedSpace;
    return (
      this.context.clock.monotonic() - at >= FREE_SPACE_CHECK_MS ||
      this.written - written >= FREE_SPACE_CHECK_BYTES
    );
  }

  private wake(): void {
    for (const wake of this.waiters.splice(0)) wake();
  }

  private scheduleSync(): void {
    const { options, clock } = this.context;
    if (options.sync !== 'interval') return;
    this.cancelSync ??= clock.after(options.syncIntervalMs, () => {
      this.cancelSync = undefined;
      this.context.inBackground(this.context.sync());
    });
  }
}
