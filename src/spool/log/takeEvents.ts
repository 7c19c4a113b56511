import type { StoredEvent } from '../format/eventRecord';
import type { Span } from '../format/manifestRecord';
import type { Position } from '../format/Position';
import type { LogName } from '../format/segmentFile';
import type { BatchLimits } from '../Spool';
import type { EventLog, EventLogs } from './EventLog';
import type { PlacedEvent } from './PlacedEvent';
import { positionAfter, visitEvents } from './visitEvents';

/** A stretch of a log to take from; if `to` is null, up to the log's end. */
export interface Source {
  readonly log: LogName;
  readonly from: Position;
  readonly to: Position | null;
  /** Whether further events of the log wait after it. */
  readonly isFollowed?: boolean;
}

export interface TakenEvents {
  /** Where they were: one stretch per source from which something was taken. */
  readonly spans: readonly Span[];
  /** In order of arrival, without those that cannot be read. */
  readonly events: readonly StoredEvent[];
  readonly bytes: number;
}

export const NO_LIMITS: BatchLimits = { events: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/**
 * Reads the first events of one or more sources, merged in order of arrival. Changes nothing.
 * @param below only events with lower numbers are taken.
 */
export async function takeEvents(
  logs: EventLogs,
  sources: readonly Source[],
  limits: BatchLimits,
  below = Number.POSITIVE_INFINITY,
): Promise<TakenEvents> {
  const read = [];
  for (const source of sources) read.push(await readItems(logs[source.log], source, limits, below));
  const [only] = read;
  const { events, counts } = only && read.length === 1 ? allOf(only) : merge(read, limits);
  return {
    spans: read.flatMap((part, i) => spanOf(part, counts[i] ?? 0) ?? []),
    events,
    bytes: sumBytes(events),
  };
}

interface SourceItems {
  readonly source: Source;
  readonly items: readonly PlacedEvent[];
  /** Whether there may be more: events that did not fit, or that follow the end of the stretch. */
  readonly isPartial: boolean;
  /** Where reading ended; beyond the last item if damage follows it. */
  readonly at: Position;
  readonly lost: number;
}

interface Merged {
  readonly events: readonly PlacedEvent[];
  /** How many were taken from each source. */
  readonly counts: readonly number[];
}

async function readItems(
  log: EventLog,
  source: Source,
  limits: BatchLimits,
  below: number,
): Promise<SourceItems> {
  const items: PlacedEvent[] = [];
  let isPartial = false;
  let total = 0;
  const { at, lost, isInMemory } = await visitEvents(log, source, (event) => {
    const { bytes, order } = event;
    isPartial =
      items.length >= limits.events || order >= below || (items.length > 0 && total + bytes > limits.bytes);
    total += bytes;
    if (!isPartial) items.push(event);
    return !isPartial;
  });
  return { source, items, isPartial: isPartial || isInMemory || source.isFollowed === true, at, lost };
}

function allOf({ items }: SourceItems): Merged {
  return { events: items, counts: [items.length] };
}

/** The first items of all sources together, by their order. */
function merge(read: readonly SourceItems[], limits: BatchLimits): Merged {
  const events: PlacedEvent[] = [];
  const counts = read.map(() => 0);
  let bytes = 0;
  while (events.length < limits.events) {
    // The next event of a source that was not read to its end is unknown.
    if (read.some(({ items, isPartial }, i) => isPartial && counts[i] === items.length)) break;
    let first = -1;
    let item: PlacedEvent | undefined;
    read.forEach(({ items }, i) => {
      const candidate = items[counts[i] ?? 0];
      if (candidate && (!item || candidate.order < item.order)) [first, item] = [i, candidate];
    });
    if (!item || (events.length > 0 && bytes + item.bytes > limits.bytes)) break;
    events.push(item);
    bytes += item.bytes;
    counts[first] = (counts[first] ?? 0) + 1;
  }
  return { events, counts };
}

function spanOf({ source, items, at, lost }: SourceItems, count: number): Span | undefined {
  const { log, from } = source;
  if (count === items.length) {
    const isEmpty = count === 0 && lost === 0;
    return isEmpty ? undefined : { log, from, to: at, events: count, lost, bytes: sumBytes(items) };
  }
  const last = items[count - 1];
  if (!last) return undefined;
  return {
    log,
    from,
    to: positionAfter(last),
    events: count,
    lost: last.lost,
    bytes: sumBytes(items.slice(0, count)),
  };
}

function sumBytes(events: readonly PlacedEvent[]): number {
  let bytes = 0;
  for (const event of events) bytes += event.bytes;
  return bytes;
}
