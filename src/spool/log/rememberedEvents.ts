import type { Position } from '../format/Position';
import type { LogName } from '../format/segmentFile';
import type { EventLogs } from './EventLog';
import type { PlacedEvent } from './PlacedEvent';

/** A stretch of a log; if `to` is null, up to the log's end. */
interface Stretch {
  readonly log: LogName;
  readonly from: Position;
  readonly to: Position | null;
}

/** The events of these stretches that are still in memory, in order of arrival. */
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
