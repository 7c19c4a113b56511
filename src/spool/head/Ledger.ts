import { readClock, stepBetween } from '../../clock';
import type { SpoolDisk } from '../directory/SpoolDisk';
import type { ManifestRecord, SavedBatch } from '../format/manifestRecord';
import { LOGS } from '../format/segmentFile';
import { SpoolState } from '../manifest/SpoolState';
import { withTrace } from '../manifest/withTrace';
import type { Drop } from '../Spool';
import { withStep } from '../shared/StepHistory';
import type { SpoolStatus } from '../status/SpoolStatus';

/** What is known of the spool's events, and its copy on disk, which is kept the same while the disk works. */
export class Ledger {
  state = new SpoolState();
  disk: SpoolDisk | undefined;
  /** Whether the disk is told of what happens. If not, it gets a snapshot when it works again. */
  private isRecording = false;
  private unsaved: Drop[] = [];
  private compacting: Promise<void> | undefined;

  constructor(private readonly status: SpoolStatus) {
    status.onFailure(() => this.suspend());
  }

  /** Drops that were told and counted, and are not in the manifest yet. */
  get hasUnsavedDrops(): boolean {
    return this.unsaved.length > 0;
  }

  /** Whether events are distinguished into a backlog and what came since. */
  get isLive(): boolean {
    return this.status.options.order === 'live-first' && this.state.isDivided;
  }

  /** Something happened: applied at once; resolves when it is written, or when that failed. */
  async record(happened: ManifestRecord): Promise<void> {
    const record = withTrace(happened, this.state);
    this.state.apply(record);
    if ('drops' in record) for (const drop of record.drops) this.status.tellDropped(drop);
    await this.write(record);
  }

  /** Somebody is told of all drops so far. */
  dropsTold(): void {
    this.state.dropsTold();
  }

  /** They were heard. Those that came since are written with that, as what was written of them counts as heard. */
  async dropsHeard(): Promise<void> {
    const since = this.state.dropsHeard();
    this.unsaved = [];
    await this.write({ kind: 'reported', ...(since.length > 0 ? { since } : {}) });
  }

  /**
   * Things happened to single events of quarantine. Release 0.1.0 takes a record of that for one of all of them, so the disk
   * gets a snapshot of what they lead to. Resolves when it is written, or when that failed.
   */
  async recordOfSome(happened: readonly ManifestRecord[]): Promise<void> {
    for (const record of happened) {
      this.state.apply(record);
      if ('drops' in record) for (const drop of record.drops) this.status.tellDropped(drop);
    }
    if (!this.isRecording || !this.disk) return;
    try {
      await this.compacting;
      this.compacting ??= this.compact(this.disk);
      await this.compacting;
    } catch (error) {
      this.status.fail(error);
    }
  }

  /** Something happened that the disk need not know. */
  note(record: ManifestRecord): void {
    this.state.apply(record);
  }

  /** Events were dropped that were nowhere on disk. Written by saveDrops(), many together. */
  drop(drop: Drop): void {
    this.state.addDrops([drop]);
    if (this.isRecording) this.unsaved.push(drop);
    this.status.tellDropped(drop);
  }

  /** @throws what the file system throws. */
  async saveDrops(): Promise<void> {
    const drops = this.unsaved;
    this.unsaved = [];
    await this.compacting;
    if (drops.length === 0 || !this.isRecording || !this.disk) return;
    await this.append(this.disk, { kind: 'dropped', span: null, replayed: 0, drops });
  }

  /** Writes down how far the logs go: should their newest files be lost, what was in them is counted. */
  async noteEnd(): Promise<void> {
    if (!this.isRecording || !this.disk) return;
    const { next } = this.disk;
    if (LOGS.every((log) => this.state.next[log] === next[log])) return;
    await this.record({ kind: 'written', next });
  }

  /** Makes everything durable, where that is wanted. */
  async sync(): Promise<void> {
    await this.durably(async () => {
      await Promise.all([this.disk?.syncEvents(), this.disk?.syncManifest()]);
    });
  }

  /** Makes the manifest durable: for what happens seldom and must not be known without what came before it. */
  async syncManifest(): Promise<void> {
    await this.durably(async () => this.disk?.syncManifest());
  }

  /** Removes files that nothing needs any more. */
  reclaim(): void {
    if (this.disk && !this.status.isFailing) this.status.inBackground(this.disk.reclaim());
  }

  /** Gives the disk a snapshot, and tells it of all that happens from here on. @throws when it fails again. */
  async resume(): Promise<void> {
    this.isRecording = true;
    this.unsaved = [];
    this.state.clock = this.status.arrivals.saved;
    try {
      await this.disk?.compactManifest();
    } catch (error) {
      this.isRecording = false;
      throw error;
    }
  }

  /**
   * Goes on with a disk that was just read: its events, and after them those that are only known here.
   * @param former as SpoolState.changeDevice() has it.
   */
  async open(disk: SpoolDisk, former?: string): Promise<void> {
    const own = this.state;
    const known = new Set(disk.state.batches.map(({ id }) => id));
    disk.state.batches.push(...own.batches.filter(({ id }) => !known.has(id)));
    disk.state.addAside(own);
    disk.state.addDrops(own.unreported);
    disk.state.requestBytes = own.requestBytes ?? disk.state.requestBytes;
    this.state = disk.state;
    this.disk = disk;
    this.changeDevice(former);
    const { clock } = this.state;
    const step = clock ? stepBetween(clock, readClock(this.status.clock)) : 0;
    if (step !== 0) this.state.steps = withStep(this.state.steps, step);
    await this.resume();
    if (step !== 0) this.status.tellStep(step, this.state.waiting);
  }

  /** The clock was set; what waits may be stamped by it as it was. */
  async addStep(by: number): Promise<void> {
    this.state.steps = withStep(this.state.steps, by);
    if (this.isRecording) await this.resume();
  }

  /**
   * What is written from now on is of the device that the options name.
   * @param former as SpoolState has it.
   */
  changeDevice(former?: string): void {
    const { device } = this.status.options;
    if (!this.disk || device === undefined) return;
    const { ordinary, alarm } = this.disk.logs;
    this.state.changeDevice(device, { ordinary: ordinary.end, alarm: alarm.end }, former);
  }

  /** The disk is not ours any more. */
  abandon(batches: readonly SavedBatch[]): void {
    const before = this.state;
    this.suspend();
    this.disk = undefined;
    this.state = new SpoolState();
    this.state.batches.push(...batches);
    this.state.addAside(before);
    this.state.addDrops(before.unreported);
    this.state.requestBytes = before.requestBytes;
  }

  /** From here on the disk is not told. */
  private suspend(): void {
    this.isRecording = false;
    this.unsaved = [];
  }

  private async durably(sync: () => Promise<void>): Promise<void> {
    if (this.status.options.sync === 'never' || this.status.isFailing) return;
    try {
      await sync();
    } catch (error) {
      this.status.fail(error);
    }
  }

  private async write(record: ManifestRecord): Promise<void> {
    if (!this.isRecording || !this.disk) return;
    try {
      await this.append(this.disk, record);
    } catch (error) {
      this.status.fail(error);
    }
  }

  private async append(disk: SpoolDisk, record: ManifestRecord): Promise<void> {
    await disk.record(record);
    if (disk.isManifestLong) this.compacting ??= this.compact(disk);
    await this.compacting;
  }

  private async compact(disk: SpoolDisk): Promise<void> {
    // The snapshot holds them already.
    this.unsaved = [];
    try {
      await disk.compactManifest();
    } finally {
      this.compacting = undefined;
    }
  }
}
