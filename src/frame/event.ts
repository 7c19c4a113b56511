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

/**
 * The id of an event in a batch: the same on every try, also after a restart, so that a database key made of it keeps
 * each event once. wireband-decode gives the same one for a request with this `Idempotency-Key`.
 */
export function eventId(batchId: string, index: number): string {
  return `${batchId}:${index}`;
}
