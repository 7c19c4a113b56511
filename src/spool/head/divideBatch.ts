import { partId } from '../../frame';
import type { StoredEvent } from '../format/eventRecord';
import type { SavedBatch, Span } from '../format/manifestRecord';
import type { EventLogs } from '../log/EventLog';
import { takeEvents } from '../log/takeEvents';
import type { Batch } from '../Spool';
import { ofDevice } from '../shared/ofDevice';
import { bytesOf } from './heldBatch';

/**
 * Divides a batch into parts, each with the given number of its events.
 * @param logs the logs on disk, if there is a disk.
 * @param known its events, in case the disk no longer has them.
 */
export async function divideBatch(
  batch: SavedBatch,
  sizes: readonly number[],
  known: readonly StoredEvent[],
  logs: EventLogs | undefined,
): Promise<readonly SavedBatch[]> {
  const onDisk = logs && batch.spans.length > 0 ? await dividedSpans(batch, sizes, logs) : undefined;
  let first = 0;
  return sizes.map((count, i) => {
    const part = { ...batch, id: partId(batch.id, first, count), count };
    const held = known.slice(first, first + count);
    first += count;
    const spans = onDisk?.[i];
    if (spans) return { ...part, ...spans };
    // The times of the known events are already corrected for the clock.
    const { clock: _, ...rest } = part;
    return { ...rest, spans: [], held, bytes: bytesOf(held) };
  });
}

/** The parts of a batch with their events. */
export function partsOf({ events, device, takenInAt }: Batch, parts: readonly SavedBatch[]): Batch[] {
  let first = 0;
  return parts.map(({ id, count }) => {
    const end = first + count;
    const known = { ...ofDevice(device), ...(takenInAt && { takenInAt: takenInAt.slice(first, end) }) };
    const part = { id, events: events.slice(first, end), ...known };
    first = end;
    return part;
  });
}

/** Where the events of each part are on disk; undefined if they cannot be read there. */
async function dividedSpans(
  batch: SavedBatch,
  sizes: readonly number[],
  logs: EventLogs,
): Promise<readonly Pick<SavedBatch, 'spans' | 'bytes'>[] | undefined> {
  const found = [];
  let { spans, bytes } = batch;
  for (const size of sizes.slice(0, -1)) {
    const taken = await takeEvents(logs, spans, { events: size, bytes: Number.POSITIVE_INFINITY });
    if (taken.events.length < size) return undefined;
    found.push({ spans: taken.spans, bytes: taken.bytes });
    spans = spans.flatMap((span) => without(span, taken.spans) ?? []);
    bytes -= taken.bytes;
  }
  return [...found, { spans, bytes }];
}

/** What is left of a stretch without the parts taken from its beginning. */
function without(span: Span, taken: readonly Span[]): Span | undefined {
  const part = taken.find(({ log }) => log === span.log);
  if (!part) return span;
  const events = span.events - part.events;
  const lost = span.lost - part.lost;
  if (events <= 0 && lost <= 0) return undefined;
  return { ...span, from: part.to, events, lost, bytes: span.bytes - part.bytes };
}
