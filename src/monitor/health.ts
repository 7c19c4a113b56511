import type { StorageState } from '../spool';
import type { LinkState } from '../uplink';

/** What the health of an uplink depends on. */
export interface UplinkCondition {
  readonly id: string;
  readonly name: string;
  readonly link: LinkState;
  readonly storage: StorageState;
}

/** An uplink that a setting keeps from starting. */
export interface StoppedUplink {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

export interface Health {
  readonly status: 'ok' | 'failing';
  readonly uplinks: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: LinkState['kind'] | 'stopped';
    /** Why it is not healthy; absent if it is. */
    readonly reason?: string;
  }[];
}

/** An uplink is healthy if its disk works and its backend accepts events, or it has only just started, or is paused. */
export function healthOf(
  uplinks: readonly UplinkCondition[],
  stopped: readonly StoppedUplink[] = [],
): Health {
  const running = uplinks.map(({ id, name, link, storage }) => {
    const reason = reasonOf(link, storage);
    return { id, name, state: link.kind, ...(reason !== undefined && { reason }) };
  });
  const conditions = [...running, ...stopped.map((uplink) => ({ ...uplink, state: 'stopped' as const }))];
  const isWell = conditions.every(({ reason }) => reason === undefined);
  return { status: isWell ? 'ok' : 'failing', uplinks: conditions };
}

function reasonOf(link: LinkState, storage: StorageState): string | undefined {
  if (storage.kind === 'failing') return `The disk is failing: ${storage.error}`;
  switch (link.kind) {
    case 'connecting':
    case 'online':
    case 'paused':
      return undefined;
    case 'offline':
      return `The backend cannot be reached: ${link.error}`;
    case 'refused':
      return `The backend refuses this gateway: ${link.error}`;
  }
}
