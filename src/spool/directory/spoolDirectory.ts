import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFileName } from '../format/segmentFile';

/** Folder of all spools, within a user directory. */
export const SPOOL_FOLDER = join('wireband', 'spool');

/** Prefix of a project's folder. Plain names contain no dot, so no spool has such a name. */
export const PROJECT_PREFIX = 'project.';

const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** The node and project that a spool belongs to. */
export interface SpoolOwner {
  readonly nodeId: string;
  /** From Node-RED's Projects feature; two projects may have nodes with the same ID. */
  readonly project?: string | undefined;
}

/** Where a spool is. */
export interface FoundDirectory {
  readonly directory: string;
  /** Where a new one would be created, if that is in another folder of spools. */
  readonly wanted?: string;
}

/** The directory of a node's spool if no other was chosen. @param userDir absolute. */
export function spoolDirectory(userDir: string, nodeId: string): string {
  return join(userDir, SPOOL_FOLDER, folderOf(nodeId));
}

/** Path of the owner's folder within the folder of all spools: `<node>`, or `project.<project>/<node>`. */
export function ownFolder({ nodeId, project }: SpoolOwner): string {
  const folder = folderOf(nodeId);
  return project === undefined ? folder : join(`${PROJECT_PREFIX}${folderOf(project)}`, folder);
}

/**
 * Where the spool of a node is: where an existing one is found, even from a release that did not know projects; else
 * in the first folder.
 * @param roots absolute paths of folders of spools: the wanted one, then those that may contain older spools.
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

/** Which node a spool belongs to, for people who find it later. */
export interface SpoolAbout {
  readonly id: string;
  readonly name: string;
  readonly deviceId: string;
  /** As in SpoolOwner. */
  readonly project?: string;
}

/** Writes about.json into a spool's directory. @throws what the file system throws. */
export async function writeAbout(directory: string, about: SpoolAbout): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'about.json');
  await writeFile(`${file}.new`, `${JSON.stringify(about)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Which node a spool belongs to; undefined if about.json is missing or cannot be read. */
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

/** An ID that is not a plain name (Node-RED never makes one) becomes a hash, so it cannot lead out of the folder. */
function folderOf(id: string): string {
  return PLAIN_NAME.test(id) ? id : `id-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

/** Whether there is a spool. A directory that cannot be read, as when it belongs to another user, counts as one. */
function isSpool(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => parseFileName(name));
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes(Object(error).code);
  }
}

/** A spool without a project is from a release that did not know projects, and goes to the first project opened. */
function mayUse(directory: string, { project }: SpoolOwner): boolean {
  const owner = readAbout(directory)?.project;
  return project === undefined || owner === undefined || owner === project;
}
