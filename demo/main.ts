import { spawnSync } from 'node:child_process';
import { packageRoot } from '../bin/packageInfo';
import { UsageError } from '../bin/UsageError';
import { isBuildStale } from '../scripts/isBuildStale';
import { DEMO_HELP, demoArguments } from './demoArguments';
import { runDemo } from './runDemo';

async function main(): Promise<void> {
  const command = demoArguments(process.argv.slice(2), process.env);
  if (command.kind === 'help') {
    process.stdout.write(DEMO_HELP);
    return;
  }
  buildIfStale(packageRoot, console.log);
  process.exitCode = await runDemo(command);
}

/**
 * Builds the package unless the build is up to date. @throws {Error} if the build fails.
 * @param say prints a line that it takes a while.
 */
function buildIfStale(root: string, say: (line: string) => void): void {
  if (!isBuildStale(root)) return;
  say('Building the nodes (a few seconds) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    // On Windows npm is a script, which only a shell can run.
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The build failed; see above.');
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const wrongUse = error instanceof UsageError;
  console.error(wrongUse ? `${message}\nSee npm start -- --help.` : message);
  process.exitCode = wrongUse ? 2 : 1;
});
