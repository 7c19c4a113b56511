import type { SpoolDisk } from '../directory/SpoolDisk';
import type { ManifestRecord, SavedBatch } from '../format/manifestRecord';
import { SpoolState } from '../manifest/SpoolState';
import type { Drop } from '../Spool';

export interface LedgerParts {
  readonly onDropped: (drop: Drop) => void;
  /** The manifest could not be written. */
  readonly onFault: (error: unknown) => void;
}

/** What is known of the spool's events, and its copy on disk, which is kept the same while the disk works. */
export class Ledger {
  state = new SpoolState();
  disk: SpoolDisk | undefined;
  /** Whether the disk is told of what happens. If not, it gets the whole state when it works again. */
  private isRecording = false;
  private unsaved: Drop[] = [];
  private compacting: Promise<void> | undefined;

  constructor(private readonly parts: LedgerParts) {}

  /** Drops that were told and counted, and are not in the manifest yet. */
  get hasUnsavedDrops(): boolean {
    return this.unsaved.length > 0;
  }

  /** Something happened: applied at once; resolves when it is written, or when that failed. */
  async record(record: ManifestRecord): Promise<void> {
    this.state.apply(record);
    if (record.kind === 'reported') this.unsaved = [];
    if ('drops' in record) for (const drop of record.drops) this.parts.onDropped(drop);
    await this.write(record);
  }

  /** Something happened that the disk need not know. */
  note(record: ManifestRecord): void {
    this.state.apply(record);
  }

  /** Events were dropped that were nowhere on disk. Written by saveDrops(), many together. */
  drop(drop: Drop): void {
    this.state.addDrops([drop]);
    if (this.isRecording) this.unsaved.push(drop);
    this.parts.onDropped(drop);
  }

  /** @throws what the file system throws. */
  async saveDrops(): Promise<void> {
    const drops = this.unsaved;
    this.unsaved = [];
    await this.compacting;
    if (drops.length === 0 || !this.isRecording || !this.disk) return;
    await this.append(this.disk, { kind: 'dropped', span: null, replayed: 0, drops });
  }

  /** From here on the disk is not told. */
  suspend(): void {
    this.isRecording = false;
    this.unsaved = [];
  }

  /** Gives the disk the whole state, and tells it of all that happens from here on. @throws when it fails again. */
  async resume(): Promise<void> {
    this.isRecording = true;
    this.unsaved = [];
    try {
      await this.disk?.compactManifest();
    } catch (error) {
      this.isRecording = false;
      throw error;
    }
  }

  /** A disk that was just read: its events, and after them those that are only known here. */
  async adopt(disk: SpoolDisk): Promise<void> {
    const own = this.state;
    const known = new Set(disk.state.batches.map(({ id }) => id));
    disk.state.batches.push(...own.batches.filter(({ id }) => !known.has(id)));
    disk.state.quarantine.push(...own.quarantine);
    disk.state.replay = [...disk.state.replay, ...own.replay];
    disk.state.addDrops(own.unreported);
    this.state = disk.state;
    this.disk = disk;
    await this.resume();
  }

  /** The disk is not ours any more. */
  abandon(batches: readonly SavedBatch[]): void {
    const { quarantine, replay, unreported } = this.state;
    this.suspend();
    this.disk = undefined;
    this.state = new SpoolState();
    this.state.batches.push(...batches);
    this.state.quarantine.push(...quarantine);
    this.state.replay = replay;
    this.state.addDrops(unreported);
  }

  private async write(record: ManifestRecord): Promise<void> {
    if (!this.isRecording || !this.disk) return;
    try {
      await this.append(this.disk, record);
    } catch (error) {
      this.parts.onFault(error);
    }
  }

  private async append(disk: SpoolDisk, record: ManifestRecord): Promise<void> {
    await disk.record(record);
    if (disk.isManifestLong) this.compacting ??= this.compact(disk);
    await this.compacting;
  }

  private async compact(disk: SpoolDisk): Promise<void> {
    // The state holds them already.
    this.unsaved = [];
    try {
      await disk.compactManifest();
    } finally {
      this.compacting = undefined;
    }
  }
}
