import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsFilePaths, TlsOptions } from './TlsOptions';

/** Minimum interval between checks for changed files, milliseconds: a renewal can wait a second. */
const LOOK_EVERY_MS = 1000;

/** Maximum time that a request waits for a check, milliseconds: files may be on a share that hangs. */
const MAX_WAIT_MS = 1000;

/**
 * Rereads certificates and keys when their files change, so that renewed ones are used without a deploy. Files that
 * cannot be read, or that do not match because only one of them has been replaced so far, change nothing: they are
 * checked again before the next request.
 */
export class TlsFiles {
  private readonly paths: readonly (readonly ['ca' | 'cert' | 'key', string])[];
  /** Of the files as last read. Empty at first, so the first check reads them: they may differ from the settings. */
  private mark = '';
  private nextLookAt = 0;
  private isLooking = false;

  /**
   * @param tls used along with the files, for the passphrase of the key.
   * @param onRead gets the contents of the files, at first and after every change.
   */
  constructor(
    paths: TlsFilePaths,
    private readonly tls: TlsOptions | undefined,
    private readonly onRead: (read: TlsOptions) => void,
  ) {
    this.paths = (['ca', 'cert', 'key'] as const).flatMap((part) => {
      const path = paths[part];
      return path ? [[part, path] as const] : [];
    });
  }

  /** Checks the files, at most once a second. Never rejects, and resolves within a second. */
  async look(now = performance.now()): Promise<void> {
    if (this.paths.length === 0 || now < this.nextLookAt || this.isLooking) return;
    this.nextLookAt = now + LOOK_EVERY_MS;
    this.isLooking = true;
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, MAX_WAIT_MS);
    });
    await Promise.race([this.read(), waited]);
    clearTimeout(timer);
  }

  private async read(): Promise<void> {
    try {
      const mark = await this.markNow();
      if (mark === this.mark) return;
      const read: TlsOptions = {};
      for (const [part, path] of this.paths) read[part] = await readFile(path);
      createSecureContext({ ...this.tls, ...read });
      this.mark = mark;
      this.onRead(read);
    } catch {
      // The previous contents stay in use.
    } finally {
      this.isLooking = false;
    }
  }

  /** A replaced file, whether overwritten or swapped by renaming a file or link, has another time, size or inode. */
  private async markNow(): Promise<string> {
    const stats = await Promise.all(this.paths.map(([, path]) => stat(path)));
    return stats.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join('\n');
  }
}
