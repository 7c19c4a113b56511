import type { Position } from '../format/Position';
import type { LaneName } from '../format/segmentFile';
import type { Lane } from './Lane';
import type { PlacedEvent } from './PlacedEvent';

/** A stretch of a lane; `to` null: up to its end. */
interface Stretch {
  readonly lane: LaneName;
  readonly from: Position;
  readonly to: Position | null;
}

/** The events of some stretches that are still in memory, in the order in which they came. */
export function rememberedEvents(
  lanes: Readonly<Record<LaneName, Lane>>,
  stretches: readonly Stretch[],
): readonly PlacedEvent[] {
  const events: PlacedEvent[] = [];
  for (const { lane, from, to } of stretches) {
    lanes[lane].recent.visit(from.n, (event) => {
      if (to && event.n >= to.n) return false;
      events.push(event);
      return true;
    });
  }
  return events.sort((a, b) => a.order - b.order);
}
