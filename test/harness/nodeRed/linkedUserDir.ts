import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a user directory in which a package is linked, as `npm install <folder>` does: quicker than installing
 * its tarball, for suites that are not about installing. The caller removes it.
 */
export function linkedUserDir(packageFolder: string): string {
  const userDir = mkdtempSync(join(tmpdir(), 'wireband-linked-'));
  const scope = join(userDir, 'node_modules', '@wireband');
  mkdirSync(scope, { recursive: true });
  symlinkSync(packageFolder, join(scope, 'node-red-edge'), 'dir');
  return userDir;
}
