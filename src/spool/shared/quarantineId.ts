import { createHash } from 'node:crypto';
import type { QuarantinedEvent } from '../Spool';

/** The ID of an event in quarantine; equal events share it. It stays the same after a restart. */
export function quarantineId({ event, error }: QuarantinedEvent): string {
  const { topic, symbol, data, time } = event;
  return createHash('sha1')
    .update(JSON.stringify([topic, symbol, data, time, error]))
    .digest('hex')
    .slice(0, 20);
}

/** Whether an event in quarantine is chosen by these IDs. @param ids undefined for all events. */
export function chosenBy(ids: readonly string[] | undefined): (event: QuarantinedEvent) => boolean {
  if (ids === undefined) return () => true;
  const chosen = new Set(ids);
  return (event) => chosen.has(quarantineId(event));
}
