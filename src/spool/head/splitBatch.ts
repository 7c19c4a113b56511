import type { StoredEvent } from '../format/eventRecord';
import type { SavedBatch, Span } from '../format/manifestRecord';
import type { EventLogs } from '../log/EventLog';
import { takeEvents } from '../log/takeEvents';
import { bytesOf } from './heldBatch';

/**
 * The two halves of a batch.
 * @param logs those on disk, if there is one.
 * @param known its events, for where the disk has them no more.
 */
export async function splitBatch(
  batch: SavedBatch,
  known: readonly StoredEvent[],
  logs: EventLogs | undefined,
  newId: () => string,
): Promise<readonly SavedBatch[]> {
  const half = Math.ceil(batch.count / 2);
  const first = { ...batch, id: newId(), count: half };
  const rest = { ...batch, id: newId(), count: batch.count - half };
  if (logs && batch.spans.length > 0) {
    const limits = { events: half, bytes: Number.POSITIVE_INFINITY };
    const { spans, events, bytes } = await takeEvents(logs, batch.spans, limits);
    const remaining = batch.spans.flatMap((span) => without(span, spans) ?? []);
    if (events.length === half) {
      return [
        { ...first, spans, bytes },
        { ...rest, spans: remaining, bytes: batch.bytes - bytes },
      ];
    }
  }
  return [withHeld(first, known.slice(0, half)), withHeld(rest, known.slice(half))];
}

function withHeld(batch: SavedBatch, held: readonly StoredEvent[]): SavedBatch {
  return { ...batch, spans: [], held, bytes: bytesOf(held) };
}

/** What is left of a stretch without those that begin it. */
function without(span: Span, taken: readonly Span[]): Span | undefined {
  const part = taken.find(({ log }) => log === span.log);
  if (!part) return span;
  const events = span.events - part.events;
  const lost = span.lost - part.lost;
  if (events <= 0 && lost <= 0) return undefined;
  return { ...span, from: part.to, events, lost, bytes: span.bytes - part.bytes };
}
