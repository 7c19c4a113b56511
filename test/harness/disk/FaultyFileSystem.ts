import type { DiskSpace, FileSystem, SpoolFile } from '../../../src/spool/files/FileSystem';
import { nodeFileSystem } from '../../../src/spool/files/nodeFileSystem';

/** What a spool asks of its disk. */
export type DiskCall =
  | 'makeDirectory'
  | 'list'
  | 'create'
  | 'openToRead'
  | 'remove'
  | 'syncDirectory'
  | 'space'
  | 'write'
  | 'read'
  | 'size'
  | 'sync'
  | 'close';

/** The calls that change something: all that fail on a disk that has become read-only. */
export const CHANGES: readonly DiskCall[] = ['makeDirectory', 'create', 'remove', 'write'];

/** The real file system, until a test says which calls fail, and with which error. */
export class FaultyFileSystem implements FileSystem {
  /** Calls that failed so far. */
  failures = 0;
  private failing: readonly DiskCall[] = [];
  private code = 'EIO';
  /** Bytes that may still be written before the disk is full. */
  private room = Number.POSITIVE_INFINITY;
  private readonly sizes = new Map<string, number>();

  /** From now on these calls fail. */
  fail(code: 'EIO' | 'EROFS' | 'EACCES' | 'EMFILE', calls: readonly DiskCall[]): void {
    this.code = code;
    this.failing = calls;
  }

  /** The disk has this many bytes left: a write beyond that is partly made and fails with ENOSPC. */
  limit(bytes: number): void {
    this.room = bytes;
  }

  /** Everything works again, and there is room. */
  heal(): void {
    this.failing = [];
    this.room = Number.POSITIVE_INFINITY;
  }

  async makeDirectory(path: string): Promise<void> {
    this.check('makeDirectory');
    return nodeFileSystem.makeDirectory(path);
  }

  async list(directory: string): Promise<string[]> {
    this.check('list');
    return nodeFileSystem.list(directory);
  }

  async create(path: string): Promise<SpoolFile> {
    this.check('create');
    return this.faulty(await nodeFileSystem.create(path), path);
  }

  async openToRead(path: string): Promise<SpoolFile> {
    this.check('openToRead');
    return this.faulty(await nodeFileSystem.openToRead(path), path);
  }

  async remove(path: string): Promise<void> {
    this.check('remove');
    await nodeFileSystem.remove(path);
    this.room += this.sizes.get(path) ?? 0;
    this.sizes.delete(path);
  }

  async syncDirectory(path: string): Promise<void> {
    this.check('syncDirectory');
    return nodeFileSystem.syncDirectory(path);
  }

  async space(directory: string): Promise<DiskSpace | undefined> {
    this.check('space');
    const space = await nodeFileSystem.space(directory);
    return space && { ...space, free: Math.min(this.room, space.free) };
  }

  private faulty(file: SpoolFile, path: string): SpoolFile {
    return {
      write: async (bytes, position) => {
        this.check('write');
        const fitting = this.take(path, bytes, position);
        await file.write(fitting, position);
        this.checkWhole(fitting, bytes);
      },
      read: async (into, position) => {
        this.check('read');
        return file.read(into, position);
      },
      size: async () => {
        this.check('size');
        return file.size();
      },
      sync: async () => {
        this.check('sync');
        return file.sync();
      },
      close: async () => {
        await file.close();
        this.check('close');
      },
    };
  }

  /** The part of the bytes that the disk has room for. */
  private take(path: string, bytes: Uint8Array, position: number): Uint8Array {
    const size = this.sizes.get(path) ?? 0;
    const fitting = bytes.subarray(0, Math.max(0, Math.min(bytes.length, size + this.room - position)));
    const grown = Math.max(0, position + fitting.length - size);
    this.sizes.set(path, size + grown);
    this.room -= grown;
    return fitting;
  }

  private checkWhole(written: Uint8Array, wanted: Uint8Array): void {
    if (written.length < wanted.length) this.failWith('ENOSPC', 'write');
  }

  private check(call: DiskCall): void {
    if (this.failing.includes(call)) this.failWith(this.code, call);
  }

  private failWith(code: string, call: DiskCall): never {
    this.failures++;
    throw Object.assign(new Error(`${code}: injected, ${call}`), { code });
  }
}
