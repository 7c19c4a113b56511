import { dirname } from 'node:path';
import type { DiskSpace, FileSystem, SpoolFile } from '../../../src/spool/files/FileSystem';
import { type Change, SimulatedDisk } from './SimulatedDisk';

export type OperationKind =
  | 'makeDirectory'
  | 'list'
  | 'create'
  | 'open'
  | 'remove'
  | 'syncDirectory'
  | 'space'
  | 'write'
  | 'read'
  | 'size'
  | 'sync'
  | 'close';

/** What a process asks of the file system; for an open file, with its path when it was opened. */
export interface Operation {
  readonly kind: OperationKind;
  readonly path: string;
}

/** An error by its code, such as ENOSPC; for a write, this many bytes may have been written before it. */
export type Fault = string | { readonly code: string; readonly written: number };

/**
 * A file system as one process sees it, on a simulated disk: it can fail on demand, take its time, and die. An
 * operation takes effect when it ends; if no pace is set, it ends at once.
 */
export class SimulatedFileSystem implements FileSystem {
  /** Free bytes, as the file system reports them. */
  free = 1e12;
  total: number | undefined = 1e13;
  /** Asked at the start of each operation whether it fails. */
  fault: (operation: Operation) => Fault | undefined = () => undefined;
  /** What each operation waits for before it ends; undefined for nothing. */
  pace: (operation: Operation) => Promise<void> | undefined = () => undefined;
  /** Files that are open now. */
  openFiles = 0;
  /** Operations in progress. */
  underWay = 0;
  isDead = false;
  private readonly plannedFaults: { readonly kind: OperationKind; readonly fault: Fault; left: number }[] =
    [];

  constructor(readonly disk = new SimulatedDisk()) {}

  /** Lets the next operations of a kind fail, before `fault` is asked. */
  failNext(kind: OperationKind, fault: Fault, count = 1): void {
    this.plannedFaults.push({ kind, fault, left: count });
  }

  /** Cancels the faults that failNext() planned and that have not happened yet. */
  forgetFaults(): void {
    this.plannedFaults.length = 0;
  }

  /** The process is gone: what it waits for never comes, and the disk sees nothing more of it. */
  die(): void {
    this.isDead = true;
  }

  makeDirectory(path: string): Promise<void> {
    return this.run({ kind: 'makeDirectory', path }, async () => {
      for (const directory of [...parentsOf(path), path]) {
        const entry = this.disk.entry(directory);
        if (typeof entry === 'number') throw errorOf(directory === path ? 'EEXIST' : 'ENOTDIR', path);
        if (entry) continue;
        this.disk.make({ kind: 'name', path: directory, entry: 'directory' });
        this.disk.make({ kind: 'syncDirectory', path: dirname(directory) });
      }
    });
  }

  list(directory: string): Promise<string[]> {
    return this.run({ kind: 'list', path: directory }, async () => {
      this.expectDirectory(directory);
      return this.disk.list(directory);
    });
  }

  create(path: string): Promise<SpoolFile> {
    return this.run({ kind: 'create', path }, async (paced) => {
      this.expectDirectory(dirname(path));
      if (this.disk.entry(path) !== undefined) throw errorOf('EEXIST', path);
      const file = this.disk.newFile();
      await this.change({ kind: 'name', path, entry: file }, paced);
      return new SimulatedFile(this, path, file, true);
    });
  }

  openToRead(path: string): Promise<SpoolFile> {
    return this.run({ kind: 'open', path }, async () => {
      return new SimulatedFile(this, path, this.expectFile(path), false);
    });
  }

  remove(path: string): Promise<void> {
    return this.run({ kind: 'remove', path }, async (paced) => {
      this.expectFile(path);
      await this.change({ kind: 'name', path, entry: undefined }, paced);
    });
  }

  syncDirectory(path: string): Promise<void> {
    return this.run({ kind: 'syncDirectory', path }, async (paced) => {
      this.expectDirectory(path);
      await this.change({ kind: 'syncDirectory', path }, paced);
    });
  }

  space(directory: string): Promise<DiskSpace | undefined> {
    const { free, total } = this;
    return this.run({ kind: 'space', path: directory }, async () =>
      total === undefined ? undefined : { free, total },
    );
  }

