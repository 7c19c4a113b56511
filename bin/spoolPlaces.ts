import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { PROJECT_PREFIX, readAbout, type SpoolAbout } from '../src/spool/directory/spoolDirectory';
import { spoolRoots } from '../src/spool/directory/spoolRoots';
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
  /** The folder of all spools in which it lies. */
  readonly root: string;
  readonly about: SpoolAbout | undefined;
  /** Absent for a spool of none that is known, as a program may have it. */
  readonly userDir?: string;
}

/**
 * The spools of user directories, also those in folders that were chosen for them, and those in the folder that
 * WIREBAND_SPOOL_DIRECTORY names.
 */
export async function spoolsOf(userDirs: readonly string[]): Promise<SpoolPlace[]> {
  const roots = userDirs.flatMap((userDir) => spoolRoots(userDir).map((root) => ({ root, userDir })));
  const places: SpoolPlace[] = [];
  for (const { root, userDir } of roots) {
    for (const place of await spoolsIn(root)) places.push({ ...place, userDir });
  }
  const chosen = process.env.WIREBAND_SPOOL_DIRECTORY;
  if (chosen && isAbsolute(chosen)) places.push(...(await spoolsIn(chosen)));
  return places.filter(
    ({ directory }, i) => places.findIndex((other) => other.directory === directory) === i,
  );
}

/** The spools in a folder, also those of projects; none where there is no such folder. */
async function spoolsIn(root: string): Promise<SpoolPlace[]> {
  const places: SpoolPlace[] = [];
  for (const name of (await namesIn(root)).sort()) {
    const directory = join(root, name);
    const inside = name.startsWith(PROJECT_PREFIX) ? (await namesIn(directory)).sort() : undefined;
    const directories = inside?.map((each) => join(directory, each)) ?? [directory];
    for (const each of directories) {
      const place = await placeAt(each);
      if (place) places.push({ ...place, root });
    }
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
  const all = await spoolsOf(userDirs);
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
async function placeAt(directory: string): Promise<SpoolPlace | undefined> {
  if (!(await isDirectory(directory))) return undefined;
  const about = readAbout(directory);
  const isSpool = about !== undefined || (await namesIn(directory)).some((name) => parseFileName(name));
  const root = dirname(directory);
  return isSpool ? { id: about?.id ?? basename(directory), directory, root, about } : undefined;
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
