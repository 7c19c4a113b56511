import { createHash } from 'node:crypto';
import type { QuarantinedEvent } from '../Spool';

/** Says which event in quarantine is meant; equal events have the same. It is the same after a restart. */
export function quarantineId({ event, error }: QuarantinedEvent): string {
  const { topic, symbol, data, time } = event;
  return createHash('sha1')
    .update(JSON.stringify([topic, symbol, data, time, error]))
    .digest('hex')
    .slice(0, 20);
}

/** Which events in quarantine are chosen. @param ids undefined for all of them. */
export function chosenBy(ids: readonly string[] | undefined): (event: QuarantinedEvent) => boolean {
  if (ids === undefined) return () => true;
  const chosen = new Set(ids);
  return (event) => chosen.has(quarantineId(event));
}
