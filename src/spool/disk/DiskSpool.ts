import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../clock';
import type { EdgeEvent } from '../../frame';
import type { DiskSpoolOptions } from '../diskSpoolOptions';
import type { FileSystem } from '../files/FileSystem';
import { LenientFileSystem } from '../files/LenientFileSystem';
import { nodeFileSystem } from '../files/nodeFileSystem';
import { LOGS } from '../format/segmentFile';
import { SpoolHeads } from '../head/SpoolHeads';
import { type AcquireLock, acquireLock } from '../lock/DirectoryLock';
import type {
  Batch,
  BatchLimits,
  Drop,
  Exceptions,
  Priority,
  Spool,
  SpoolListener,
  SpoolWatch,
  StorageState,
} from '../Spool';
import type { DrainedEvents } from '../shared/DrainedEvents';
import { DiskMonitor } from './DiskMonitor';
import { SpoolBatches } from './SpoolBatches';
import { SpoolBounds } from './SpoolBounds';
import { SpoolContext } from './SpoolContext';
import { SpoolWriter } from './SpoolWriter';

export interface DiskSpoolParts {
  readonly files?: FileSystem;
  readonly clock?: Clock;
  /** Ids of batches; each different from every other. */
  readonly newId?: () => string;
  readonly lock?: AcquireLock;
  /** Bytes of a file of a log; by default a part of `maxBytes`. */
  readonly segmentBytes?: number;
  readonly watch?: SpoolWatch | undefined;
  /** The `orderBase` of an earlier spool in this directory, whose thread died; its numbers go on. */
  readonly orderBase?: number | undefined;
}

/**
 * A spool on disk. Events are appended to log files in groups; what happens to them, batches above all, is
 * written to a manifest. When the disk fails, events wait in bounded memory until it works again.
 */
export class DiskSpool implements Spool {
  private readonly context: SpoolContext;
  private readonly batches: SpoolBatches;
  private readonly bounds: SpoolBounds;
  private readonly writer: SpoolWriter;
  private readonly monitor: DiskMonitor;
  private closing: Promise<void> | undefined;

  /** @param directory absolute; its files are ours alone. */
  constructor(directory: string, options: DiskSpoolOptions, parts: DiskSpoolParts = {}) {
    const { files = nodeFileSystem, newId = randomUUID, clock = systemClock } = parts;
    const context = new SpoolContext(directory, options, clock, parts.watch);
    const lenient = new LenientFileSystem(files);
    const heads = new SpoolHeads({
      ledger: context.ledger,
      options: () => context.options,
      newId,
      lowestPending: () => context.intake.lowestOrder,
      pendsOrdinary: () => context.intake.count('ordinary') > 0,
      onFault: (error) => context.fail(error),
    });
    this.context = context;
    this.bounds = new SpoolBounds(context, heads, () => this.batches);
    this.writer = new SpoolWriter(context, this.bounds, lenient);
    this.batches = new SpoolBatches({
      context,
      heads,
      newId,
      isWriting: () => this.writer.isWriting || context.intake.isWriting,
      expire: () => this.bounds.expire(),
    });
    this.monitor = new DiskMonitor({
      context,
      batches: this.batches,
      bounds: this.bounds,
      writer: this.writer,
      files: lenient,
      acquireLock: parts.lock ?? acquireLock,
      segmentBytes: parts.segmentBytes,
      orderBase: parts.orderBase,
    });
  }

  get directory(): string {
    return this.context.directory;
  }

  /** Reads what the directory holds and begins to write to it. Never rejects: a disk that fails is tried again. */
  open(): Promise<void> {
    return this.monitor.open();
  }

  /** What the numbers of numbered events are lower than those in the files; undefined until these were read. */
  get orderBase(): number | undefined {
    return this.context.intake.orderBase;
  }

  get depth(): number {
    return this.context.depth;
  }

  get capacity(): number {
    return this.context.options.capacity;
  }

  get bytes(): number {
    return this.context.bytes;
  }

  get waiting(): number {
    return this.context.waitingOnDisk + this.context.intake.events;
  }

  get waitingAlarms(): number {
    const { options, ledger, intake } = this.context;
    return options.alarmsFirst ? ledger.state.waitingIn('alarm') + intake.count('alarm') : 0;
  }

  get waitingLive(): number {
    const { isLive, ledger, intake } = this.context;
    const { ordinary } = ledger.state.ranges;
    if (!isLive) return 0;
    return (ordinary.at(-1)?.events ?? 0) + intake.count('ordinary');
  }

