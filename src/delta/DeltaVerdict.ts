/** Why a message passes. */
export const PASS_REASONS = [
  /** Nothing was forwarded for this topic yet, or it was forgotten or reset. */
  'first',
  /** A value changed by the threshold or more, or something other than a number changed. */
  'value',
  /** A value changed its type, or became null, NaN or infinite, or stopped being so. */
  'type',
  /** The payload has different keys, or an array a different length. */
  'keys',
  /** A status or quality field changed. */
  'status',
  /** An alarm: it always passes. */
  'alarm',
  /** The measurement before a change (`sendPrevious`). */
  'previous',
  /** A corner of the line that a receiver draws. */
  'line',
  /** The latest value at the end of `minInterval`. */
  'interval',
  /** Mode auto: not enough is known about the series yet. */
  'learning',
  /** `maxSilence` has passed. */
  'heartbeat',
  /** The first after the series was reported stale. */
  'recovered',
  /** The first after a restart, when it is unknown whether the last one arrived. */
  'restart',
  /** Measured before one already seen. Does not change the reference. */
  'late',
  /** The first in order after a late one that a receiver takes for the newest. */
  'corrected',
  /** The clock was set back: the series starts over here. */
  'clock',
  /** Too deep, too large, or with text too long to be compared. */
  'incomparable',
  /** The threshold is 0: nothing is filtered. */
  'unfiltered',
] as const;

export type PassReason = (typeof PASS_REASONS)[number];

/** What is known about a message besides its payload. */
export interface MessageContext<Ref = unknown> {
  /** When it arrived, milliseconds since the epoch. Default now. */
  readonly now?: number | undefined;
  /** When it was measured, milliseconds since the epoch, if the message says so. */
  readonly time?: number | undefined;
  /** The sender, if several publish to one topic. */
  readonly device?: string | undefined;
  /** Field path, if a message holds one of several readings. */
  readonly field?: string | undefined;
  /** What the classifier found, for rules and alarms. */
  readonly wireband?: SampleFacts | undefined;
  /**
   * The caller's message, returned if this sample is forwarded later; neither it nor the payload may be changed until
   * then.
   */
  readonly ref?: Ref | undefined;
}

/** The part of a classification that rules look at. */
export interface SampleFacts {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly family?: string | undefined;
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
  /** What the value is besides its quantity: `measurement`, `counter`, `state` … */
  readonly kind?: string | undefined;
  /** The status or quality code that comes with the value. */
  readonly quality?: unknown;
  /** Which of the classifier's rules decided. */
  readonly by?: string | undefined;
}

/** An earlier sample that is to be forwarded after all. */
export interface Earlier<Ref = unknown> {
  readonly kind: 'held';
  /** Shortened to its beginning and a hash if it has more than 512 characters. */
  readonly topic: string;
  readonly ref: Ref | undefined;
  /** When it was measured, else when it arrived; milliseconds since the epoch. To be sent as its timestamp. */
  readonly time: number;
  readonly reason: PassReason;
  readonly suppressed: number;
  /** With `partial`: what to send in place of its payload. */
  readonly partial?: ChangedPart | undefined;
}

/** A series that has been silent for `staleAfter`. */
export interface StaleReport {
  readonly kind: 'stale';
  readonly topic: string;
  readonly device?: string | undefined;
  readonly field?: string | undefined;
  /** When its last message arrived, milliseconds since the epoch. */
  readonly lastSeen: number;
  /** Seconds. */
  readonly silentFor: number;
}

/** The part of a payload that changed; `mergePartial` restores the whole. */
export interface ChangedPart {
  readonly payload: unknown;
}

/**
 * What to do with a message. First forward all of `earlier`, if present, in order. `suppressed`: how many messages of
 * this topic were suppressed since the last one that passed.
 */
export type DeltaVerdict<Ref = unknown> =
  | {
      readonly pass: true;
      readonly reason: PassReason;
      readonly suppressed: number;
      readonly earlier?: readonly Earlier<Ref>[];
      /** With `partial`: what to send in place of the payload; absent if all of it is to be sent. */
      readonly partial?: ChangedPart;
    }
  | { readonly pass: false; readonly suppressed: number; readonly earlier?: readonly Earlier<Ref>[] };
