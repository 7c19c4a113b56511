import type { FileSystem, SpoolFile } from '../files/FileSystem';
import type { ReadFaults } from '../files/ReadFaults';
import { lookForRecord } from '../format/record';

/** How much is read ahead: a few batches of typical events. */
const CHUNK_BYTES = 256 * 1024;

/** Reads records from files that may be damaged. Keeps one file open and one chunk of it in memory. */
export class SegmentReader {
  private file: { readonly path: string; readonly handle: SpoolFile } | undefined;
  private chunk: Buffer = Buffer.alloc(0);
  private chunkStart = 0;
  /** Whether the file ends with the chunk, though more was asked for. */
  private chunkIsLast = false;

  constructor(
    private readonly files: FileSystem,
    private readonly faults: ReadFaults,
  ) {}

  /**
   * Passes each record of a file from `from` on to the visitor, until it returns false or `to` is reached.
   * @param to where reading must end, in bytes.
   * @returns where the first record begins that the visitor did not take; `to` if it took all.
   * @throws what the file system throws; what repeatedly cannot be read is skipped (ReadFaults).
   */
  async visit(
    path: string,
    from: number,
    to: number,
    visitor: (payload: Buffer, end: number) => boolean,
  ): Promise<number> {
    let at = from;
    let wanted = 0;
    while (at < to) {
      await this.load(path, at, Math.min(to, at + Math.max(wanted, CHUNK_BYTES)), wanted);
      const limit = this.chunkIsLast ? Math.min(to, this.chunkStart + this.chunk.length) : to;
      if (at >= limit) break;
      const end = Math.min(this.chunk.length, limit - this.chunkStart);
      const bytes = this.chunk.subarray(0, end);
      const left = limit - this.chunkStart - end;
      let look = lookForRecord(bytes, at - this.chunkStart, left);
      while (look.kind === 'record') {
        if (!visitor(look.payload, this.chunkStart + look.end)) return this.chunkStart + look.start;
        at = this.chunkStart + look.end;
        look = lookForRecord(bytes, look.end, left);
      }
      if (look.kind === 'more') {
        at = this.chunkStart + look.start;
        wanted = look.bytes;
      } else {
        at = this.chunkStart + end;
        wanted = 0;
      }
    }
    return to;
  }

  /** Closes a file that is about to be removed, so that its space is freed. */
  async forget(path: string): Promise<void> {
    if (this.file?.path === path) await this.close();
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    this.chunk = Buffer.alloc(0);
    this.chunkStart = 0;
    this.chunkIsLast = false;
    await file?.handle.close();
  }

  /** Makes sure that the chunk holds `from` and, if the file is long enough, `wanted` bytes from there. */
  private async load(path: string, from: number, to: number, wanted: number): Promise<void> {
    const held = this.chunkStart + this.chunk.length - from;
    const enough = Math.min(Math.max(wanted, 1), to - from);
    const isHeld = this.file?.path === path && from >= this.chunkStart && held >= 0;
    if (isHeld && (held >= enough || this.chunkIsLast)) return;
    if (this.file?.path !== path) {
      await this.close();
      this.file = { path, handle: await this.files.openToRead(path) };
    }
    const chunk = Buffer.allocUnsafe(to - from);
    this.chunk = chunk.subarray(0, await this.faults.read(this.file.handle, path, chunk, from));
    this.chunkStart = from;
    this.chunkIsLast = this.chunk.length < chunk.length;
  }
}
