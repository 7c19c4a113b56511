import type { EdgeEvent } from '../../frame';
import type { QuarantinedEvent } from '../Spool';

/** Events kept aside; beyond it the oldest go. Enough to see what is wrong, too few to exhaust memory. */
const MAX_EVENTS = 1000;

/** Bytes that they may hold together; the newest is kept all the same. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Whether further events find room beside those that are quarantined. */
export function hasQuarantineRoom(
  quarantined: readonly QuarantinedEvent[],
  further: readonly EdgeEvent[],
  bytesOf: (event: EdgeEvent) => number,
): boolean {
  if (quarantined.length + further.length > MAX_EVENTS) return false;
  const all = [...quarantined.map(({ event }) => event), ...further];
  // The newest is kept, however large it is.
  return all.length <= 1 || all.reduce((sum, event) => sum + bytesOf(event), 0) <= MAX_BYTES;
}

/** How many of the oldest quarantined events have to go. */
export function quarantineExcess(
  events: readonly QuarantinedEvent[],
  bytesOf: (event: EdgeEvent) => number,
): number {
  let bytes = events.reduce((sum, { event }) => sum + bytesOf(event), 0);
  let excess = 0;
  for (const { event } of events) {
    const left = events.length - excess;
    if (left <= MAX_EVENTS && (bytes <= MAX_BYTES || left <= 1)) break;
    bytes -= bytesOf(event);
    excess++;
  }
  return excess;
}
