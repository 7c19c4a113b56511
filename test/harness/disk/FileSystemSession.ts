import { join } from 'node:path';
import fc from 'fast-check';
import type { FileSystem, SpoolFile } from '../../../src/spool/files/FileSystem';

/** What may be asked of a file system. A file is identified by how many were opened before it. */
export type FileStep =
  | {
      readonly kind: 'makeDirectory' | 'list' | 'create' | 'openToRead' | 'remove' | 'syncDirectory';
      readonly name: string;
    }
  | {
      readonly kind: 'write' | 'read';
      readonly which: number;
      readonly length: number;
      readonly at: number;
    }
  | { readonly kind: 'size' | 'sync' | 'close'; readonly which: number };

export const fileStep: fc.Arbitrary<FileStep> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('makeDirectory', 'list', 'syncDirectory'),
    name: fc.constantFrom('d', 'd/e', 'x'),
  }),
  fc.record({
    kind: fc.constantFrom('create', 'openToRead', 'remove'),
    name: fc.constantFrom('a', 'b', 'd/a', 'x/a'),
  }),
  fc.record({
    kind: fc.constantFrom('write', 'read'),
    which: fc.nat(9),
    length: fc.integer({ min: 1, max: 2000 }),
    at: fc.nat(3000),
  }),
  fc.record({ kind: fc.constantFrom('size', 'sync', 'close'), which: fc.nat(9) }),
);

/** A file system in use: what each step gives, or the code of its error. */
export class FileSystemSession {
  private readonly opened: SpoolFile[] = [];
  private written = 0;

  constructor(
    private readonly files: FileSystem,
    private readonly root: string,
  ) {}

  async run(action: FileStep): Promise<unknown> {
    try {
      return (await this.result(action)) ?? 'done';
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    }
  }

  async end(): Promise<void> {
    for (const file of this.opened) await file.close();
  }

  private async result(action: FileStep): Promise<unknown> {
    switch (action.kind) {
      case 'create':
      case 'openToRead':
        this.opened.push(await this.files[action.kind](join(this.root, action.name)));
        return;
      case 'list':
        return (await this.files.list(join(this.root, action.name))).sort();
      case 'makeDirectory':
      case 'remove':
      case 'syncDirectory':
        return this.files[action.kind](join(this.root, action.name));
      case 'size':
      case 'sync':
      case 'close':
        return this.file(action.which)?.[action.kind]();
      case 'read': {
        const into = Buffer.alloc(action.length);
        const length = await this.file(action.which)?.read(into, action.at);
        return [length, into.toString('latin1')];
      }
      case 'write':
        this.written++;
        return this.file(action.which)?.write(
          Buffer.alloc(action.length, String(this.written % 10)),
          action.at,
        );
    }
  }

  private file(which: number): SpoolFile | undefined {
    return this.opened[which % Math.max(1, this.opened.length)];
  }
}
