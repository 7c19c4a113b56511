import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a user directory with a package linked into it, as `npm install <folder>` does: faster than installing
 * its tarball, for suites that do not test the installation. The caller removes it.
 */
export function linkedUserDir(packageFolder: string): string {
  const userDir = mkdtempSync(join(tmpdir(), 'wireband-linked-'));
  const scope = join(userDir, 'node_modules', '@wireband');
  mkdirSync(scope, { recursive: true });
  symlinkSync(packageFolder, join(scope, 'node-red-edge'), 'dir');
  return userDir;
}
