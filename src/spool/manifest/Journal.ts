import { join } from 'node:path';
import type { FileSystem, SpoolFile } from '../files/FileSystem';
import { GroupSync } from '../files/GroupSync';
import { SerialTasks } from '../files/SerialTasks';
import type { JournalRecord, SavedState } from '../format/journalRecord';
import { recordsIn, toRecord } from '../format/record';
import { FORMAT_VERSION, fileName, headerRecord, readHeader } from '../format/segmentFile';

/** First byte of the payload of everything but the header. */
const JOURNAL_RECORD = 4;

/** A journal is begun anew when it is so large, and many times what it begins with. */
const MIN_RENEWAL_BYTES = 512 * 1024;
const RENEWAL_FACTOR = 4;

/**
 * What happens to a spool's events, written down record by record. A file of it begins with the whole state, so
 * that the files before it are not needed.
 */
export class Journal {
  /** Bytes written since the start. */
  written = 0;
  private file: SpoolFile | undefined;
  private path = '';
  private size = 0;
  private initialSize = 0;
  private queue: Buffer[] = [];
  private readonly tasks = new SerialTasks();
  private readonly group = new GroupSync(() => this.tasks.run(async () => this.file?.sync()));

  constructor(
    private readonly directory: string,
    private readonly files: FileSystem,
    private readonly newNumber: () => number,
  ) {}

  get isLong(): boolean {
    return this.size > Math.max(MIN_RENEWAL_BYTES, this.initialSize * RENEWAL_FACTOR);
  }

  /** Begins a new file with the state as it is now; once it is durable, the one before is removed. */
  renew(state: SavedState): Promise<void> {
    // What is appended from now on belongs to the new file; what was before is in the state.
    this.queue = [];
    const snapshot = encode({ kind: 'state', state });
    return this.tasks.run(() => this.begin(snapshot));
  }

  /** Resolves once the record is written. */
  append(record: JournalRecord): Promise<void> {
    const { queue } = this;
    queue.push(encode(record));
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
    const path = join(this.directory, fileName({ kind: 'journal', number }));
    const file = await this.files.create(path);
    try {
      const bytes = Buffer.concat([headerRecord({ version: FORMAT_VERSION, number }), snapshot]);
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

  private async write(records: readonly Buffer[]): Promise<void> {
    if (records.length === 0) return;
    if (!this.file) throw new Error('The journal is closed.');
    const bytes = Buffer.concat(records);
    await this.file.write(bytes, this.size);
    this.size += bytes.length;
    this.written += bytes.length;
  }
}

function encode(record: JournalRecord): Buffer {
  return toRecord(Buffer.concat([Buffer.from([JOURNAL_RECORD]), Buffer.from(JSON.stringify(record))]));
}

/** What a journal file holds. `version`: undefined where its header cannot be read. */
export interface JournalContents {
  readonly version: number | undefined;
  readonly records: readonly JournalRecord[];
  /** Whether it begins with the whole state, as it should. */
  readonly isWhole: boolean;
  /** Whether something before its last record cannot be read. */
  readonly isDamaged: boolean;
}

export function readJournal(bytes: Buffer): JournalContents {
  let version: number | undefined;
  const records: JournalRecord[] = [];
  let isDamaged = false;
  let readTo = 0;
  for (const { start, payload, end } of recordsIn(bytes)) {
    if (start !== readTo) isDamaged = true;
    readTo = end;
    const header = readHeader(payload);
    if (typeof header?.version === 'number') version = header.version;
    if (payload[0] !== JOURNAL_RECORD) continue;
    const value: unknown = JSON.parse(payload.toString('utf8', 1));
    if (isJournalRecord(value)) records.push(value);
  }
  return { version, records, isWhole: records[0]?.kind === 'state', isDamaged };
}

/** The CRC has vouched for the rest. */
function isJournalRecord(value: unknown): value is JournalRecord {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
