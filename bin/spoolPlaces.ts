import { basename, isAbsolute, resolve, sep } from 'node:path';
import { spoolRoots } from '../src/spool/directory/spoolRoots';
import { type FoundSpoolPlace, spoolAt, spoolsIn } from '../src/spool/inspect/findSpools';
import type { SpoolName } from './spoolArguments';
import { UsageError } from './UsageError';

/** The location of a spool. */
export interface SpoolPlace extends FoundSpoolPlace {
  /** Absent for a spool outside any known user directory, such as that of a program. */
  readonly userDir?: string;
}

/**
 * The spools of user directories, including those in folders chosen for their spools, and those in the folder named by
 * WIREBAND_SPOOL_DIRECTORY.
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
 * Finds the spool that the user named. An ID is only compared with existing spools and never becomes part of a path, so
 * it cannot lead anywhere else.
 * @throws {UsageError} if there is no such spool, or more than one.
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
