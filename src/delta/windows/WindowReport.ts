/** What was received of a number in a window of time. */
export interface WindowValues {
  /** Each value counts for the time until the next one; the last one from before the window, until its first. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly count: number;
}

/** Those of each number of a payload, where the payload has them; null if a list has something else. */
export type FieldWindows = { readonly [key: string]: WindowPayload } | readonly WindowPayload[];

export type WindowPayload = WindowValues | FieldWindows | null;

/** What messages say of themselves in `msg.wireband`, as far as it is text, a number or a flag. */
export type PlainFacts = Readonly<Record<string, string | number | boolean>>;

/** What was received of a series in one window, whether or not it was forwarded. */
export interface WindowReport {
  readonly kind: 'window';
  readonly topic: string;
  readonly device?: string | undefined;
  readonly field?: string | undefined;
  /** When it began, milliseconds since the epoch: a multiple of its length. */
  readonly start: number;
  /** Seconds. */
  readonly length: number;
  /** Numbers that came too late to be counted. */
  readonly late: number;
  readonly payload: WindowPayload;
  /** Of the first message in it. */
  readonly facts: PlainFacts;
}
