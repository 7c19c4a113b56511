import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type DispensableCall, isUnsupported } from '../../fileSystem';
import type { DeltaState } from '../DeltaState';
import { type ReadRef, readStateLines, stateLines, type WriteRef } from './stateLines';

/*
 * A state file exists only between a clean end and the next start: it is removed, durably, before its content is
 * trusted. After a crash there is none, and every series passes once. Its last line is the SHA-256 of everything before
 * it.
 */

/** Lines are written together, up to about this many characters. */
const CHUNK = 1 << 20;

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;

export interface OpenedState<Ref> {
  /** Absent if there was no file, or it could not be used. */
  readonly state?: DeltaState<Ref>;
  /** Why a file could not be used, or what using it costs here, in words. */
  readonly warning?: string;
}

/**
 * Takes over what a filter remembered before a restart. The file is gone afterwards. Never throws.
 * @param readRef makes a message from what `writeRef` returned for it.
 */
export function openStateFile<Ref = unknown>(path: string, readRef: ReadRef<Ref>): OpenedState<Ref> {
  try {
    const bytes = readFileSync(path);
    unlinkSync(path);
    const refusal = syncDirectory(dirname(path));
    const state = readStateLines(checkedLines(bytes), readRef);
    if (refusal === undefined) return { state };
    const cost = 'after a power cut the change filter may use outdated values';
    return { state, warning: `${path}: its file system cannot sync a directory (${refusal}): ${cost}.` };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    const warning = `${path}: the saved state of the change filter cannot be used, so it starts afresh.`;
    return { warning: [warning, reasonOf(error), ...removalProblem(path)].join(' ') };
  }
}

/**
 * Writes what a filter remembers, at a clean end: all of it or nothing.
 * @param writeRef turns a message into something that JSON can hold.
 * @throws the error of the file system; an existing file is then gone or unchanged.
 */
export function saveStateFile<Ref = unknown>(
  path: string,
  state: DeltaState<Ref>,
  writeRef: WriteRef<Ref>,
  now: number = Date.now(),
): void {
  mkdirSync(dirname(path), { recursive: true, mode: OWNER_ONLY_DIRECTORY });
  const temporary = `${path}.new`;
  try {
    writeLines(temporary, stateLines(state, writeRef, now));
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes a file that cannot be read now: at a later start it would be out of date. Returns what went wrong. */
function removalProblem(path: string): string[] {
  try {
    rmSync(path, { force: true });
    return [];
  } catch (error) {
    return [`Remove it by hand: it is outdated. ${reasonOf(error)}`];
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'w', OWNER_ONLY_FILE);
  try {
    const hash = createHash('sha256');
    let chunk = '';
    const write = (): void => {
      hash.update(chunk);
      writeAll(file, Buffer.from(chunk));
      chunk = '';
    };
    for (const line of lines) {
      chunk += `${line}\n`;
      if (chunk.length > CHUNK) write();
    }
    write();
    writeAll(file, Buffer.from(`${hash.digest('hex')}\n`));
    refusalOf('sync', () => fsyncSync(file));
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** @throws {Error} if the last line is not the checksum of everything before it. */
function* checkedLines(bytes: Buffer): Generator<string> {
  const end = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  const sum = createHash('sha256').update(bytes.subarray(0, end)).digest('hex');
  if (bytes.toString('latin1', end) !== `${sum}\n`) throw new Error('It is damaged: its checksum is wrong.');
  for (let from = 0; from < end; ) {
    const to = bytes.indexOf('\n', from);
    yield bytes.toString('utf8', from, to);
    from = to + 1;
  }
}

/** Syncs a directory. Returns why that is not supported here, in words. @throws if it fails. */
function syncDirectory(path: string): string | undefined {
  // Windows cannot open a directory; NTFS journals names by itself.
  if (process.platform === 'win32') return undefined;
  return refusalOf('syncDirectory', () => {
    const directory = openSync(path, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  });
}

/** Returns why a call is not supported here, in words; undefined if it succeeded. @throws if it fails. */
function refusalOf(call: DispensableCall, run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isUnsupported(call, error)) throw error;
    return reasonOf(error);
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
