import { readdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LockTaking } from './LockTaking';
import {
  answerPath,
  isLockFile,
  type LockOwner,
  livenessOf,
  ownLock,
  readIfThere,
  readLock,
  removeIfThere,
} from './lockFile';
import { SpoolLockedError } from './SpoolLockedError';

export { SpoolLockedError } from './SpoolLockedError';

/** The exclusive right of one spool in one process to a spool directory. */
export interface DirectoryLock {
  /**
   * Whether the lock file is still ours. False, for good, once the directory has vanished or somebody took the lock;
   * it can then be acquired anew. Also answers requests, without waiting for the work they start. Must be called about
   * once a second: a process that asks from another machine takes silence for death.
   */
  check(): Promise<boolean>;
  /** Never rejects. A lock file that cannot be removed no longer counts. */
  release(): Promise<void>;
}

/**
 * Called with a request from another process, which counts as answered once the promise is fulfilled. If the promise
 * gives a number, the answer contains it: how many events were discarded.
 */
export type LockRequestHandler = (request: 'discard') => Promise<unknown>;

/**
 * Locks a spool directory. May take some seconds if another machine holds or held it.
 * @throws {SpoolLockedError} if it is in use, and file system errors if it cannot be written.
 */
export type AcquireLock = (directory: string, onRequest: LockRequestHandler) => Promise<DirectoryLock>;

/** Not a constant of this module: one process may load two copies of it. */
const held: Set<string> = (() => {
  const registry: { [key: symbol]: unknown } = globalThis;
  const key = Symbol.for('@wireband/node-red-edge locked spool directories');
  const there = registry[key];
  if (there instanceof Set) return there;
  const made = new Set<string>();
  registry[key] = made;
  return made;
})();

export const acquireLock: AcquireLock = async (directory, onRequest) => {
  const own = ownLock();
  const key = await realpath(directory);
  if (held.has(key)) throw new SpoolLockedError(directory, own.pid, own.host);
  held.add(key);
  try {
    await new LockTaking(directory, own).take(join(directory, 'lock'));
    await removeLeftovers(directory);
  } catch (error) {
    held.delete(key);
    throw error;
  }
  return new HeldLock(directory, own, onRequest, () => held.delete(key));
};

class HeldLock implements DirectoryLock {
  private answering: Promise<void> | undefined;
  private released = false;

  constructor(
    private readonly directory: string,
    private readonly own: LockOwner,
    private readonly onRequest: LockRequestHandler,
    private readonly forget: () => void,
  ) {}

  async check(): Promise<boolean> {
    if (this.released) return false;
    if (!(await this.isOurs())) {
      this.giveUp();
      return false;
    }
    await removeIfThere(join(this.directory, 'challenge')).catch(() => undefined);
    // Not awaited: to do what is asked, the spool may need the turn in which this check runs.
    this.answering ??= this.answerRequest()
      .catch(() => undefined)
      .finally(() => {
        this.answering = undefined;
      });
    return true;
  }

  async release(): Promise<void> {
    if (this.released) return;
    try {
      if (await this.isOurs()) await removeIfThere(join(this.directory, 'lock'));
    } catch {
      // The file stays behind; without an entry in the registry it is stale.
    } finally {
      this.giveUp();
    }
  }

  /** Frees the directory for another lock in this process. */
  private giveUp(): void {
    if (!this.released) this.forget();
    this.released = true;
  }

  private async isOurs(): Promise<boolean> {
    try {
      const found = await readLock(join(this.directory, 'lock'));
      return found?.identity === this.own.token;
    } catch {
      // A file that is unreadable for a moment, as with too many open files, does not prove the lock lost.
      return true;
    }
  }

  /** A request that fails stays, and is retried at each check until its sender withdraws it. */
  private async answerRequest(): Promise<void> {
    const path = join(this.directory, 'request');
    const text = await readIfThere(path);
    if (text === undefined) return;
    const id = idOfDiscard(text);
    if (id !== undefined) {
      const discarded = await this.onRequest('discard');
      if (typeof discarded === 'number') await this.answer(id, JSON.stringify({ discarded }));
    }
    await removeIfThere(path);
  }

  private async answer(id: string, text: string): Promise<void> {
    const path = answerPath(this.directory, id);
    await writeFile(path, text, { flag: 'wx', mode: 0o600 }).catch(() => undefined);
  }
}

/** Removes requests made to the previous holder, and files of attempts that a crash cut short. */
async function removeLeftovers(directory: string): Promise<void> {
  await removeIfThere(join(directory, 'challenge'));
  await removeIfThere(join(directory, 'request'));
  for (const name of (await readdir(directory)).filter((name) => isLockFile(name) && name.includes('.'))) {
    const path = join(directory, name);
    const left = await readLock(path).catch(() => undefined);
    const isOfNobody = name.startsWith('request.') || (left?.owner && livenessOf(left.owner) === 'dead');
    if (isOfNobody) await removeIfThere(path);
  }
}

/** The ID of a discard request; undefined for anything else. */
function idOfDiscard(text: string): string | undefined {
  try {
    const { request, id } = Object(JSON.parse(text));
    return request === 'discard' && /^[0-9a-f]{16}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
