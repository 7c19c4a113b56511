import type { EdgeEvent } from '../frame';
import type { QuarantinedEvent } from '../spool';
import { visitGroup } from './EventGroup';
import { readRecord } from './groupRecord';
import type { KeptEvents } from './messages';

/** Events that are only in memory, oldest first. */
export interface EventsInMemory {
  readonly waiting: readonly EdgeEvent[];
  readonly quarantined: readonly QuarantinedEvent[];
}

export function eventsInMemory(kept: KeptEvents | undefined): EventsInMemory {
  const waiting: EdgeEvent[] = [];
  for (const { group, settled } of kept?.groups ?? []) {
    visitGroup(group, (event, sequence) => {
      if (!settled[sequence - group.first]) waiting.push(event);
    });
  }
  const quarantined = (kept?.quarantined ?? []).map(({ record, error }) => ({
    event: readRecord(Buffer.from(record), 0),
    error,
  }));
  return { waiting, quarantined };
}
