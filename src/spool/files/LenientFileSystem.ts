import { type DispensableCall, isUnsupported } from '../../fileSystem';
import type { DiskSpace, FileSystem, SpoolFile } from './FileSystem';

/** The consequences of doing without a call. */
const COSTS: Readonly<Record<Exclude<DispensableCall, 'link'>, string>> = {
  sync: 'cannot sync a file: a crash of Node-RED loses nothing, but a power cut may lose whatever the system had not written yet',
  syncDirectory:
    'cannot sync a directory: a crash of Node-RED loses nothing, but a power cut may lose new files',
  space: 'does not report its free space, so minFreeBytes has no effect',
};

/** Wraps a file system that may lack some calls: does without them and says once what that costs. Faults are thrown. */
export class LenientFileSystem implements FileSystem {
  private findings: string[] = [];
  private readonly found = new Set<string>();

  constructor(private readonly files: FileSystem) {}

  /** New findings, as texts. */
  takeFindings(): string[] {
    return this.findings.splice(0);
  }

  makeDirectory(path: string): Promise<void> {
    return this.files.makeDirectory(path);
  }

  list(directory: string): Promise<string[]> {
    return this.files.list(directory);
  }

  async create(path: string): Promise<SpoolFile> {
    const file = await this.files.create(path);
    return this.lenient(file, () => this.without('sync', path, () => file.sync()));
  }

  async openToRead(path: string): Promise<SpoolFile> {
    const file = await this.files.openToRead(path);
    // Some systems sync only files that are open for writing, so only those show whether they sync at all.
    return this.lenient(file, () => unlessUnsupported('sync', () => file.sync()));
  }

  remove(path: string): Promise<void> {
    return this.files.remove(path);
  }

  async syncDirectory(path: string): Promise<void> {
    await this.without('syncDirectory', path, () => this.files.syncDirectory(path));
  }

  async space(directory: string): Promise<DiskSpace | undefined> {
    const space = await this.without('space', directory, () => this.files.space(directory));
    if (space === undefined) this.find('space', directory);
    return space;
  }

  private lenient(file: SpoolFile, sync: () => Promise<unknown>): SpoolFile {
    return {
      write: (bytes, position) => file.write(bytes, position),
      read: (into, position) => file.read(into, position),
      size: () => file.size(),
      sync: async () => void (await sync()),
      close: () => file.close(),
    };
  }

  private without<T>(call: keyof typeof COSTS, path: string, run: () => Promise<T>): Promise<T | undefined> {
    return unlessUnsupported(call, run, (error) => this.find(call, path, error));
  }

  private find(call: keyof typeof COSTS, path: string, error?: unknown): void {
    if (this.found.has(call)) return;
    this.found.add(call);
    const cause = error instanceof Error ? ` (${error.message})` : '';
    this.findings.push(`${path}: its file system ${COSTS[call]}${cause}.`);
  }
}

/** Undefined if the call is not supported. @throws what the call throws if it fails. */
async function unlessUnsupported<T>(
  call: DispensableCall,
  run: () => Promise<T>,
  onUnsupported: (error: unknown) => void = () => undefined,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!isUnsupported(call, error)) throw error;
    onUnsupported(error);
    return undefined;
  }
}
