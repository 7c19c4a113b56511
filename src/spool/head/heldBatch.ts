import { recordBytes, type StoredEvent } from '../format/eventRecord';
import type { AsideEvent, HeldEvent, SavedBatch } from '../format/manifestRecord';
import type { BatchLimits, Priority } from '../Spool';
import { ofDevice } from '../shared/ofDevice';

/** A batch of events that are in no log. @param device as in SavedBatch. */
export function heldBatch(
  id: string,
  priority: Priority,
  events: readonly StoredEvent[],
  device?: string,
): SavedBatch {
  const held = events.map(({ event, arrival }) => ({ event, arrival }));
  const arrival = held[0]?.arrival ?? 0;
  const size = { count: held.length, bytes: bytesOf(held) };
  return { id, priority, spans: [], held, ...size, arrival, ...ofDevice(device) };
}

/** The first of these events that fit the limits, but at least one. */
export function within(limits: BatchLimits, events: readonly StoredEvent[]): readonly StoredEvent[] {
  let bytes = 0;
  const end = events.findIndex(({ event }, i) => {
    bytes += recordBytes(event);
    return i >= limits.events || (i > 0 && bytes > limits.bytes);
  });
  return end < 0 ? events : events.slice(0, end);
}

/** The first of these events that were all taken in by one device. */
export function ofOneDevice(events: readonly HeldEvent[]): readonly HeldEvent[] {
  const end = events.findIndex(({ device }) => device !== events[0]?.device);
  return end < 0 ? events : events.slice(0, end);
}

/**
 * The first events that wait again after quarantine, as many as one range of keys separates from those still in
 * quarantine: only some may have been retried.
 */
export function retriedStretch(
  replay: readonly HeldEvent[],
  quarantine: readonly AsideEvent[],
): readonly HeldEvent[] {
  const kept = quarantine.flatMap(({ key }) => key ?? []);
  const end = replay.findIndex(({ key = 0 }, i) => {
    const before = i === 0 ? undefined : replay[i - 1]?.key;
    return before !== undefined && (key <= before || kept.some((other) => other > before && other < key));
  });
  return end < 0 ? replay : replay.slice(0, end);
}

/** Approximate bytes that events take up on disk. */
export function bytesOf(events: readonly StoredEvent[]): number {
  return events.reduce((sum, { event }) => sum + recordBytes(event), 0);
}
