import { basename, isAbsolute, resolve, sep } from 'node:path';
import { spoolRoots } from '../src/spool/directory/spoolRoots';
import { type FoundSpoolPlace, spoolAt, spoolsIn } from '../src/spool/inspect/findSpools';
import type { SpoolName } from './spoolArguments';
import { UsageError } from './UsageError';

/** Where a spool lies. */
export interface SpoolPlace extends FoundSpoolPlace {
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

/**
 * Finds the spool that is meant. An id is looked for among the spools that there are and never becomes part of a
 * path, so that it can lead nowhere else.
 * @throws {UsageError} when there is none, or more than one.
 */
export async function findSpool({ given, userDirs }: SpoolName): Promise<SpoolPlace> {
  if (given.includes('/') || given.includes(sep)) {
    const directory = resolve(given);
    const place = await spoolAt(directory);
    if (!place) throw new UsageError(`${directory} is not a spool.`);
    return place;
  }
  const all = await spoolsOf(userDirs);
  const found = all.filter(({ id, directory }) => id === given || basename(directory) === given);
  const [place, other] = found;
  if (!place) {
    throw new UsageError(`No spool "${given}" under ${userDirs.join(' or ')}; see spool list.`);
  }
  if (other) {
    throw new UsageError(
      `Several spools match "${given}"; give one of the directories: ${found.map(({ directory }) => directory).join(', ')}.`,
    );
  }
  return place;
}
