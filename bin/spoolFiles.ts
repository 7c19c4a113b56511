import { isLockFile } from '../src/spool/lockFile';
import { parseFileName } from '../src/spool/segmentFile';

/** Whether a file of this name in a spool directory is one of ours, so that it goes when the spool is deleted. */
export function isSpoolFile(name: string): boolean {
  return parseFileName(name) !== undefined || isLockFile(name) || /^about\.json(\.new)?$/.test(name);
}
