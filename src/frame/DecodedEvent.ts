/** One event of a decoded request body. */
export interface DecodedEvent {
  /** The same on every delivery of an event, so that a database key can make storage idempotent. */
  readonly id: string;
  readonly topic: string;
  readonly symbol: number;
  readonly data: unknown;
  /** Milliseconds since the epoch; absent for a bare frame, which carries none. */
  readonly time?: number;
  readonly device?: string;
  /** What is measured and in which unit, if the format carries them. */
  readonly quantity?: string;
  readonly unit?: string;
  /** It was sent before others, if the format carries this. */
  readonly alarm?: true;
}
