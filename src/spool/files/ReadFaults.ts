import type { SpoolFile } from './FileSystem';

/** The unit in which disks usually become unreadable. */
const BLOCK_BYTES = 4096;

/**
 * Reads files on a disk that may fail. A fault may be temporary, so it is thrown and the caller retries later; only
 * data that fails time and again is given up, block by block.
 */
export class ReadFaults {
  private readonly failures = new Map<string, number>();

  /** @param tries attempts at a position, at different times, before it counts as permanently damaged. */
  constructor(private readonly tries = 5) {}

  /**
   * Blocks that were given up read as zeros, which are never a valid record.
   * @returns how many bytes there were.
   * @throws what the file system throws.
   */
  async read(file: SpoolFile, path: string, into: Buffer, position: number): Promise<number> {
    try {
      return await file.read(into, position);
    } catch (error) {
      const place = `${path} ${position}`;
      const failures = (this.failures.get(place) ?? 0) + 1;
      this.failures.set(place, failures);
      if (failures < this.tries || isDirectory(error)) throw error;
    }
    into.fill(0);
    for (let at = 0; at < into.length; at += BLOCK_BYTES) {
      const block = into.subarray(at, at + BLOCK_BYTES);
      await file.read(block, position + at).catch(() => block.fill(0));
    }
    return into.length;
  }

  /** Whether any part of a file was given up. */
  hasGivenUp(path: string): boolean {
    for (const [place, failures] of this.failures) {
      if (place.startsWith(`${path} `) && failures >= this.tries) return true;
    }
    return false;
  }
}

/** Whether an entry with the name of a file is not a regular file. */
function isDirectory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EISDIR';
}
