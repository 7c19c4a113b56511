import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packThisPackage, repository, unpack } from './packedPackage';

/** The example programs of the documentation. */
export const programsFolder = join(repository, 'docs', 'programs');

/** What a project with these programs has installed besides this package. */
const INSTALLED = ['axios', 'mqtt', '@types/node'];

export interface ProgramFolder {
  readonly path: string;
  remove(): void;
}

/**
 * A user's project: the example programs, and in node_modules this package as it is packed, so that the programs
 * see its exports and declarations and not its sources.
 */
export async function makeProgramFolder(): Promise<ProgramFolder> {
  const path = mkdtempSync(join(tmpdir(), 'wireband-programs-'));
  const modules = join(path, 'node_modules');
  mkdirSync(join(modules, '@wireband'), { recursive: true });
  mkdirSync(join(modules, '@types'));
  const { tarball } = await packThisPackage();
  renameSync(await unpack(tarball, path), join(modules, '@wireband', 'node-red-edge'));
  for (const name of INSTALLED) {
    symlinkSync(dirname(require.resolve(`${name}/package.json`)), join(modules, name), 'dir');
  }
  cpSync(programsFolder, path, { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
