import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PROJECT_PREFIX, readAbout, type SpoolAbout } from '../directory/spoolDirectory';
import { parseFileName } from '../format/segmentFile';
import { isMissing } from '../lock/lockFile';

/** Where a spool is. */
export interface FoundSpoolPlace {
  /** ID of the node that it belongs to, as far as known. */
  readonly id: string;
  /** Absolute path. */
  readonly directory: string;
  /** The folder of spools that contains it. */
  readonly root: string;
  readonly about: SpoolAbout | undefined;
}

/** The spools in a folder, including those of projects; empty if the folder is missing. @throws file system errors. */
export async function spoolsIn(root: string): Promise<FoundSpoolPlace[]> {
  const places: FoundSpoolPlace[] = [];
  for (const name of (await namesIn(root)).sort()) {
    const directory = join(root, name);
    const inside = name.startsWith(PROJECT_PREFIX) ? (await namesIn(directory)).sort() : undefined;
    const directories = inside?.map((each) => join(directory, each)) ?? [directory];
    for (const each of directories) {
      const place = await spoolAt(each);
      if (place) places.push({ ...place, root });
    }
  }
  return places;
}

/** Undefined if a directory is not a spool. @throws file system errors. */
export async function spoolAt(directory: string): Promise<FoundSpoolPlace | undefined> {
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
