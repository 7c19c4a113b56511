import { arrivalOf, orderOf, readEvent } from '../format/eventRecord';
import type { Position } from '../format/Position';
import { RECORD_HEADER_BYTES } from '../format/record';
import type { EventLog, Visited } from './EventLog';
import type { PlacedEvent } from './PlacedEvent';

/**
 * Passes the events of a stretch of a log to the visitor, until it returns false: from memory if they are all there,
 * else from disk. Works like EventLog.visit().
 */
export async function visitEvents(
  log: EventLog,
  { from, to }: { readonly from: Position; readonly to: Position | null },
  visitor: (event: PlacedEvent) => boolean,
): Promise<Visited> {
  if (log.recent.hasFrom(from.n))
    return { at: visitRecent(log, from, to, visitor), lost: 0, isInMemory: false };
  return log.visit(from, to, (payload, { segment, offset, n }, lost) =>
    visitor({
      event: readEvent(payload, log.name === 'alarm'),
      arrival: arrivalOf(payload),
      order: orderOf(payload),
      bytes: payload.length + RECORD_HEADER_BYTES,
      n: n - 1,
      segment,
      offset,
      lost,
    }),
  );
}

function visitRecent(
  log: EventLog,
  from: Position,
  to: Position | null,
  visitor: (event: PlacedEvent) => boolean,
): Position {
  const endN = to?.n ?? Number.POSITIVE_INFINITY;
  let last: PlacedEvent | undefined;
  log.recent.visit(from.n, (event) => {
    if (event.n >= endN || !visitor(event)) return false;
    last = event;
    return true;
  });
  return last ? positionAfter(last) : from;
}

export function positionAfter({ segment, offset, n }: PlacedEvent): Position {
  return { segment, offset, n: n + 1 };
}
