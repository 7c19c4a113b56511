import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, realpath, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type FoundLock,
  isLockFile,
  isMissing,
  type LockOwner,
  livenessOf,
  ownLock,
  readLock,
} from './lockFile';

/** The right of one process, and of one spool in it, to a spool directory. */
export interface DirectoryLock {
  /**
   * Whether the lock file is still ours (false when the directory vanished or somebody took it). Also answers
   * requests, without waiting for what they start. To be called about once a second: who asks from another machine
   * takes silence for death.
   */
  check(): Promise<boolean>;
  /** Never rejects. A lock file that cannot be removed counts for nothing from now on. */
  release(): Promise<void>;
}

/**
 * Called with a request of another process; the request counts as answered once this is fulfilled. A number that
 * it is fulfilled with is handed on: how many events were discarded.
 */
export type LockRequestHandler = (request: 'discard') => Promise<unknown>;

/**
 * Locks a spool directory. May take some seconds where another machine holds or held it.
 * @throws {SpoolLockedError} when it is in use, and file system errors when it cannot be written.
 */
export type AcquireLock = (directory: string, onRequest: LockRequestHandler) => Promise<DirectoryLock>;

/** Another process, or another node of this one, works on the directory. */
export class SpoolLockedError extends Error {
  override readonly name = 'SpoolLockedError';
  constructor(
    readonly directory: string,
    readonly pid: number,
    readonly host: string,
  ) {
    super(
      pid === process.pid && host === hostname()
        ? `The spool ${directory} is in use by another node of this process (${pid} on ${host}). Give one of the two a directory of its own.`
        : `The spool ${directory} is in use by process ${pid} on ${host}. Stop that process, or start this one with another user directory.`,
    );
  }
}

/** How long the holder of a lock on another machine may take to answer; it looks about once a second. */
const ANSWER_WITHIN_MS = 3500;
/** How long a lock file may be empty or half written before it counts as left behind. */
const WRITTEN_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 100;

/** Not a constant of this module: there may be two copies of it in one process. */
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
    if (this.released || !(await this.isOurs())) return false;
    await removeIfThere(join(this.directory, 'challenge')).catch(() => undefined);
    // Not waited for: the spool may need its turn, in which this check runs, to do what is asked.
    this.answering ??= this.answerRequest()
      .catch(() => undefined)
      .finally(() => {
        this.answering = undefined;
      });
    return true;
  }

  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    try {
      if (await this.isOurs()) await removeIfThere(join(this.directory, 'lock'));
    } catch {
      // Its token stays behind; without an entry in the registry it is stale.
    } finally {
      this.forget();
    }
  }

  private async isOurs(): Promise<boolean> {
    try {
      const found = await readLock(join(this.directory, 'lock'));
      return found?.identity === this.own.token;
    } catch {
      // Unreadable for a moment, as with too many open files, is no proof that it is lost.
      return true;
    }
  }

  /** A request that fails stays, and is tried again at the next check until whoever asks takes it back. */
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

/** One attempt to lock a directory. */
class LockTaking {
  constructor(
    private readonly directory: string,
    private readonly own: LockOwner,
  ) {}

  /**
   * Makes a file ours, in place of one of a dead process if need be.
   *
   * Two that find the same dead lock must not both replace it, nor one of them the other's. So the right to replace
   * a lock is itself taken in this way: as a file named after the lock that is replaced, of which there can be one.
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
    const { pid, host } = found.owner;
    const liveness = livenessOf(found.owner);
    // What this process holds is in the registry: a lock with its pid is none, or that of an earlier process.
    if (liveness === 'dead' || (liveness === 'alive' && pid === this.own.pid)) return;
    if (liveness === 'alive' || (await this.isAnswered())) {
      throw new SpoolLockedError(this.directory, pid, host);
    }
  }

  /** Waits until the lock has content or is older than any that is still being written. */
  private async awaitContent(path: string, found: FoundLock): Promise<void> {
    const age = Date.now() - found.modified;
    if (age > WRITTEN_WITHIN_MS) return;
    // By waiting, and not by its age alone: the clock may have been set since.
    for (let waited = 0; waited < WRITTEN_WITHIN_MS; waited += LOOK_EVERY_MS) {
      await sleep(LOOK_EVERY_MS);
      if ((await readLock(path))?.identity !== found.identity) return;
    }
  }

  /** Asks the holder for a sign of life. Several may ask at once, with the file of the first. */
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

  /** Creates the file with its content in it, so that nobody sees it empty. False where there is one. */
  private async createWhole(path: string): Promise<boolean> {
    const aside = await this.writeAside();
    try {
      await link(aside, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!LINKS_ARE_UNKNOWN.includes(codeOf(error))) throw error;
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

/** What link() says on FAT and on some network drives. */
const LINKS_ARE_UNKNOWN = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'];

/** A request was made to the holder before, and files of attempts that a crash cut short are of no use. */
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

/** The id of a request to discard; undefined for anything else. */
function idOfDiscard(text: string): string | undefined {
  try {
    const { request, id } = Object(JSON.parse(text));
    return request === 'discard' && /^[0-9a-f]{16}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function codeOf(error: unknown): string {
  return String(Object(error).code);
}
