import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFileName } from '../format/segmentFile';

/** Of the spools, within a user directory. */
export const SPOOL_FOLDER = join('wireband', 'spool');

/** Begins the name of a project's folder. A dot is in no plain name, so no spool has such a name. */
export const PROJECT_PREFIX = 'project.';

const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Whom a spool belongs to. */
export interface SpoolOwner {
  readonly nodeId: string;
  /** Of Node-RED's Projects feature; two projects may have nodes of one id. */
  readonly project?: string | undefined;
}

/** Where a spool lies. */
export interface FoundDirectory {
  readonly directory: string;
  /** Where a new one would lie, if that is in another folder of spools. */
  readonly wanted?: string;
}

/** The directory of a node's spool where nothing else is chosen. @param userDir absolute. */
export function spoolDirectory(userDir: string, nodeId: string): string {
  return join(userDir, SPOOL_FOLDER, folderOf(nodeId));
}

/** Of the owner's folder, below that of all spools: `<node>`, or `project.<project>/<node>`. */
export function ownFolder({ nodeId, project }: SpoolOwner): string {
  const folder = folderOf(nodeId);
  return project === undefined ? folder : join(`${PROJECT_PREFIX}${folderOf(project)}`, folder);
}

/**
 * Where the spool of a node lies: where one of its own is found, be it of a release that knew no projects, else in the
 * first folder.
 * @param roots folders of spools, absolute: the wanted one, then those in which older spools may be.
 */
export function findSpoolDirectory(
  owner: SpoolOwner,
  [root, ...others]: readonly [string, ...string[]],
): FoundDirectory {
  const wanted = join(root, ownFolder(owner));
  const foundIn = (folder: string): string | undefined =>
    [join(folder, ownFolder(owner)), join(folder, folderOf(owner.nodeId))].find(
      (directory) => isSpool(directory) && mayUse(directory, owner),
    );
  const here = foundIn(root);
  if (here !== undefined) return { directory: here };
  for (const other of others) {
    const directory = foundIn(other);
    if (directory !== undefined) return { directory, wanted };
  }
  return { directory: wanted };
}

/** Whom a spool belongs to, for people who find it later. */
export interface SpoolAbout {
  readonly id: string;
  readonly name: string;
  readonly deviceId: string;
  /** As SpoolOwner has it. */
  readonly project?: string;
}

/** Leaves a note in a spool's directory. @throws what the file system throws. */
export async function writeAbout(directory: string, about: SpoolAbout): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'about.json');
  await writeFile(`${file}.new`, `${JSON.stringify(about)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Whom a spool belongs to; undefined if its note is missing or cannot be read. */
export function readAbout(directory: string): SpoolAbout | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(directory, 'about.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const { id, name, deviceId, project } = Object(content);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof deviceId !== 'string') return undefined;
  return { id, name, deviceId, ...(typeof project === 'string' && { project }) };
}

/** An id that is not a plain name, which Node-RED gives none, cannot lead out of the folder: it becomes a hash. */
function folderOf(id: string): string {
  return PLAIN_NAME.test(id) ? id : `id-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

/** Whether there is a spool. One of which nobody can know, as it is another user's, is one. */
function isSpool(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => parseFileName(name));
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes(Object(error).code);
  }
}

/** A spool without a project's name is of a release that knew none, and goes to the project that is open first. */
function mayUse(directory: string, { project }: SpoolOwner): boolean {
  const owner = readAbout(directory)?.project;
  return project === undefined || owner === undefined || owner === project;
}
