import { arrivalOf, orderOf, readEvent } from '../format/eventRecord';
import type { Position } from '../format/Position';
import { RECORD_HEADER_BYTES } from '../format/record';
import type { Lane, Visited } from './Lane';
import type { PlacedEvent } from './PlacedEvent';

/**
 * Gives the events of a stretch of a lane to the visitor, until it returns false: out of memory where they are all
 * there, else from the disk. As Lane.visit().
 */
export async function visitEvents(
  lane: Lane,
  { from, to }: { readonly from: Position; readonly to: Position | null },
  visitor: (event: PlacedEvent) => boolean,
): Promise<Visited> {
  if (lane.recent.hasFrom(from.n))
    return { at: visitRecent(lane, from, to, visitor), lost: 0, isInMemory: false };
  return lane.visit(from, to, (payload, { segment, offset, n }, lost) =>
    visitor({
      event: readEvent(payload, lane.name === 'alarm'),
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
  lane: Lane,
  from: Position,
  to: Position | null,
  visitor: (event: PlacedEvent) => boolean,
): Position {
  const endN = to?.n ?? Number.POSITIVE_INFINITY;
  let last: PlacedEvent | undefined;
  lane.recent.visit(from.n, (event) => {
    if (event.n >= endN || !visitor(event)) return false;
    last = event;
    return true;
  });
  return last ? positionAfter(last) : from;
}

export function positionAfter({ segment, offset, n }: PlacedEvent): Position {
  return { segment, offset, n: n + 1 };
}
