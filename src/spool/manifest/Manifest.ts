import { join } from 'node:path';
import type { FileSystem, SpoolFile } from '../files/FileSystem';
import { GroupSync } from '../files/GroupSync';
import { SerialTasks } from '../files/SerialTasks';
import {
  encodeManifestRecord,
  type ManifestRecord,
  manifestJson,
  type SavedState,
} from '../format/manifestRecord';
import { fileName, manifestHeader } from '../format/segmentFile';

/** A manifest is compacted once it is this large, and this many times its initial size. */
const MIN_COMPACTION_BYTES = 512 * 1024;
const COMPACTION_FACTOR = 4;

/**
 * The journal of what happens to a spool's events, record by record. Each file begins with a snapshot of the whole
 * state, so that earlier files are not needed; one is kept anyway, in case this one is damaged.
 */
export class Manifest {
  /** Bytes written since the start. */
  written = 0;
  private file: SpoolFile | undefined;
  private path = '';
  private size = 0;
  private initialSize = 0;
  private nextSeq = 0;
  private queue: string[] = [];
  private readonly tasks = new SerialTasks();
  private readonly group = new GroupSync(() => this.syncWritten());

  constructor(
    private readonly directory: string,
    private readonly files: FileSystem,
    private readonly newNumber: () => number,
    /** Paths of the files that stand in for the one being written, if that is damaged. */
    private standIns: readonly string[],
    private readonly formatVersion?: number,
  ) {}

  get isLong(): boolean {
    return this.size > Math.max(MIN_COMPACTION_BYTES, this.initialSize * COMPACTION_FACTOR);
  }

  /** Begins a new file with a snapshot of the current state; once it is durable, the file before is its stand-in. */
  compact(state: SavedState): Promise<void> {
    // Records appended from now on belong to the new file; the state includes earlier ones.
    this.queue = [];
    const snapshot = encodeManifestRecord(manifestJson({ kind: 'snapshot', state }), 0);
    return this.tasks.run(() => this.begin(snapshot));
  }

  /** Resolves once the record is written. */
  append(record: ManifestRecord): Promise<void> {
    const { queue } = this;
    queue.push(manifestJson(record));
    return this.tasks.run(() => this.write(queue.splice(0)));
  }

  /** Resolves once everything appended so far is durable. */
  sync(): Promise<void> {
    return this.group.sync();
  }

  /** The same, for a caller who can wait until then to share a sync with others. */
  syncShared(wait: Promise<void>): Promise<void> {
    return this.group.shared(wait);
  }

  get isSyncing(): boolean {
    return this.group.isBusy;
  }

  /** Frees the space of the stand-ins. */
  async removeStandIns(): Promise<void> {
    const paths = this.standIns;
    this.standIns = [];
    for (const path of paths) await this.files.remove(path);
  }

  async close(): Promise<void> {
    await this.tasks.run(async () => {
      await this.file?.close();
      this.file = undefined;
    });
  }

  private async begin(snapshot: Buffer): Promise<void> {
    const number = this.newNumber();
    const path = join(this.directory, fileName({ kind: 'manifest', number }));
    const file = await this.files.create(path);
    try {
      const bytes = Buffer.concat([manifestHeader(number, this.formatVersion), snapshot]);
      await file.write(bytes, 0);
      await Promise.all([file.sync(), this.files.syncDirectory(this.directory)]);
      this.written += bytes.length;
      this.initialSize = bytes.length;
    } catch (error) {
      await file.close().catch(() => undefined);
      await this.files.remove(path).catch(() => undefined);
      throw error;
    }
    const before = { file: this.file, path: this.path, size: this.size, nextSeq: this.nextSeq };
    Object.assign(this, { file, path, size: this.initialSize, nextSeq: 1 });
    if (!before.file) return;
    const continued = encodeManifestRecord(manifestJson({ kind: 'continued' }), before.nextSeq);
    // Without this record the old file is as good as the new one, unless that gets lost.
    await before.file.write(continued, before.size).catch(() => undefined);
    await before.file.close();
    await this.removeStandIns();
    this.standIns = [before.path];
  }

  /** Records that arrive meanwhile are written while the sync runs. */
  private async syncWritten(): Promise<void> {
    await this.tasks.run(async () => undefined);
    const { file } = this;
    try {
      await file?.sync();
    } catch (error) {
      // If compaction has replaced the file, nothing in it needs to be durable.
      if (file === this.file) throw error;
    }
  }

  private async write(records: readonly string[]): Promise<void> {
    if (records.length === 0) return;
    if (!this.file) throw new Error('The manifest is closed.');
    const bytes = Buffer.concat(records.map((json, i) => encodeManifestRecord(json, this.nextSeq + i)));
    await this.file.write(bytes, this.size);
    this.nextSeq += records.length;
    this.size += bytes.length;
    this.written += bytes.length;
  }
}
