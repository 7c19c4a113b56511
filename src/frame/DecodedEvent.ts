/** One event of a decoded request body. */
export interface DecodedEvent {
  /** The same for every delivery of the same event, so that a database key can make storage idempotent. */
  readonly id: string;
  readonly topic: string;
  readonly symbol: number;
  readonly data: unknown;
  /** Milliseconds since the epoch; absent for a bare frame, which carries none. */
  readonly time?: number;
  readonly device?: string;
  /** What is measured and in which unit, where the format carries them. */
  readonly quantity?: string;
  readonly unit?: string;
  /** It went before others, where the format tells. */
  readonly alarm?: true;
}
