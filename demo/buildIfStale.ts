import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What dist/ is made from. */
const SOURCES = ['src', 'nodes', 'bin', 'icons', 'scripts'];

/** What the build touches last, so that a build that broke off counts as none. */
const BUILT_LAST = join('dist', 'bin', 'wireband-edge.js');

/**
 * Builds the package unless that was done since the last change. @throws {Error} when the build fails.
 * @param say tells a person that it takes a while.
 */
export function buildIfStale(root: string, say: (line: string) => void): void {
  const built = join(root, BUILT_LAST);
  if (
    existsSync(built) &&
    SOURCES.every((source) => newestChange(join(root, source)) <= statSync(built).ctimeMs)
  )
    return;
  say('Building the nodes (a few seconds) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    // npm is a script on Windows, which only a shell can run.
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The build failed; see above.');
}

/** Milliseconds since the epoch. */
function newestChange(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
