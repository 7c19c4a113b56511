/** Maximum bytes of a UTF-16 code unit in UTF-8. */
export const MAX_UTF8_BYTES = 3;

/** What the spool stores and the backend receives: one classified message. */
export interface EdgeEvent {
  readonly topic: string;
  /** 16-bit symbol code. */
  readonly symbol: number;
  /** The payload as compact JSON text. */
  readonly data: string;
  /** Milliseconds since the epoch: when it was measured or, if unknown, when it arrived. */
  readonly time: number;
  /** `time` was stamped by our own clock, which may turn out to have been wrong. */
  readonly stamped?: true;
  /** Size in bytes of topic and payload as received. */
  readonly bytesIn: number;
  /** Sent before other events, and dropped last. */
  readonly alarm?: true;
  readonly quantity?: string;
  readonly unit?: string;
}

type Plain = Pick<EdgeEvent, 'topic' | 'symbol' | 'data' | 'time' | 'bytesIn'>;

/**
 * Completes an event with the properties that not every event has. They are added to the object itself, always in the
 * same order, because spreading takes several times as long and leaves objects that are slow to read.
 * @param quantity none if empty or undefined; the same for `unit`.
 */
export function completeEvent(
  plain: Plain,
  stamped: boolean,
  alarm: boolean,
  quantity?: string,
  unit?: string,
): EdgeEvent {
  const event: Plain & { stamped?: true; alarm?: true; quantity?: string; unit?: string } = plain;
  if (stamped) event.stamped = true;
  if (alarm) event.alarm = true;
  if (quantity) event.quantity = quantity;
  if (unit) event.unit = unit;
  return event;
}

/** The ID of a part of a batch: the batch's ID, the index of the part's first event in it, and the number of events. */
const PART = /^(.+):(\d{1,9})\+\d{1,9}$/s;

/**
 * The ID of an event in a batch: the same on every attempt, even after a restart or when the batch is divided, so that
 * a database key derived from it keeps each event once. wireband-decode derives the same ID for a request with this
 * `Idempotency-Key`.
 */
export function eventId(batchId: string, index: number): string {
  const { whole, first } = placeOf(batchId);
  return `${whole}:${first + index}`;
}

/**
 * The ID of a part of a batch, `<id>:<first>+<count>`. It locates the part's events in the original batch, so that
 * they keep their IDs however often the batch is divided.
 * @param first index of the part's first event in the batch, from 0.
 */
export function partId(batchId: string, first: number, count: number): string {
  const { whole, first: before } = placeOf(batchId);
  return `${whole}:${before + first}+${count}`;
}

/** The original batch, from its own ID or that of a part, and the index of the part's first event in it. */
export function placeOf(batchId: string): { readonly whole: string; readonly first: number } {
  const [, whole = batchId, first = '0'] = PART.exec(batchId) ?? [];
  return { whole, first: Number(first) };
}
