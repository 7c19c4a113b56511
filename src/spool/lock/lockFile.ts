import { randomBytes } from 'node:crypto';
import { constants, readFileSync, readlinkSync } from 'node:fs';
import { type FileHandle, open, readFile, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** The holder of a spool directory: the content of its file `lock`, as JSON. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** New for each lock, 32 hex digits: tells this lock from every other. */
  readonly token: string;
  /** When the process started, in kernel ticks; a pid alone is reused some day. */
  readonly startTime?: string;
  /** If it differs, the machine has been restarted since. */
  readonly bootId?: string;
  /** The namespace of the pid; each container has its own. */
  readonly pidNamespace?: string;
  /** The thread in that process; if absent, 0, the main one. */
  readonly thread?: number;
}

/** A lock file as found. */
export interface FoundLock {
  /** Undefined if the file does not say: a power cut left it incomplete, or it is just being written. */
  readonly owner: LockOwner | undefined;
  /** Tells this file from any other that may take its place. Safe in a file name. */
  readonly identity: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** Whether the owner of a lock is still running. `unknown`: only the owner itself could tell. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** A FIFO in place of a file then reads as empty instead of blocking. Windows has neither FIFOs nor this flag. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The names that locking uses in a spool directory. */
const LOCK_FILE_NAMES = /^(lock|challenge|request)(\.[\w-]+\.(tmp|next|answer))?$/;

export function isLockFile(name: string): boolean {
  return LOCK_FILE_NAMES.test(name);
}

/** Where the holder answers the request with this ID. */
export function answerPath(directory: string, id: string): string {
  return join(directory, `request.${id}.answer`);
}

/** A new lock of this process and thread. */
export function ownLock(): LockOwner {
  const own = { pid: process.pid, host: hostname(), token: randomBytes(16).toString('hex') };
  return { ...own, ...THIS_PROCESS, ...(threadId > 0 && { thread: threadId }) };
}

/** Undefined if there is no such file. @throws {NodeJS.ErrnoException} if it cannot be read. */
export async function readLock(path: string): Promise<FoundLock | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, READ_AT_ONCE);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const { ino, mtimeMs } = await file.stat();
    const owner = parseOwner(await file.readFile('utf8'));
    return { owner, identity: owner?.token ?? `${ino}-${Math.trunc(mtimeMs)}`, modified: mtimeMs };
  } finally {
    await file.close();
  }
}

export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, { encoding: 'utf8', flag: READ_AT_ONCE });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** The file or its directory does not exist. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String(Object(error).code));
}

/**
 * Judges from here whether the owner of a lock is still running. Processes on another machine, or in a container with
 * its own pids, cannot be seen. (Two machines with the same name are taken for one that was restarted: machines that
 * share a directory need different names.)
 */
export function livenessOf(owner: LockOwner): Liveness {
  if (owner.host !== hostname()) return 'unknown';
  const { bootId, pidNamespace } = THIS_PROCESS;
  if (differ(owner.bootId, bootId)) return 'dead';
  if (differ(owner.pidNamespace, pidNamespace)) return 'unknown';
  if (!isRunning(owner.pid)) return 'dead';
  const running = processState(owner.pid);
  // It has ended, but its parent has not collected its exit code yet.
  if (running?.state === 'Z' || running?.state === 'X') return 'dead';
  return differ(owner.startTime, running?.startTime) ? 'dead' : 'alive';
}

const THIS_PROCESS: Pick<LockOwner, 'startTime' | 'bootId' | 'pidNamespace'> = Object.fromEntries(
  Object.entries({
    startTime: processState(process.pid)?.startTime,
    bootId: textOrNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: textOrNothing(() => readlinkSync('/proc/self/ns/pid')),
  }).filter(([, value]) => value !== undefined),
);

/** Linux only; undefined elsewhere, and if there is no such process. */
function processState(pid: number): { readonly state: string; readonly startTime: string } | undefined {
  const stat = textOrNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second field is the program's name in parentheses, which may itself contain spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields?.[0], fields?.[19]];
  return state === undefined || startTime === undefined ? undefined : { state, startTime };
}

function textOrNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Whether both are known and different. */
function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another user.
    return Object(error).code !== 'ESRCH';
  }
}

function parseOwner(text: string): LockOwner | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { pid, host, token, startTime, bootId, pidNamespace, thread } = Object(content);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (typeof host !== 'string' || typeof token !== 'string' || !/^[0-9a-f]{32}$/.test(token))
    return undefined;
  return {
    ...{ pid, host, token },
    ...(typeof startTime === 'string' ? { startTime } : {}),
    ...(typeof bootId === 'string' ? { bootId } : {}),
    ...(typeof pidNamespace === 'string' ? { pidNamespace } : {}),
    ...(Number.isSafeInteger(thread) ? { thread } : {}),
  };
}
