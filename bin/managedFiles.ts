import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 of the content that we last wrote, by file name. */
export type WrittenHashes = Readonly<Record<string, string>>;

export interface WriteResult {
  /** Whether the user had edited one of the files, in which case none was written. */
  readonly kept: boolean;
  /** Hashes of the files as we last wrote them. */
  readonly hashes: WrittenHashes;
}

/** Readable by this user only: a settings file holds a key, and a flow may hold secrets that a user types in. */
const PRIVATE_FILE = 0o600;

/**
 * Writes files that belong together, unless one of them exists and differs from what we last wrote.
 * @param files content by file name; if the first one is missing, all are rewritten regardless.
 * @throws {NodeJS.ErrnoException} if the folder cannot be read or written.
 */
export function writeUnlessEdited(
  folder: string,
  files: Readonly<Record<string, string>>,
  written: WrittenHashes,
): WriteResult {
  const [first = ''] = Object.keys(files);
  const edited = Object.keys(files).some((name) => isEdited(join(folder, name), written[name]));
  if (existsSync(join(folder, first)) && edited) return { kept: true, hashes: written };
  const hashes: Record<string, string> = { ...written };
  for (const [name, content] of Object.entries(files)) {
    writeWhole(join(folder, name), content);
    hashes[name] = hashOf(content);
  }
  return { kept: false, hashes };
}

/** Writes a file atomically: it appears complete or not at all. */
export function writeWhole(path: string, content: string): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, content, { mode: PRIVATE_FILE });
  renameSync(unfinished, path);
}

function isEdited(path: string, hash: string | undefined): boolean {
  return existsSync(path) && hashOf(readFileSync(path)) !== hash;
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
