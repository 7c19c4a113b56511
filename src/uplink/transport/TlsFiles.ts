import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsFilePaths, TlsOptions } from './TlsOptions';

/** How often it is looked whether files have changed, at most, milliseconds: a renewal is not urgent to the second. */
const LOOK_EVERY_MS = 1000;

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

  /** @param tls used beside the files: the passphrase of the key. */
  constructor(
    paths: TlsFilePaths,
    private readonly tls: TlsOptions | undefined,
  ) {
    this.paths = (['ca', 'cert', 'key'] as const).flatMap((part) => {
      const path = paths[part];
      return path ? [[part, path] as const] : [];
    });
  }

  /** What the files hold, if it has changed since the last call and can be used. Never rejects. */
  async changed(now = performance.now()): Promise<TlsOptions | undefined> {
    if (this.paths.length === 0 || now < this.nextLookAt) return undefined;
    this.nextLookAt = now + LOOK_EVERY_MS;
    try {
      const mark = await this.markNow();
      if (mark === this.mark) return undefined;
      const read: TlsOptions = {};
      for (const [part, path] of this.paths) read[part] = await readFile(path);
      createSecureContext({ ...this.tls, ...read });
      this.mark = mark;
      return read;
    } catch {
      return undefined;
    }
  }

  /** A file that is replaced, in place or by renaming another or a link, has another time, size or inode. */
  private async markNow(): Promise<string> {
    const stats = await Promise.all(this.paths.map(([, path]) => stat(path)));
    return stats.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join('\n');
  }
}
