/**
 * Installs Node-RED 5 and the Node.js it needs into the cache folder that the tests look in, at pinned versions.
 * Does nothing when they are there already.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  nodeProgramPackage,
  nodeRed5,
  nodeRed5Folder,
  nodeRed5Versions,
} from '../test/harness/nodeRed/installations';

function install(folder: string): void {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'node-red-5', private: true }));
  const packages = [`${nodeProgramPackage}@${nodeRed5Versions.node}`, `node-red@${nodeRed5Versions.nodeRed}`];
  const quiet = [
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['install', ...quiet, ...packages], {
    cwd: folder,
    stdio: 'inherit',
  });
}

if (nodeRed5.find() === undefined) install(nodeRed5Folder());
const installed = nodeRed5.find();
if (installed === undefined) throw new Error(`Node-RED 5 is not usable in ${nodeRed5Folder()}`);
console.log(`Node-RED ${nodeRed5Versions.nodeRed} on Node.js ${nodeRed5Versions.node}: ${installed.script}`);