  get heldBack(): number {
    return this.batches.heldBack;
  }

  get quarantined(): number {
    return this.context.ledger.state.quarantine.length;
  }

  get oldestArrival(): number | undefined {
    const { ledger, intake, clock, arrivals } = this.context;
    const { batches, replay, ranges } = ledger.state;
    const candidates = [replay[0]?.arrival, intake.oldestArrival, ...batches.map(({ arrival }) => arrival)];
    for (const log of LOGS) {
      const range = ranges[log].find(({ events }) => events > 0);
      if (range) candidates.push(ledger.disk?.logs[log].segmentWith(range.from.n)?.firstArrival);
    }
    const oldest = Math.min(...candidates.filter((arrival) => arrival !== undefined));
    return Number.isFinite(oldest) ? clock.now() - arrivals.ageOf(oldest) : undefined;
  }

  get storage(): StorageState {
    const { storage, options } = this.context;
    return storage.kind === 'disk' && options.intake === 'memory' ? { kind: 'memory' } : storage;
  }

  get syncMsP99(): number | null {
    return this.context.ledger.disk?.syncTimes.p99 ?? null;
  }

  get written(): { readonly events: number; readonly total: number } {
    return this.context.ledger.disk?.written ?? { events: 0, total: 0 };
  }

  listen(listener: SpoolListener): void {
    this.context.listen(listener);
  }

  /** Takes other bounds, as after a deploy; what no longer fits is dropped by them. */
  configure(options: DiskSpoolOptions): void {
    const { context } = this;
    const wasMemory = context.isMemory;
    context.options = options;
    // Batches that were made in memory are not in the manifest yet.
    if (wasMemory && !context.isMemory) context.inBackground(context.ledger.resume());
    if (context.isMemory) context.intake.settleAll();
    context.intake.bound();
    this.writer.start();
    this.context.inBackground(this.bounds.makeRoom());
  }

  /** Takes over everything that a spool in memory held. */
  importAll(drained: DrainedEvents): void {
    this.batches.importAll(drained);
    for (const event of drained.events) this.context.intake.takeOver(event);
    this.writer.start();
  }

  append(event: EdgeEvent, stored: () => void, sequence?: number): void {
    this.context.intake.add(event, this.context.arrivals.now(), stored, sequence);
    this.writer.start();
  }

  refuse(drop: Drop, stored: () => void): void {
    this.context.intake.refuse(drop, stored);
    this.writer.start();
  }

  async next(limits: BatchLimits, priority: Priority = 'any'): Promise<Batch | undefined> {
    await this.monitor.opened;
    const fresh = this.batches.nextFresh(priority);
    if (fresh) return fresh;
    // What was taken in goes to disk first, where there is not enough on it.
    if (this.context.waitingOnDisk < limits.events) await this.writer.groupWritten();
    return this.batches.next(limits, priority);
  }

  startLive(): void {
    const { ledger, options } = this.context;
    if (options.order !== 'live-first' || !ledger.disk) return;
    const { end } = ledger.disk.logs.ordinary;
    this.context.inBackground(ledger.record({ kind: 'live', at: end }));
  }

  giveBack(batch: Batch, wasSent = true): void {
    this.batches.giveBack(batch, wasSent);
  }

  delivered(batch: Batch, exceptions?: Exceptions): Promise<void> {
    return this.batches.delivered(batch, exceptions);
  }

  split(batch: Batch): Promise<void> {
    return this.batches.split(batch);
  }

  quarantine(batch: Batch, error: string): Promise<void> {
    return this.batches.quarantine(batch, error);
  }

  async retryQuarantine(): Promise<number> {
    await this.monitor.opened;
    const retried = await this.batches.retryQuarantine();
    await this.bounds.makeRoom();
    return retried;
  }

  async clearQuarantine(): Promise<number> {
    await this.monitor.opened;
    return this.batches.clearQuarantine();
  }

  dropsReported(): void {
    const { ledger } = this.context;
    if (ledger.state.hasUnreported) this.context.inBackground(ledger.record({ kind: 'reported' }));
  }

  async release(): Promise<void> {
    this.batches.releaseAll();
    await this.monitor.opened;
    await this.writer.finished();
    await this.monitor.secure();
    await this.writer.finished();
    await this.context.sync();
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await this.release();
    this.writer.stop();
    await this.monitor.close();
  }
}
