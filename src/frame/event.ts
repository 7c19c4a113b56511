/** What the spool stores and the backend gets: one classified message. */
export interface EdgeEvent {
  readonly topic: string;
  /** 16-bit symbol code. */
  readonly symbol: number;
  /** The payload as compact JSON text. */
  readonly data: string;
  /** Milliseconds since the epoch: when it was measured, else when it arrived. */
  readonly time: number;
  /** `time` is a stamp of our own clock, which may turn out to have been wrong. */
  readonly stamped?: true;
  /** Bytes of topic and payload as received. */
  readonly bytesIn: number;
  /** Goes before other events and is the last to be dropped. */
  readonly alarm?: true;
  readonly quantity?: string;
  readonly unit?: string;
}

/** The id of a part of a batch: that of the batch, the place of its first event there, and how many events it has. */
const PART = /^(.+):(\d{1,9})\+\d{1,9}$/s;

/**
 * The id of an event in a batch: the same on every try, also after a restart and when the batch is divided, so that a
 * database key made of it keeps each event once. wireband-decode gives the same one for a request with this
 * `Idempotency-Key`.
 */
export function eventId(batchId: string, index: number): string {
  const { whole, first } = placeOf(batchId);
  return `${whole}:${first + index}`;
}

/**
 * The id of a part of a batch, `<id>:<first>+<count>`. It says which events they are of the batch that was made first, so
 * that they keep their ids however often it is divided.
 * @param first place of the first event of the part in the batch, from 0.
 */
export function partId(batchId: string, first: number, count: number): string {
  const { whole, first: before } = placeOf(batchId);
  return `${whole}:${before + first}+${count}`;
}

/** The batch that was made first, by the id of a part of it or its own, and the place of the part in it. */
export function placeOf(batchId: string): { readonly whole: string; readonly first: number } {
  const [, whole = batchId, first = '0'] = PART.exec(batchId) ?? [];
  return { whole, first: Number(first) };
}
