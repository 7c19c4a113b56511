import { arrivalOf, orderOf, readEvent, type StoredEvent } from './eventRecord';
import type { Lane, Position } from './Lane';
import { RECORD_HEADER_BYTES } from './record';
import type { BatchLimits } from './Spool';
import type { Span } from './SpoolState';
import type { LaneName } from './segmentFile';

/** A stretch of a lane to take from; `to` null: up to its end. */
export interface Source {
  readonly lane: LaneName;
  readonly from: Position;
  readonly to: Position | null;
}

export interface TakenEvents {
  /** Where they were, one stretch for each source of which something was taken. */
  readonly spans: readonly Span[];
  /** In the order in which they came; without those that cannot be read. */
  readonly events: readonly StoredEvent[];
  readonly bytes: number;
}

interface Item extends StoredEvent {
  readonly order: number;
  readonly bytes: number;
  readonly after: Position;
  /** Events of its source before it that cannot be read. */
  readonly lost: number;
}

export const NO_LIMITS: BatchLimits = { events: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/** Reads the first events of one or more sources, merged in the order in which they came. Changes nothing. */
export async function takeEvents(
  lanes: Readonly<Record<LaneName, Lane>>,
  sources: readonly Source[],
  limits: BatchLimits,
): Promise<TakenEvents> {
  const read = [];
  for (const source of sources) read.push(await readItems(lanes[source.lane], source, limits));
  const counts = read.map(() => 0);
  const events: StoredEvent[] = [];
  let bytes = 0;
  while (events.length < limits.events) {
    const next = earliest(read.map(({ items }, i) => items[counts[i] ?? 0]));
    const item = next < 0 ? undefined : read[next]?.items[counts[next] ?? 0];
    if (!item || (events.length > 0 && bytes + item.bytes > limits.bytes)) break;
    events.push({ event: item.event, arrival: item.arrival });
    bytes += item.bytes;
    counts[next] = (counts[next] ?? 0) + 1;
  }
  const spans = read.flatMap((part, i) => spanOf(part, counts[i] ?? 0) ?? []);
  return { spans, events, bytes };
}

interface SourceItems {
  readonly source: Source;
  readonly items: readonly Item[];
  /** Where the reading ended, beyond the last item where damage follows it. */
  readonly at: Position;
  readonly lost: number;
}

async function readItems(lane: Lane, source: Source, limits: BatchLimits): Promise<SourceItems> {
  const items: Item[] = [];
  let total = 0;
  const { at, lost } = await lane.visit(source.from, source.to, (payload, after, lostBefore) => {
    const bytes = payload.length + RECORD_HEADER_BYTES;
    if (items.length >= limits.events || (items.length > 0 && total + bytes > limits.bytes)) return false;
    total += bytes;
    const event = readEvent(payload, source.lane === 'alarm');
    items.push({
      event,
      arrival: arrivalOf(payload),
      order: orderOf(payload),
      bytes,
      after,
      lost: lostBefore,
    });
    return true;
  });
  return { source, items, at, lost };
}

function earliest(items: readonly (Item | undefined)[]): number {
  let first = -1;
  let firstOrder = Number.POSITIVE_INFINITY;
  items.forEach((item, i) => {
    if (item && item.order < firstOrder) [first, firstOrder] = [i, item.order];
  });
  return first;
}

function spanOf({ source, items, at, lost }: SourceItems, count: number): Span | undefined {
  const { lane, from } = source;
  const taken = items.slice(0, count);
  const bytes = taken.reduce((sum, item) => sum + item.bytes, 0);
  if (count === items.length) {
    const isEmpty = count === 0 && lost === 0;
    return isEmpty ? undefined : { lane, from, to: at, events: count, lost, bytes };
  }
  const last = taken.at(-1);
  return last && { lane, from, to: last.after, events: count, lost: last.lost, bytes };
}
