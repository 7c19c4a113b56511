import { isInFlows } from '../src/spool/inspect/isInFlows';
import type { SpoolHolder } from '../src/spool/inspect/readSpool';
import { flowNodeIds } from './flowNodeIds';
import type { SpoolPlace } from './spoolPlaces';

/**
 * - `live`: a process uses it
 * - `dead`: no process uses it; a node in the flows will, once its gateway runs
 * - `deleted`: no process uses it, and its node is no longer in any flow
 * - `elsewhere`: a process on another machine uses it, or did when it died
 */
export type SpoolUse = 'live' | 'dead' | 'deleted' | 'elsewhere';

export async function useOf({ id, userDir }: SpoolPlace, holder: SpoolHolder | undefined): Promise<SpoolUse> {
  if (holder?.liveness === 'alive') return 'live';
  if (holder?.liveness === 'unknown') return 'elsewhere';
  const ids = userDir === undefined ? undefined : await flowNodeIds(userDir);
  return ids && !isInFlows(id, ids) ? 'deleted' : 'dead';
}

export function useText(use: SpoolUse, holder: SpoolHolder | undefined): string {
  switch (use) {
    case 'live':
      return `live (process ${holder?.pid})`;
    case 'elsewhere':
      return `held on ${holder?.host}`;
    case 'deleted':
      return 'of a deleted node';
    case 'dead':
      return 'not in use';
  }
}
