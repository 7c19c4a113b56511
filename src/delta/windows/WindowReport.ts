/** What was received of a number in one window. */
export interface WindowValues {
  /** Each value counts until the next one, and the last one from before the window until its first. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly count: number;
}

/** The values for each number of a payload, structured as the payload is; null for anything else in a list. */
export type FieldWindows = { readonly [key: string]: WindowPayload } | readonly WindowPayload[];

export type WindowPayload = WindowValues | FieldWindows | null;

/** What messages say about themselves in `msg.wireband`: only text, numbers and flags. */
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
  /** Those of the first message in it. */
  readonly facts: PlainFacts;
}
