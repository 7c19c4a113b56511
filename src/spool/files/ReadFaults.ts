import type { SpoolFile } from './FileSystem';

/** What a disk cannot read, it usually cannot read in units of this. */
const BLOCK_BYTES = 4096;

/**
 * Reads files of a disk that may fail. A fault may pass, so it is thrown, and whoever reads tries again later; only
 * what fails time and again is given up, block by block.
 */
export class ReadFaults {
  private readonly failures = new Map<string, number>();

  /** @param tries of a place, at different times, before it counts as damaged for good. */
  constructor(private readonly tries = 5) {}

  /**
   * Blocks that were given up are zeros, which no record is.
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

  /** Whether something of a file was given up. */
  hasGivenUp(path: string): boolean {
    for (const [place, failures] of this.failures) {
      if (place.startsWith(`${path} `) && failures >= this.tries) return true;
    }
    return false;
  }
}

/** Whether something is not a file although it is named like one. */
function isDirectory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EISDIR';
}
