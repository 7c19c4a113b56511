import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the spools, within a user directory. */
export const SPOOL_FOLDER = join('wireband', 'spool');

const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The directory of a node's spool. An id that is no plain name, which Node-RED gives none, cannot lead out of the
 * folder: it becomes a hash.
 * @param userDir absolute.
 */
export function spoolDirectory(userDir: string, nodeId: string): string {
  const name = PLAIN_NAME.test(nodeId)
    ? nodeId
    : `id-${createHash('sha256').update(nodeId).digest('hex').slice(0, 32)}`;
  return join(userDir, SPOOL_FOLDER, name);
}

/** Whom a spool belongs to, for people who find it later. */
export interface SpoolAbout {
  readonly id: string;
  readonly name: string;
  readonly deviceId: string;
}

/** Leaves a note in a spool's directory. @throws what the file system throws. */
export async function writeAbout(directory: string, about: SpoolAbout): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'about.json');
  await writeFile(`${file}.new`, `${JSON.stringify(about)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
