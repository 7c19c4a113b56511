import { readSpool } from './readSpool';
import { type FoundPlace, spoolsIn } from './spoolsIn';

/** Whose spools are looked at: a gateway's. */
export interface SpoolFamily {
  /** Ids of all nodes in its flows. */
  readonly ids: ReadonlySet<string>;
  /** Of Node-RED's Projects feature; nodes of another project are in other flows. */
  readonly project: string | undefined;
}

/** A spool that no node will deliver. */
export interface OrphanedSpool {
  readonly directory: string;
  /** Undelivered, quarantine included; undefined where it cannot be read. */
  readonly events: number | undefined;
}

/** Whether a node of this id is in the flows; one within a subflow has the ids of all that it is in before its own. */
export function isInFlows(id: string, ids: ReadonlySet<string>): boolean {
  return ids.has(id) || (id.includes('-') && id.split('-').every((part) => ids.has(part)));
}

/**
 * Spools with events in them whose node is in no flow, and that no process works on.
 * @param roots folders of spools, absolute; one that cannot be read counts as empty.
 */
export async function orphanedSpools(
  roots: readonly string[],
  { ids, project }: SpoolFamily,
): Promise<OrphanedSpool[]> {
  const found = await Promise.all(roots.map((root) => spoolsIn(root).catch((): FoundPlace[] => [])));
  const orphans: OrphanedSpool[] = [];
  for (const { id, about, directory } of found.flat()) {
    if (about?.project !== project || isInFlows(id, ids)) continue;
    const events = await eventsIn(directory);
    if (events !== 0) orphans.push({ directory, events });
  }
  return orphans;
}

/** Undelivered events; 0 where somebody works on it, who knows of them. */
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
