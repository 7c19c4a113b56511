import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { packageField } from './packageInfo';

export interface NodeRedInstallation {
  readonly version: string;
  /** Absolute path of the program, for Node.js to run. */
  readonly script: string;
}

/** The oldest major version of Node-RED that our nodes support. */
const OLDEST_MAJOR = 4;

/** Node-RED is missing or too old. The message says how to install it. */
export class NodeRedMissingError extends Error {
  override readonly name = 'NodeRedMissingError';
  constructor(tooOld: NodeRedInstallation | undefined) {
    super(
      tooOld
        ? `Node-RED ${tooOld.version} (${tooOld.script}) is too old; Node-RED ${OLDEST_MAJOR} or later is needed. Install it: npm install -g node-red`
        : 'Node-RED was not found. Install it: npm install -g node-red',
    );
  }
}

/** Where to look; replaced in tests. */
export interface SearchPaths {
  readonly path: string;
  /** The running Node.js. */
  readonly execPath: string;
}

/**
 * Looks for Node-RED from the given folders (as `require` would), then among the globally installed packages of the
 * running Node.js, then for the program node-red on PATH.
 * @throws {NodeRedMissingError}
 */
export function findNodeRed(
  folders: readonly string[],
  { path, execPath }: SearchPaths = { path: process.env.PATH ?? '', execPath: process.execPath },
): NodeRedInstallation {
  const candidates = [...folders.flatMap(packagesSeenFrom), globalPackage(execPath), ...packagesOnPath(path)];
  let tooOld: NodeRedInstallation | undefined;
  for (const candidate of candidates) {
    const found = readInstallation(candidate);
    if (found && Number.parseInt(found.version, 10) >= OLDEST_MAJOR) return found;
    tooOld ??= found;
  }
  throw new NodeRedMissingError(tooOld);
}

/** In node_modules of the folder and of each of its parent folders. */
function packagesSeenFrom(folder: string): string[] {
  const here = resolve(folder);
  const above = dirname(here);
  return [join(here, 'node_modules', 'node-red'), ...(above === here ? [] : packagesSeenFrom(above))];
}

function globalPackage(execPath: string): string {
  const bin = dirname(execPath);
  const modules =
    process.platform === 'win32' ? join(bin, 'node_modules') : join(bin, '..', 'lib', 'node_modules');
  return join(modules, 'node-red');
}

/** On Windows, npm puts programs next to node_modules; elsewhere they are links into the package. */
function packagesOnPath(path: string): string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  if (process.platform === 'win32') return folders.map((folder) => join(folder, 'node_modules', 'node-red'));
  return folders
    .map((folder) => join(folder, 'node-red'))
    .filter((program) => existsSync(program))
    .map((program) => dirname(realpathSync(program)));
}

function readInstallation(folder: string): NodeRedInstallation | undefined {
  const description = join(folder, 'package.json');
  const version = packageField(description, 'version');
  if (packageField(description, 'name') !== 'node-red' || version === undefined) return undefined;
  const { bin } = Object(JSON.parse(readFileSync(description, 'utf8')));
  const program: unknown = Object(bin)['node-red'];
  return typeof program === 'string' ? { version, script: join(folder, program) } : undefined;
}
