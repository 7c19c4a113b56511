import { dirname } from 'node:path';

/** What a path leads to: a file, by its number, or a directory. */
export type Entry = number | 'directory';

/** Something that changes what a disk holds, or makes such changes durable. */
export type Change =
  /** A name appears, or, with no entry, disappears. */
  | { readonly kind: 'name'; readonly path: string; readonly entry: Entry | undefined }
  | { readonly kind: 'write'; readonly file: number; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'syncDirectory'; readonly path: string };

/** A change with the moments at which it began and ended; it may take effect at any time in between. */
export interface RecordedChange {
  readonly change: Change;
  readonly begin: number;
  /** Infinity while it is in progress, and forever if its process was killed first. */
  end: number;
  /** From when on it no longer counts: its process was killed, and what it had done by then is recorded anew. */
  voidFrom: number;
  /** A sync that failed: what it should have made durable never is, whatever is synced later (as on Linux). */
  readonly failed: boolean;
}

/** Everything that a disk holds. Paths are absolute; a file's directory is among the directories. */
export interface DiskContents {
  readonly directories: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const EMPTY: DiskContents = { directories: new Set(['/']), files: new Map() };
const SMALL_BUFFER = 1024;

/** Bytes that can be written anywhere; what was never written is zero. */
export class FileContent {
  private buffer: Buffer;
  size: number;

  constructor(bytes: Uint8Array = new Uint8Array()) {
    this.buffer = Buffer.from(bytes);
    this.size = bytes.length;
  }

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.size);
  }

  write(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    if (end > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(SMALL_BUFFER, this.buffer.length * 2, end));
      this.buffer.copy(larger);
      this.buffer = larger;
    }
    this.buffer.set(bytes, position);
    this.size = Math.max(this.size, end);
  }
}

/**
 * A disk in memory, with its page cache, that records every change from the beginning. Time is counted in moments:
 * one passes whenever a change begins or ends.
 */
export class SimulatedDisk {
  readonly records: RecordedChange[] = [];
  /** Files that already existed at the beginning, durably. */
  readonly firstNames = new Map<string, Entry>();
  readonly firstContents = new Map<number, Uint8Array>();
  /** Called before each moment, once everything that followed from the last one has happened. */
  beforeMoment: () => void = () => undefined;
  private readonly names = new Map<string, Entry>();
  private readonly contents = new Map<number, FileContent>();
  private lastFile = 0;
  private lastMoment: number;

  /** @param moment the first one; greater than 0 for a disk that continues after a power cut. */
  constructor(contents: DiskContents = EMPTY, moment = 0) {
    this.lastMoment = moment;
    for (const path of contents.directories) this.firstNames.set(path, 'directory');
    for (const [path, bytes] of contents.files) {
      const file = this.newFile();
      this.firstNames.set(path, file);
      this.firstContents.set(file, bytes);
      this.contents.set(file, new FileContent(bytes));
    }
    for (const [path, entry] of this.firstNames) this.names.set(path, entry);
  }

  get moment(): number {
    return this.lastMoment;
  }

  newFile(): number {
    return ++this.lastFile;
  }

  entry(path: string): Entry | undefined {
    return this.names.get(path);
  }

  /** Names of the entries of a directory. */
  list(directory: string): string[] {
    const inside = [...this.names.keys()].filter((path) => path !== '/' && dirname(path) === directory);
    return inside.map((path) => path.slice(directory === '/' ? 1 : directory.length + 1));
  }

  /** The content of a file, whether or not it still has a name. */
  content(file: number): FileContent {
    const found = this.contents.get(file);
    if (found) return found;
    const content = new FileContent();
    this.contents.set(file, content);
    return content;
  }

  begin(change: Change, failed = false): RecordedChange {
    const record = { change, begin: this.pass(), end: Infinity, voidFrom: Infinity, failed };
    this.records.push(record);
    return record;
  }

  end(record: RecordedChange): void {
    record.end = this.pass();
    this.apply(record.change);
  }

  /** Makes a change that ends at once. */
  make(change: Change): void {
    this.end(this.begin(change));
  }

  /** A directory and everything in it disappears, as when somebody deletes it. Open files stay usable. */
  vanish(directory: string): void {
    for (const path of [...this.names.keys()].reverse()) {
      if (path === directory || path.startsWith(`${directory}/`)) {
        this.make({ kind: 'name', path, entry: undefined });
      }
    }
  }

  /**
   * The process is killed; the page cache survives. Nothing more of it may reach the disk.
   * @param part how much of a change in progress takes effect.
   */
  kill(part: (change: Change) => Change | undefined): void {
    const open = this.records.filter(({ end, voidFrom }) => end === Infinity && voidFrom === Infinity);
    for (const record of open) {
      record.voidFrom = this.lastMoment + 1;
      const done = part(record.change);
      if (done) this.make(done);
    }
    if (open.length > 0) this.pass();
  }

  private apply(change: Change): void {
    if (change.kind === 'name') {
      if (change.entry === undefined) this.names.delete(change.path);
      else this.names.set(change.path, change.entry);
    } else if (change.kind === 'write') {
      this.content(change.file).write(change.bytes, change.position);
    }
  }

  private pass(): number {
    this.beforeMoment();
    return ++this.lastMoment;
  }
}
