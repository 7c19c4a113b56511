import { readClock, stepBetween } from '../../clock';
import type { SpoolDisk } from '../directory/SpoolDisk';
import type { ManifestRecord, SavedBatch } from '../format/manifestRecord';
import { LOGS } from '../format/segmentFile';
import { SpoolState } from '../manifest/SpoolState';
import { withTrace } from '../manifest/withTrace';
import type { Drop } from '../Spool';
import { withStep } from '../shared/StepHistory';
import type { SpoolStatus } from '../status/SpoolStatus';

/** What is known about the spool's events, and a copy on disk that is kept in step while the disk works. */
export class Ledger {
  state = new SpoolState();
  disk: SpoolDisk | undefined;
  /** Whether changes are written to disk. If not, the disk gets a snapshot once it works again. */
  private isRecording = false;
  private unsaved: Drop[] = [];
  private compacting: Promise<void> | undefined;

  constructor(private readonly status: SpoolStatus) {
    status.onFailure(() => this.suspend());
  }

  /** Whether drops were counted and passed to the listener but are not in the manifest yet. */
  get hasUnsavedDrops(): boolean {
    return this.unsaved.length > 0;
  }

  /** Whether events are divided into a backlog and those that came since. */
  get isLive(): boolean {
    return this.status.options.order === 'live-first' && this.state.isDivided;
  }

  /** Applies a change at once; resolves when it is written, or when that failed. */
  async record(happened: ManifestRecord): Promise<void> {
    const record = withTrace(happened, this.state);
    this.state.apply(record);
    if ('drops' in record) for (const drop of record.drops) this.status.tellDropped(drop);
    await this.write(record);
  }

  /** All drops so far are being reported. */
  dropsTold(): void {
    this.state.dropsTold();
  }

  /** The report was heard. Drops since then are written with it, as those written before it count as heard. */
  async dropsHeard(): Promise<void> {
    const since = this.state.dropsHeard();
    this.unsaved = [];
    await this.write({ kind: 'reported', ...(since.length > 0 ? { since } : {}) });
  }

  /**
   * Applies changes to single events in quarantine. Release 0.1.0 would apply such a record to all of them, so the disk
   * gets a snapshot of the result instead. Resolves when it is written, or when that failed.
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

  /** Applies a change that the disk need not know about. */
  note(record: ManifestRecord): void {
    this.state.apply(record);
  }

  /** Counts dropped events that were never on disk. saveDrops() writes them, many at a time. */
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

  /** Records how far the logs go: if their newest files are lost, the events in them are still counted. */
  async noteEnd(): Promise<void> {
    if (!this.isRecording || !this.disk) return;
    const { next } = this.disk;
    if (LOGS.every((log) => this.state.next[log] === next[log])) return;
    await this.record({ kind: 'written', next });
  }

  /** Makes everything durable, if the options say so. */
  async sync(): Promise<void> {
    await this.durably(async () => {
      await Promise.all([this.disk?.syncEvents(), this.disk?.syncManifest()]);
    });
  }

  /** Makes the manifest durable: for rare changes that must not be known without what came before them. */
  async syncManifest(): Promise<void> {
    await this.durably(async () => this.disk?.syncManifest());
  }

  /** Removes files that nothing needs any more. */
  reclaim(): void {
    if (this.disk && !this.status.isFailing) this.status.inBackground(this.disk.reclaim());
  }

  /** Gives the disk a snapshot, and writes all later changes to it. @throws when it fails again. */
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
   * Continues with a disk that was just read: its events, then those known only here.
   * @param former as for SpoolState.changeDevice().
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

  /** The clock was set; waiting events may carry stamps from before. */
  async addStep(by: number): Promise<void> {
    this.state.steps = withStep(this.state.steps, by);
    if (this.isRecording) await this.resume();
  }

  /**
   * Events written from now on belong to the device named in the options.
   * @param former as for SpoolState.changeDevice().
   */
  changeDevice(former?: string): void {
    const { device } = this.status.options;
    if (!this.disk || device === undefined) return;
    const { ordinary, alarm } = this.disk.logs;
    this.state.changeDevice(device, { ordinary: ordinary.end, alarm: alarm.end }, former);
  }

  /** The disk is no longer ours. */
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

  /** Stops writing changes to disk. */
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
    // The snapshot already contains them.
    this.unsaved = [];
    try {
      await disk.compactManifest();
    } finally {
      this.compacting = undefined;
    }
  }
}
