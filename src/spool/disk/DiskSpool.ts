import { randomUUID } from 'node:crypto';
import { type Clock, systemClock, within } from '../../clock';
import type { EdgeEvent } from '../../frame';
import type { DiskSpoolOptions } from '../diskSpoolOptions';
import type { FileSystem } from '../files/FileSystem';
import { LenientFileSystem } from '../files/LenientFileSystem';
import { nodeFileSystem } from '../files/nodeFileSystem';
import { LogHead } from '../head/LogHead';
import { Intake } from '../intake/Intake';
import { type AcquireLock, acquireLock } from '../lock/DirectoryLock';
import type {
  Batch,
  BatchLimits,
  Drop,
  Exceptions,
  Priority,
  QuarantinedEvent,
  Spool,
  SpoolListener,
  SpoolWatch,
  StorageState,
  WantsBatch,
} from '../Spool';
import type { DrainedEvents } from '../shared/DrainedEvents';
import { halvesOf } from '../shared/halvesOf';
import { SpoolStatus } from '../status/SpoolStatus';
import { DiskMonitor } from './DiskMonitor';
import { SpoolBounds } from './SpoolBounds';
import { SpoolWriter } from './SpoolWriter';

export interface DiskSpoolParts {
  readonly files?: FileSystem;
  readonly clock?: Clock;
  /** Returns a unique ID for a batch. */
  readonly newId?: () => string;
  readonly lock?: AcquireLock;
  /** Size of a log file in bytes; by default a fraction of `maxBytes`. */
  readonly segmentBytes?: number;
  /** The format version to write, and the highest to read; by default that of this release. */
  readonly formatVersion?: number;
  readonly watch?: SpoolWatch | undefined;
  /** What an earlier spool in this directory, whose thread died, reported to its watch; its numbering continues. */
  readonly orderBase?: number | undefined;
  /** The device of the events in the directory, for files that do not name it. */
  readonly formerDevice?: string | undefined;
}

/** How long release() waits for syncs, milliseconds. Written data survives the end of the process without them. */
const RELEASE_SYNC_MS = 1000;

/**
 * A spool on disk. Events are appended to log files in groups; what happens to them, mainly batches, is
 * recorded in a manifest. If the disk fails, events wait in bounded memory until it works again.
 */
export class DiskSpool implements Spool {
  private readonly status: SpoolStatus;
  private readonly head: LogHead;
  private readonly intake: Intake;
  private readonly bounds: SpoolBounds;
  private readonly writer: SpoolWriter;
  private readonly monitor: DiskMonitor;
  private closing: Promise<void> | undefined;

  /** @param directory absolute; no one else may use its files. */
  constructor(directory: string, options: DiskSpoolOptions, parts: DiskSpoolParts = {}) {
    const { files = nodeFileSystem, newId = randomUUID, clock = systemClock } = parts;
    const lenient = new LenientFileSystem(files);
    const status = new SpoolStatus(directory, options, clock, parts.watch);
    const head = new LogHead(status, newId);
    const intake = new Intake(status, head);
    const bounds = new SpoolBounds(status, head, intake);
    const writer = new SpoolWriter({ status, head, intake, bounds, files: lenient });
    const { lock = acquireLock, segmentBytes, formatVersion, orderBase, formerDevice } = parts;
    const work = { status, head, intake, bounds, writer, files: lenient };
    const monitored = { ...work, segmentBytes, formatVersion, orderBase, formerDevice };
    this.monitor = new DiskMonitor({ ...monitored, acquireLock: lock });
    this.status = status;
    this.head = head;
    this.intake = intake;
    this.bounds = bounds;
    this.writer = writer;
  }

  get directory(): string {
    return this.status.directory;
  }

  /** Reads the directory and starts writing to it. Never rejects: a failing disk is tried again. */
  open(): Promise<void> {
    return this.monitor.open();
  }

  get depth(): number {
    return this.head.events + this.head.unavailable + this.intake.events;
  }

  get capacity(): number {
    return this.status.options.capacity;
  }

  get bytes(): number {
    return this.head.bytes + this.intake.bytes;
  }

  get waiting(): number {
    return this.head.waiting + this.intake.events;
  }

  get waitingAlarms(): number {
    return this.status.options.alarmsFirst ? this.head.waitingIn('alarm') + this.intake.count('alarm') : 0;
  }

  get waitingLive(): number {
    return this.head.isLive ? this.head.waitingLive + this.intake.count('ordinary') : 0;
  }

  get heldBack(): number {
    return this.head.batches.heldBack;
  }

  get waitingAside(): number {
    return this.head.batches.waitingAside;
  }

  get asideUntil(): number | undefined {
    return this.head.batches.holds.pauses.firstEnd;
  }

  get quarantined(): number {
    return this.head.quarantine.length;
  }

  get oldestArrival(): number | undefined {
    const { clock, arrivals } = this.status;
    const none = Number.POSITIVE_INFINITY;
    const oldest = Math.min(this.head.oldestArrival ?? none, this.intake.oldestArrival ?? none);
    return Number.isFinite(oldest) ? clock.now() - arrivals.ageOf(oldest) : undefined;
  }

  get storage(): StorageState {
    const { current, options } = this.status;
    return current.kind === 'disk' && options.intake === 'memory' ? { kind: 'memory' } : current;
  }

  get requestBytes(): number | undefined {
    return this.head.requestBytes;
  }

  get syncMsP99(): number | null {
    return this.head.disk?.syncTimes.p99 ?? null;
  }

  get written(): { readonly events: number; readonly total: number } {
    return this.head.disk?.written ?? { events: 0, total: 0 };
  }

  listen(listener: SpoolListener): void {
    this.status.listen(listener, () => this.head.unreported);
  }

