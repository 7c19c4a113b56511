import type { EdgeEvent } from '../../frame';
import type { QuarantinedEvent } from '../Spool';

/** Maximum number of quarantined events: enough for every series of a plant, too few to exhaust memory. */
const MAX_EVENTS = 5000;

/** Maximum bytes that they may hold together; the newest is kept in any case. */
const MAX_BYTES = 16 * 1024 * 1024;

type BytesOf = (event: EdgeEvent) => number;

/** Bytes in lists that only grow, as far as they have been added up. */
const weighed = new WeakMap<
  readonly QuarantinedEvent[],
  { readonly length: number; readonly bytes: number }
>();

function bytesIn(events: readonly QuarantinedEvent[], bytesOf: BytesOf): number {
  const known = weighed.get(events);
  const from = known && known.length <= events.length ? known : { length: 0, bytes: 0 };
  let { bytes } = from;
  for (let i = from.length; i < events.length; i++) {
    const added = events[i];
    if (added) bytes += bytesOf(added.event);
  }
  weighed.set(events, { length: events.length, bytes });
  return bytes;
}

/** Whether there is room for further events next to those in quarantine. */
export function hasQuarantineRoom(
  quarantined: readonly QuarantinedEvent[],
  further: readonly EdgeEvent[],
  bytesOf: BytesOf,
): boolean {
  const count = quarantined.length + further.length;
  if (count > MAX_EVENTS) return false;
  const bytes = further.reduce((sum, event) => sum + bytesOf(event), bytesIn(quarantined, bytesOf));
  // The newest is kept, however large it is.
  return bytes <= MAX_BYTES || count <= 1;
}

/** How many of the oldest quarantined events have to go. */
export function quarantineExcess(events: readonly QuarantinedEvent[], bytesOf: BytesOf): number {
  let bytes = bytesIn(events, bytesOf);
  let excess = 0;
  for (const { event } of events) {
    const left = events.length - excess;
    if (left <= MAX_EVENTS && (bytes <= MAX_BYTES || left <= 1)) break;
    bytes -= bytesOf(event);
    excess++;
  }
  return excess;
}
