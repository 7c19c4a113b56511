import { join } from 'node:path';
import type { FileSystem, SpoolFile } from '../files/FileSystem';
import { GroupSync } from '../files/GroupSync';
import { SerialTasks } from '../files/SerialTasks';
import {
  decodeManifestRecord,
  encodeManifestRecord,
  type ManifestRecord,
  type SavedState,
} from '../format/manifestRecord';
import { recordsIn } from '../format/record';
import { fileName, manifestHeader, readHeader } from '../format/segmentFile';

/** A manifest is compacted when it is so large, and many times what it begins with. */
const MIN_COMPACTION_BYTES = 512 * 1024;
const COMPACTION_FACTOR = 4;

/**
 * What happens to a spool's events, written down record by record. A file of it begins with a snapshot of the
 * whole state, so that the files before it are not needed.
 */
export class Manifest {
  /** Bytes written since the start. */
  written = 0;
  private file: SpoolFile | undefined;
  private path = '';
  private size = 0;
  private initialSize = 0;
  private queue: Buffer[] = [];
  private readonly tasks = new SerialTasks();
  private readonly group = new GroupSync(() => this.syncWritten());

  constructor(
    private readonly directory: string,
    private readonly files: FileSystem,
    private readonly newNumber: () => number,
  ) {}

  get isLong(): boolean {
    return this.size > Math.max(MIN_COMPACTION_BYTES, this.initialSize * COMPACTION_FACTOR);
  }

  /** Begins a new file with a snapshot of the state as it is now; once it is durable, the one before is removed. */
  compact(state: SavedState): Promise<void> {
    // What is appended from now on belongs to the new file; what was before is in the state.
    this.queue = [];
    const snapshot = encodeManifestRecord({ kind: 'snapshot', state });
    return this.tasks.run(() => this.begin(snapshot));
  }

  /** Resolves once the record is written. */
  append(record: ManifestRecord): Promise<void> {
    const { queue } = this;
    queue.push(encodeManifestRecord(record));
    return this.tasks.run(() => this.write(queue.splice(0)));
  }

  /** Resolves once all that was appended before is durable. */
  sync(): Promise<void> {
    return this.group.sync();
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
      const bytes = Buffer.concat([manifestHeader(number), snapshot]);
      await file.write(bytes, 0);
      await file.sync();
      await this.files.syncDirectory(this.directory);
      this.written += bytes.length;
      this.initialSize = bytes.length;
    } catch (error) {
      await file.close().catch(() => undefined);
      await this.files.remove(path).catch(() => undefined);
      throw error;
    }
    const before = { file: this.file, path: this.path };
    Object.assign(this, { file, path, size: this.initialSize });
    if (!before.file) return;
    await before.file.close();
    await this.files.remove(before.path);
  }

  /** What comes meanwhile is written while the sync runs. */
  private async syncWritten(): Promise<void> {
    await this.tasks.run(async () => undefined);
    const { file } = this;
    try {
      await file?.sync();
    } catch (error) {
      // Of a file that a compaction has replaced nothing needs to be durable.
      if (file === this.file) throw error;
    }
  }

  private async write(records: readonly Buffer[]): Promise<void> {
    if (records.length === 0) return;
    if (!this.file) throw new Error('The manifest is closed.');
    const bytes = Buffer.concat(records);
    await this.file.write(bytes, this.size);
    this.size += bytes.length;
    this.written += bytes.length;
  }
}

/** What a manifest file holds. `version`: undefined where its header cannot be read. */
export interface ManifestContents {
  readonly version: number | undefined;
  readonly records: readonly ManifestRecord[];
  /** Whether it begins with the whole state, as it should. */
  readonly isWhole: boolean;
  /** Whether something before its last record cannot be read. */
  readonly isDamaged: boolean;
}

export function readManifest(bytes: Buffer): ManifestContents {
  let version: number | undefined;
  const records: ManifestRecord[] = [];
  let isDamaged = false;
  let readTo = 0;
  for (const { start, payload, end } of recordsIn(bytes)) {
    if (start !== readTo) isDamaged = true;
    readTo = end;
    const header = readHeader(payload);
    if (typeof header?.version === 'number') version = header.version;
    const record = decodeManifestRecord(payload);
    if (record) records.push(record);
  }
  return { version, records, isWhole: records[0]?.kind === 'snapshot', isDamaged };
}
