import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsFilePaths, TlsOptions } from './TlsOptions';

/** How often it is looked whether files have changed, at most, milliseconds: a renewal is not urgent to the second. */
const LOOK_EVERY_MS = 1000;

/** How long a request waits for that, milliseconds: files may be on a share that hangs. */
const MAX_WAIT_MS = 1000;

/**
 * Reads certificates and keys again when their files change, so that a renewed one is used without a deploy. Files that
 * cannot be read, or that do not belong together because only one of them has been replaced so far, change nothing: they
 * are looked at again before the next request.
 */
export class TlsFiles {
  private readonly paths: readonly (readonly ['ca' | 'cert' | 'key', string])[];
  /** Of the files as last read. Files may have changed since the settings were read, so that the first look reads them. */
  private mark = '';
  private nextLookAt = 0;
  private isLooking = false;

  /**
   * @param tls used next to the files: the passphrase of the key.
   * @param onRead gets what the files hold, at first and whenever it has changed.
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

  /** Looks at the files, once a second at most. Never rejects, and resolves within a second. */
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
      // What was read before counts.
    } finally {
      this.isLooking = false;
    }
  }

  /** A file that is replaced, in place or by renaming another or a link, has another time, size or inode. */
  private async markNow(): Promise<string> {
    const stats = await Promise.all(this.paths.map(([, path]) => stat(path)));
    return stats.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join('\n');
  }
}
