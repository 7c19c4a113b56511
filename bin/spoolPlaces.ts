import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { SPOOL_FOLDER, type SpoolAbout } from '../src/spool/directory/spoolDirectory';
import { parseFileName } from '../src/spool/format/segmentFile';
import { isMissing } from '../src/spool/lock/lockFile';
import type { SpoolName } from './spoolArguments';
import { UsageError } from './UsageError';

/** Where a spool lies. */
export interface SpoolPlace {
  /** Of the node that it belongs to, as far as that is known. */
  readonly id: string;
  /** Absolute path. */
  readonly directory: string;
  readonly about: SpoolAbout | undefined;
  /** Absent for a spool outside of any user directory, as a program may have it. */
  readonly userDir?: string;
}

/** The spools of a user directory; none where there is no such directory. */
export async function spoolsIn(userDir: string): Promise<SpoolPlace[]> {
  const root = join(userDir, SPOOL_FOLDER);
  const places: SpoolPlace[] = [];
  for (const name of (await namesIn(root)).sort()) {
    const place = await placeAt(join(root, name));
    if (place) places.push({ ...place, userDir });
  }
  return places;
}

/**
 * Finds the spool that is meant. An id is looked for among the spools that there are and never becomes part of a
 * path, so that it can lead nowhere else.
 * @throws {UsageError} when there is none, or more than one.
 */
export async function findSpool({ given, userDirs }: SpoolName): Promise<SpoolPlace> {
  if (given.includes('/') || given.includes(sep)) {
    const directory = resolve(given);
    const place = await placeAt(directory);
    if (!place) throw new UsageError(`${directory} is no spool.`);
    return place;
  }
  const all = (await Promise.all(userDirs.map(spoolsIn))).flat();
  const found = all.filter(({ id, directory }) => id === given || basename(directory) === given);
  const [place, other] = found;
  if (!place) {
    throw new UsageError(
      `There is no spool "${given}" under ${userDirs.join(' or ')}; spool list shows those that there are.`,
    );
  }
  if (other) {
    throw new UsageError(
      `There are several spools "${given}"; give one of the directories: ${found.map(({ directory }) => directory).join(', ')}.`,
    );
  }
  return place;
}

/** Undefined where a directory is no spool. */
async function placeAt(directory: string): Promise<Omit<SpoolPlace, 'userDir'> | undefined> {
  if (!(await isDirectory(directory))) return undefined;
  const about = await readAbout(directory);
  const isSpool = about !== undefined || (await namesIn(directory)).some((name) => parseFileName(name));
  return isSpool ? { id: about?.id ?? basename(directory), directory, about } : undefined;
}

/** Whom a spool belongs to; undefined where its note is missing or cannot be read. */
async function readAbout(directory: string): Promise<SpoolAbout | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(directory, 'about.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const { id, name, deviceId } = Object(content);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof deviceId !== 'string') return undefined;
  return { id, name, deviceId };
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