  /** Applies new options, as after a deploy; drops events that no longer fit the bounds. */
  configure(options: DiskSpoolOptions): void {
    const { status } = this;
    const wasMemory = status.isMemory;
    const former = status.options.device;
    if (status.options.minFreeBytes !== options.minFreeBytes) this.writer.forgetFreeSpace();
    status.options = options;
    // Batches made in memory are not in the manifest yet.
    if (wasMemory && !status.isMemory) status.inBackground(this.head.resume());
    if (former !== options.device) status.inBackground(this.changeDevice(former));
    if (status.isMemory) this.intake.settleAll();
    this.intake.bound();
    this.writer.start();
    status.inBackground(this.bounds.makeRoom());
  }

  /** Takes over the entire content of a spool in memory. */
  importAll(drained: DrainedEvents): void {
    this.head.importAll(drained);
    for (const event of drained.events) this.intake.takeOver(event);
    this.writer.start();
  }

  append(event: EdgeEvent, stored: () => void, sequence?: number): void {
    this.intake.add(event, this.status.arrivals.now(), stored, sequence);
    this.writer.start();
  }

  refuse(drop: Drop, stored: () => void): void {
    this.intake.refuse(drop, stored);
    this.writer.start();
  }

  async next(
    limits: BatchLimits,
    priority: Priority = 'any',
    wants?: WantsBatch,
  ): Promise<Batch | undefined> {
    await this.monitor.opened;
    // Events sealed before the clock was set have timestamps of the clock as it was.
    const isStale = wants !== undefined || this.status.steps.hasStepped;
    const fresh = isStale ? undefined : this.head.batches.nextFresh(priority);
    if (fresh) return fresh;
    // If there are not enough events on disk, accepted ones are written first.
    if (this.head.waiting < limits.events) await this.writer.groupWritten();
    return this.head.run(() => this.giveOut(limits, priority, wants));
  }

  startLive(): void {
    if (this.status.options.order === 'live-first') this.head.startLive();
  }

  giveBack(batch: Batch, wasSent = true, until?: number): void {
    this.head.batches.giveBack(batch, wasSent, until);
  }

  endPauses(): void {
    this.head.batches.holds.pauses.endAll();
  }

  delivered(batch: Batch, exceptions?: Exceptions): Promise<void> {
    return this.head.batches.delivered(batch, exceptions);
  }

  async split(batch: Batch): Promise<void> {
    for (const half of await this.divide(batch, halvesOf(batch))) this.giveBack(half);
  }

  divide(batch: Batch, sizes: readonly number[]): Promise<readonly Batch[]> {
    return this.head.run(() => this.head.batches.divide(batch, sizes));
  }

  hasQuarantineRoom(events: readonly EdgeEvent[]): boolean {
    return this.head.quarantine.hasRoom(events);
  }

  quarantine(batch: Batch, error: string): Promise<void> {
    return this.head.batches.refused(batch, error);
  }

  async retryQuarantine(ids?: readonly string[]): Promise<number> {
    await this.monitor.opened;
    const retried = await this.head.quarantine.retry(this.status.arrivals.now(), ids);
    await this.bounds.makeRoom();
    return retried;
  }

  async clearQuarantine(ids?: readonly string[]): Promise<number> {
    await this.monitor.opened;
    return this.head.quarantine.clear(ids);
  }

  learnRequestBytes(bytes: number | undefined): void {
    this.head.learnRequestBytes(bytes);
  }

  dropsTold(): void {
    this.head.dropsTold();
  }

  dropsReported(): void {
    this.head.dropsReported();
  }

  get unreportedDrops(): readonly Drop[] {
    return this.head.unreported;
  }

  get unreportedQuarantine(): readonly QuarantinedEvent[] {
    return this.head.quarantine.unreported;
  }

  quarantineReported(events: readonly EdgeEvent[]): void {
    this.status.inBackground(this.head.quarantine.reported(events));
  }

  stopWaiting(): void {
    this.head.batches.stopWaiting();
  }

  async release(): Promise<void> {
    await this.write();
    await within(this.status.clock, RELEASE_SYNC_MS, this.head.sync());
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Events accepted so far are from another device than those to come. */
  private async changeDevice(former: string | undefined): Promise<void> {
    const { status, head, intake, depth } = this;
    const inMemory = status.isMemory ? intake.takeAll() : [];
    await head.changeDevice(inMemory, former);
    status.tellDevice(former, depth);
  }

  /** A batch of events on disk, else of those in memory in place of the disk. */
  private async giveOut(
    limits: BatchLimits,
    priority: Priority,
    wants?: WantsBatch,
  ): Promise<Batch | undefined> {
    const { status, head, intake } = this;
    await this.bounds.onClock();
    await this.bounds.expire();
    const batch = await head.batches.next(limits, priority, intake, wants);
    // There may be a batch that was not waited for, and it comes before pending events.
    if (head.batches.isStopped) return batch;
    // Events on their way to disk come before pending ones.
    if (batch || !status.isMemory || this.writer.isWriting || intake.isWriting) return batch;
    if (priority === 'live' && !head.isLive) return undefined;
    const pending = intake.takeForBatch(head.batches.fitting(limits, priority, intake), priority);
    return pending.length === 0 ? undefined : head.batches.nextOf(pending, priority);
  }

  /** Frees all batches, and writes everything that was accepted. */
  private async write(): Promise<void> {
    this.head.batches.release();
    await this.monitor.opened;
    await this.writer.finished();
    await this.monitor.secure();
    await this.writer.finished();
  }

  private async end(): Promise<void> {
    await this.write();
    await this.head.sync();
    this.writer.stop();
    await this.monitor.close();
  }
}
