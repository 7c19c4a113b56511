import type { NodeAPI } from 'node-red';
import { orphanedSpools } from '../../src/spool/inspect/orphanedSpools';
import { toError } from './register';
import { openProject, spoolFolders } from './spoolPlace';

/** Ends the watch of an earlier registration, as a palette that is updated makes one. */
let endBefore = (): void => undefined;

/** Once the flows have started for the first time: a line of the log for each spool that belongs to no node of them. */
export function warnOfOrphans(RED: NodeAPI): void {
  endBefore();
  const warn = (): void => {
    endBefore();
    look(RED).catch((error: unknown) => {
      RED.log.warn(`[wireband-uplink] Cannot look for spools without a node: ${toError(error).message}`);
    });
  };
  RED.events.on('flows:started', warn);
  endBefore = () => RED.events.off('flows:started', warn);
}

async function look(RED: NodeAPI): Promise<void> {
  const ids = new Set<string>();
  RED.nodes.eachNode(({ id }) => ids.add(id));
  const orphans = await orphanedSpools(spoolFolders(RED), { ids, project: openProject(RED) });
  for (const { directory, events = 'an unknown number of' } of orphans) {
    RED.log.warn(
      `[wireband-uplink] ${directory} holds ${events} undelivered events of a node that is in no flow (deleted, or imported ` +
        `under another id). "wireband-edge spool export ${directory}" writes them out, "wireband-edge spool discard" deletes ` +
        'them; a node with that id delivers them.',
    );
  }
}
