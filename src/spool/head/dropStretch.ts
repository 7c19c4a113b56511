import type { Span } from '../format/manifestRecord';
import type { EventLog } from '../log/EventLog';
import { visitEvents } from '../log/visitEvents';
import type { Range } from '../manifest/ranges';
import type { Drop, DropReason } from '../Spool';
import { DropsBySeries } from '../shared/DropsBySeries';

/** Events to drop from the beginning of a range, and the drops to report. */
export interface DroppedStretch {
  readonly span: Span;
  readonly drops: readonly Drop[];
}

/**
 * Finds the events to drop from the beginning of a range, for as long as `goesOn` returns true. Changes nothing.
 * @param goesOn gets the arrival of the event, and how many events and bytes are to be dropped so far.
 * @returns undefined if there are none.
 */
export async function dropStretch(
  log: EventLog,
  range: Range,
  reason: DropReason,
  goesOn: (arrival: number, events: number, bytes: number) => boolean,
): Promise<DroppedStretch | undefined> {
  const gone = new DropsBySeries(reason);
  let events = 0;
  let bytes = 0;
  const { from } = range;
  const { at, lost } = await visitEvents(log, range, (placed) => {
    if (!goesOn(placed.arrival, events, bytes)) return false;
    gone.add(placed.event);
    events++;
    bytes += placed.bytes;
    return true;
  });
  const drops = gone.list();
  if (lost > 0) drops.push({ reason: 'unreadable', events: lost });
  if (drops.length === 0) return undefined;
  return { span: { log: log.name, from, to: at, events, lost, bytes }, drops };
}
