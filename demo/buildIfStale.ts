import { spawnSync } from 'node:child_process';
import { isBuildStale } from '../scripts/isBuildStale';

/**
 * Builds the package unless that was done since the last change. @throws {Error} when the build fails.
 * @param say tells a person that it takes a while.
 */
export function buildIfStale(root: string, say: (line: string) => void): void {
  if (!isBuildStale(root)) return;
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
