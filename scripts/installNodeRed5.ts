/**
 * Installs Node-RED 5 and the Node.js it needs, in pinned versions, into the cache folder that the tests use.
 * Does nothing if they are already there.
 */
import {
  nodeProgramPackage,
  nodeRed5,
  nodeRed5Folder,
  nodeRed5Versions,
} from '../test/harness/nodeRed/installations';
import { installApart } from './installApart';

if (nodeRed5.find() === undefined) {
  installApart(nodeRed5Folder(), [
    `${nodeProgramPackage}@${nodeRed5Versions.node}`,
    `node-red@${nodeRed5Versions.nodeRed}`,
  ]);
}
const installed = nodeRed5.find();
if (installed === undefined) throw new Error(`Node-RED 5 is not usable in ${nodeRed5Folder()}`);
console.log(`Node-RED ${nodeRed5Versions.nodeRed} on Node.js ${nodeRed5Versions.node}: ${installed.script}`);
