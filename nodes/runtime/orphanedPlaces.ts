import type { NodeAPI } from 'node-red';
import { type FoundSpoolPlace, spoolsIn } from '../../src/spool/inspect/findSpools';
import { isInFlows } from '../../src/spool/inspect/isInFlows';
import { openProject, spoolFolders } from './spoolPlace';

/**
 * The spools whose node is not in any flow. A folder that cannot be read counts as empty. Other projects' spools are
 * left out, because they have other flows.
 */
export async function orphanedPlaces(RED: NodeAPI): Promise<readonly FoundSpoolPlace[]> {
  const ids = new Set<string>();
  RED.nodes.eachNode(({ id }) => ids.add(id));
  const project = openProject(RED);
  const found = await Promise.all(
    spoolFolders(RED).map((root) => spoolsIn(root).catch((): FoundSpoolPlace[] => [])),
  );
  return found.flat().filter(({ id, about }) => about?.project === project && !isInFlows(id, ids));
}
