import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SPOOL_FOLDER } from './spoolDirectory';

/** File within a user directory that lists all folders ever chosen for its spools, for the command line. JSON. */
const NOTE = join('wireband', 'spoolDirectories.json');

/** The folders that may contain spools of a user directory: the default, and those that were chosen. Absolute. */
export function spoolRoots(userDir: string): readonly string[] {
  return [join(userDir, SPOOL_FOLDER), ...readNote(userDir)];
}

/** Notes that a folder was chosen. If that cannot be written, only the command line's list is incomplete. */
export function noteSpoolRoot(userDir: string, root: string): void {
  const known = readNote(userDir);
  if (known.includes(root)) return;
  const path = join(userDir, NOTE);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, `${JSON.stringify([...known, root])}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // The directory can still be passed on the command line.
  }
}

function readNote(userDir: string): readonly string[] {
  try {
    const content: unknown = JSON.parse(readFileSync(join(userDir, NOTE), 'utf8'));
    return Array.isArray(content) ? content.filter((root) => typeof root === 'string') : [];
  } catch {
    return [];
  }
}
