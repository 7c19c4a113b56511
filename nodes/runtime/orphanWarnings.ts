import type { NodeAPI } from 'node-red';
import { readSpool } from '../../src/spool/inspect/readSpool';
import { orphanedPlaces } from './orphanedPlaces';
import { toError } from './register';

/** Ends the watch of an earlier registration, as after an update of the package. */
let endBefore = (): void => undefined;

/** After the first start of the flows, logs a line for each spool that does not belong to any of their nodes. */
export function warnOfOrphans(RED: NodeAPI): void {
  endBefore();
  const warn = (): void => {
    endBefore();
    look(RED).catch((error: unknown) => {
      RED.log.warn(`[wireband-uplink] Cannot look for orphaned spools: ${toError(error).message}`);
    });
  };
  RED.events.on('flows:started', warn);
  endBefore = () => RED.events.off('flows:started', warn);
}

async function look(RED: NodeAPI): Promise<void> {
  for (const { directory } of await orphanedPlaces(RED)) {
    const events = await eventsIn(directory);
    if (events === 0) continue;
    RED.log.warn(
      `[wireband-uplink] ${directory} holds ${events ?? 'an unknown number of'} undelivered events of a node that no flow contains ` +
        `(deleted, or imported under another ID). "wireband-edge spool export ${directory}" exports them, ` +
        '"wireband-edge spool discard" deletes them; a node with that ID delivers them.',
    );
  }
}

/**
 * Number of undelivered events, including quarantine; 0 if a process is using the spool and so knows of them; undefined
 * if it cannot be read.
 */
async function eventsIn(directory: string): Promise<number | undefined> {
  try {
    const reading = await readSpool(directory);
    try {
      const { holder, waiting, inBatches, quarantine } = reading;
      const isHeld = holder !== undefined && holder.liveness !== 'dead';
      return isHeld ? 0 : waiting + inBatches + quarantine.length;
    } finally {
      await reading.close();
    }
  } catch {
    return undefined;
  }
}
