import type { Position } from '../format/Position';
import type { LogName } from '../format/segmentFile';
import type { EventLogs } from './EventLog';
import type { PlacedEvent } from './PlacedEvent';

/** A stretch of a log; `to` null: up to its end. */
interface Stretch {
  readonly log: LogName;
  readonly from: Position;
  readonly to: Position | null;
}

/** The events of some stretches that are still in memory, in the order in which they came. */
export function rememberedEvents(logs: EventLogs, stretches: readonly Stretch[]): readonly PlacedEvent[] {
  const events: PlacedEvent[] = [];
  for (const { log, from, to } of stretches) {
    logs[log].recent.visit(from.n, (event) => {
      if (to && event.n >= to.n) return false;
      events.push(event);
      return true;
    });
  }
  return events.sort((a, b) => a.order - b.order);
}
