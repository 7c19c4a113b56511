import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const QUIET = [
  '--no-save',
  '--no-package-lock',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Installs npm packages from scratch into a folder separate from the project's own `node_modules`.
 * @param packages each with its version, `name@1.2.3`.
 * @throws {Error} if npm fails, after npm has printed why.
 */
export function installApart(
  folder: string,
  packages: readonly string[],
  options: readonly string[] = [],
): void {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: basename(folder), private: true }));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['install', ...QUIET, ...options, ...packages], { cwd: folder, stdio: 'inherit' });
}