  /**
   * From now on, operations that match do not end.
   * @returns a function that ends them, and holds up no others; it throws if there are none.
   */
  holdUp(matches: (operation: Operation) => boolean): () => void {
    const waiting: (() => void)[] = [];
    this.pace = (operation) =>
      matches(operation) ? new Promise((resolve) => waiting.push(resolve)) : undefined;
    return () => {
      this.pace = () => undefined;
      if (waiting.length === 0) throw new Error('No operation was held up.');
      for (const letGo of waiting.splice(0)) letGo();
    };
  }

  /** One operation from start to end. In between, `action` waits for `paced`. */
  async run<T>(
    operation: Operation,
    action: (paced: () => Promise<void>) => Promise<T>,
    failing?: (fault: Fault) => void,
  ): Promise<T> {
    if (this.isDead) return forever();
    this.underWay++;
    let isPaced = false;
    const paced = async (): Promise<void> => {
      isPaced = true;
      await this.pace(operation);
    };
    try {
      const fault = this.faultOf(operation);
      if (fault !== undefined) {
        failing?.(fault);
        await paced();
        throw errorOf(codeOf(fault), operation.path);
      }
      const result = await action(paced);
      if (!isPaced) await paced();
      return result;
    } finally {
      this.underWay--;
    }
  }

  async change(change: Change, paced: () => Promise<void>): Promise<void> {
    const record = this.disk.begin(change);
    await paced();
    if (this.isDead) return forever();
    this.disk.end(record);
  }

  faultOf(operation: Operation): Fault | undefined {
    const planned = this.plannedFaults.find(({ kind, left }) => kind === operation.kind && left > 0);
    if (!planned) return this.fault(operation);
    planned.left--;
    return planned.fault;
  }

  private expectDirectory(path: string): void {
    const entry = this.disk.entry(path);
    if (typeof entry === 'number') throw errorOf('ENOTDIR', path);
    if (entry === undefined) throw errorOf('ENOENT', path);
  }

  private expectFile(path: string): number {
    const entry = this.disk.entry(path);
    if (entry === undefined) throw errorOf('ENOENT', path);
    if (entry === 'directory') throw errorOf('EISDIR', path);
    return entry;
  }
}

class SimulatedFile implements SpoolFile {
  private isOpen = true;

  constructor(
    private readonly system: SimulatedFileSystem,
    private readonly path: string,
    private readonly file: number,
    private readonly isWritable: boolean,
  ) {
    system.openFiles++;
  }

  write(bytes: Uint8Array, position: number): Promise<void> {
    const copy = Uint8Array.from(bytes);
    return this.run(
      'write',
      async (paced) => {
        this.expectWritable();
        await this.system.change({ kind: 'write', file: this.file, position, bytes: copy }, paced);
      },
      (fault) => this.writePart(copy, position, fault),
    );
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return this.run('read', async () => {
      const part = this.system.disk.content(this.file).bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    });
  }

  size(): Promise<number> {
    return this.run('size', async () => this.system.disk.content(this.file).size);
  }

  sync(): Promise<void> {
    const { disk } = this.system;
    return this.run(
      'sync',
      (paced) => this.system.change({ kind: 'sync', file: this.file }, paced),
      () => disk.end(disk.begin({ kind: 'sync', file: this.file }, true)),
    );
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    await this.run('close', async () => {
      this.isOpen = false;
      this.system.openFiles--;
    });
  }

  private run<T>(
    kind: OperationKind,
    action: (paced: () => Promise<void>) => Promise<T>,
    failing?: (fault: Fault) => void,
  ): Promise<T> {
    return this.system.run(
      { kind, path: this.path },
      (paced) => {
        this.expectOpen();
        return action(paced);
      },
      failing,
    );
  }

  private writePart(bytes: Uint8Array, position: number, fault: Fault): void {
    const written = typeof fault === 'string' ? 0 : fault.written;
    if (written === 0) return;
    this.system.disk.make({ kind: 'write', file: this.file, position, bytes: bytes.subarray(0, written) });
  }

  private expectOpen(): void {
    if (!this.isOpen) throw errorOf('EBADF', this.path);
  }

  private expectWritable(): void {
    if (!this.isWritable) throw errorOf('EBADF', this.path);
  }
}

const codeOf = (fault: Fault): string => (typeof fault === 'string' ? fault : fault.code);

function errorOf(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: simulated, '${path}'`), { code, path });
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...parentsOf(parent), parent];
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
