import { readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFileName } from '../format/segmentFile';
import { acquireLock, type DirectoryLock, SpoolLockedError } from '../lock/DirectoryLock';
import { isLockFile } from '../lock/lockFile';

/**
 * Locks a spool that no process is using.
 * @returns undefined if one is.
 * @throws file system errors.
 */
export async function lockDeadSpool(directory: string): Promise<DirectoryLock | undefined> {
  try {
    return await acquireLock(directory, async () => undefined);
  } catch (error) {
    if (error instanceof SpoolLockedError) return undefined;
    throw error;
  }
}

/**
 * Deletes a locked spool and releases the lock.
 * @returns the names of files that are not ours and stay.
 * @throws file system errors.
 */
export async function deleteLockedSpool(directory: string, lock: DirectoryLock): Promise<string[]> {
  let foreign: string[];
  try {
    const names = await readdir(directory);
    foreign = names.filter((name) => !isSpoolFile(name));
    // Events first: a manifest without events is an empty spool, but events without a manifest are sent again.
    const order = (name: string): number => (/^(ordinary|alarm)-/.test(name) ? 0 : 1);
    const ours = names.filter((name) => isSpoolFile(name) && name !== 'lock');
    for (const name of ours.sort((a, b) => order(a) - order(b))) await unlink(join(directory, name));
  } finally {
    await lock.release();
  }
  if (foreign.length === 0) await rmdir(directory).catch(() => undefined);
  return foreign;
}

/** Whether a file with this name in a spool directory is ours, and is deleted with the spool. */
function isSpoolFile(name: string): boolean {
  return parseFileName(name) !== undefined || isLockFile(name) || /^about\.json(\.new)?$/.test(name);
}
