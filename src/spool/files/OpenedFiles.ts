import type { DiskSpace, FileSystem, SpoolFile } from './FileSystem';

/** A read-only file system that tracks open files, so that none stays open however the reading ends. */
export class OpenedFiles implements FileSystem {
  private readonly open = new Set<SpoolFile>();

  constructor(private readonly files: FileSystem) {}

  async openToRead(path: string): Promise<SpoolFile> {
    const file = await this.files.openToRead(path);
    const opened: SpoolFile = {
      read: (into, position) => file.read(into, position),
      size: () => file.size(),
      close: async () => {
        if (this.open.delete(opened)) await file.close();
      },
      write: refuse,
      sync: refuse,
    };
    this.open.add(opened);
    return opened;
  }

  list(directory: string): Promise<string[]> {
    return this.files.list(directory);
  }

  space(directory: string): Promise<DiskSpace | undefined> {
    return this.files.space(directory);
  }

  /** Closes all files that are still open. */
  async close(): Promise<void> {
    for (const file of [...this.open]) await file.close();
  }

  readonly makeDirectory = refuse;
  readonly create = refuse;
  readonly remove = refuse;
  readonly syncDirectory = refuse;
}

function refuse(): never {
  throw new Error('These files are read-only.');
}
