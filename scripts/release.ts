/**
 * Assembles a release in release/: the package, its software bill of materials, and the checksums of both.
 *
 *     npm run release
 *
 * Two runs on the same commit give the same bytes on any machine: see test/package/release.test.ts.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { billOfMaterials } from './billOfMaterials';

const root = resolve(__dirname, '..');
const target = join(root, 'release');

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** @throws {Error} if the changelog does not begin with this version. */
function checkChangelog(version: string): void {
  const newest = /^## (.+)$/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'))?.[1];
  if (newest !== version) {
    throw new Error(`CHANGELOG.md begins with "${newest}", package.json says ${version}.`);
  }
}

function npm(args: readonly string[], cwd: string): string {
  // On Windows npm is a script, which only a shell can run.
  const shell = process.platform === 'win32';
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell, stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Packs what `npm pack` would, from a copy in which file permissions are fixed: npm keeps permissions, and in a clone
 * they depend on the user's umask. npm itself normalizes all times and sorts the files.
 * @returns the path of the tarball.
 */
function pack(folder: string): string {
  const dryRun: PackReport[] = JSON.parse(npm(['pack', '--dry-run', '--json', '--ignore-scripts'], root));
  for (const { path } of dryRun[0]?.files ?? []) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
    chmodSync(join(folder, path), path.startsWith('dist/bin/wireband-edge') ? 0o755 : 0o644);
  }
  const reports: PackReport[] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', target], folder),
  );
  const [report] = reports;
  if (!report) throw new Error('npm pack reported no package.');
  return join(target, report.filename);
}

function checksum(file: string): string {
  return `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}`;
}

function main(): void {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  checkChangelog(version);
  npm(['run', '--silent', 'build'], root);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  const folder = mkdtempSync(join(tmpdir(), 'wireband-release-'));
  try {
    const tarball = pack(folder);
    const bill = join(target, `${basename(tarball, '.tgz')}.cdx.json`);
    writeFileSync(bill, billOfMaterials(root));
    const sums = [tarball, bill].map(checksum);
    writeFileSync(join(target, 'SHA256SUMS'), `${sums.join('\n')}\n`);
    console.log(`${name} ${version}, in release/:\n${sums.join('\n')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
