import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isBuildStale } from '../../../scripts/isBuildStale';

const run = promisify(execFile);

/** The repository, whose package is tested. */
export const repository = resolve(__dirname, '../../..');

/** One line of `npm pack --json`. */
export interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
}

export interface PackedPackage {
  /** Absolute path of the tarball. */
  readonly tarball: string;
  readonly report: PackReport;
}

let packed: Promise<PackedPackage> | undefined;

/** Builds and packs this package, once for the whole test run; the tarball is removed when the process ends. */
export function packThisPackage(): Promise<PackedPackage> {
  packed ??= buildAndPack();
  return packed;
}

async function buildAndPack(): Promise<PackedPackage> {
  if (isBuildStale(repository)) await npm(['run', 'build'], repository);
  const folder = mkdtempSync(join(tmpdir(), 'wireband-pack-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const output = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], repository);
  const reports: PackReport[] = JSON.parse(output);
  const report = reports[0];
  if (report === undefined) throw new Error('npm pack reported no package');
  return { tarball: join(folder, report.filename), report };
}

/** Installs a tarball into a user directory, with the options of Node-RED's palette manager. */
export async function installPackage(tarball: string, userDir: string, node: string): Promise<void> {
  const description = join(userDir, 'package.json');
  if (!existsSync(description)) {
    writeFileSync(description, JSON.stringify({ name: 'node-red-project', version: '0.0.1', private: true }));
  }
  const args = ['install', '--no-audit', '--no-fund', '--save', '--engine-strict', '--omit=dev', tarball];
  await npm(args, userDir, withNode(node));
}

/** The environment that runs Node.js programs, such as npm, on the given Node.js. */
export function withNode(node: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

/**
 * Runs the npm client and resolves with its standard output.
 * @throws {Error} with everything that npm printed if it fails: a compiler, for example, reports on standard output.
 */
export async function npm(args: readonly string[], cwd: string, env = process.env): Promise<string> {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd, env, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`npm ${args.join(' ')} failed:\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
  });
}

/** Unpacks a tarball below a folder; resolves with the folder that holds its package.json. */
export async function unpack(tarball: string, folder: string): Promise<string> {
  await run('tar', ['-xzf', tarball, '-C', folder]);
  return join(folder, 'package');
}
