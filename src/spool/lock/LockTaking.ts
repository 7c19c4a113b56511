import { randomBytes } from 'node:crypto';
import { link, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnsupported } from '../../fileSystem';
import { endedThreads } from './endedThreads';
import { type FoundLock, type LockOwner, livenessOf, readIfThere, readLock, removeIfThere } from './lockFile';
import { SpoolLockedError } from './SpoolLockedError';

/** How long a holder on another machine or in another thread may take to answer; it checks about once a second. */
const ANSWER_WITHIN_MS = 3500;
/** How long a lock file may be empty or half written before it counts as left behind. */
const WRITTEN_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 100;

/** One attempt to lock a directory. */
export class LockTaking {
  constructor(
    private readonly directory: string,
    private readonly own: LockOwner,
  ) {}

  /**
   * Makes a lock file ours, replacing that of a dead process if need be.
   *
   * Two processes that find the same dead lock must not both replace it, nor may one replace the other's. So the right
   * to replace a lock is itself taken like this: as a file named after the lock to replace, which can exist only once.
   */
  async take(path: string): Promise<void> {
    for (;;) {
      if (await this.createWhole(path)) return;
      const found = await readLock(path);
      if (found === undefined) continue;
      await this.refuseUnlessStale(path, found);
      const right = join(this.directory, `lock.${found.identity}.next`);
      await this.take(right);
      try {
        if ((await readLock(path))?.identity === found.identity) {
          await rename(await this.writeAside(), path);
          return;
        }
      } finally {
        await removeIfThere(right);
      }
    }
  }

  private async refuseUnlessStale(path: string, found: FoundLock): Promise<void> {
    if (found.owner === undefined) return this.awaitContent(path, found);
    const { pid, host, thread = 0 } = found.owner;
    const liveness = livenessOf(found.owner);
    if (liveness === 'dead') return;
    const isOfThisProcess = liveness === 'alive' && pid === this.own.pid;
    // What this thread holds is in the registry: a lock file in its name is stale, or from an earlier process.
    if (isOfThisProcess && (thread === (this.own.thread ?? 0) || endedThreads.has(thread))) return;
    if ((liveness === 'alive' && !isOfThisProcess) || (await this.isAnswered())) {
      throw new SpoolLockedError(this.directory, pid, host);
    }
  }

  /** Waits until the lock has content or is too old to be still in the making. */
  private async awaitContent(path: string, found: FoundLock): Promise<void> {
    const age = Date.now() - found.modified;
    if (age > WRITTEN_WITHIN_MS) return;
    // Waits, and does not rely on the age alone: the clock may have been set since.
    for (let waited = 0; waited < WRITTEN_WITHIN_MS; waited += LOOK_EVERY_MS) {
      await sleep(LOOK_EVERY_MS);
      if ((await readLock(path))?.identity !== found.identity) return;
    }
  }

  /** Asks the holder for a sign of life. Several processes may ask at once, sharing the file of the first. */
  private async isAnswered(): Promise<boolean> {
    const path = join(this.directory, 'challenge');
    await this.createWhole(path);
    const asked = await readIfThere(path);
    for (let waited = 0; waited < ANSWER_WITHIN_MS; waited += LOOK_EVERY_MS) {
      if (asked === undefined || (await readIfThere(path)) !== asked) return true;
      await sleep(LOOK_EVERY_MS);
    }
    return false;
  }

  /** Creates the file complete with its content, so that nobody sees it empty. False if it exists already. */
  private async createWhole(path: string): Promise<boolean> {
    const aside = await this.writeAside();
    try {
      await link(aside, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!isUnsupported('link', error)) throw error;
      return await this.create(path);
    } finally {
      await removeIfThere(aside);
    }
  }

  private async writeAside(): Promise<string> {
    const path = join(this.directory, `lock.${randomBytes(8).toString('hex')}.tmp`);
    await this.create(path);
    return path;
  }

  private async create(path: string): Promise<boolean> {
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(JSON.stringify(this.own));
      } finally {
        await file.close();
      }
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }
}

function codeOf(error: unknown): string {
  return String(Object(error).code);
}
