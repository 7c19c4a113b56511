import type { BACKEND } from '../settings/backend';
import type { AnswerType } from './answers/answerType';
import type { EdgeEvent } from './event';

/** Around the events: `{"device_id": …, "events": […]}` or the bare array. */
export type Envelope = (typeof BACKEND.envelope.choices)[number];

export interface BatchContext {
  readonly deviceId: string;
  readonly envelope: Envelope;
  /** The batch's id, the same on every try: the events' ids are made from it (eventId.ts). */
  readonly batchId: string;
}

/**
 * Why something of an event is not in the request.
 * - `empty`: the payload is, or holds, `null`, `{}` or `[]`, and the format has no form for it
 * - `not_finite`: a number beyond a double's range
 * - `text`: text, where the user wants none
 * - `unwritable`: text or a name with characters that the format cannot write, such as line breaks
 * - `duplicate`: another value of this event has the same name
 * - `time`: a time that the format cannot express
 * - `too_deep`: nested deeper than the format allows
 * - `log_record`: it would be a log record, where the user wants none
 * - `overwritten`: another of the series has the same time, in the precision that is chosen
 */
export const LEFT_OUT_REASONS = [
  'empty',
  'not_finite',
  'text',
  'unwritable',
  'duplicate',
  'time',
  'too_deep',
  'log_record',
  'overwritten',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** An event of which nothing is in the request: it is dropped when the rest has arrived. `index`: within the batch. */
export interface LeftOutEvent {
  readonly index: number;
  readonly reason: LeftOutReason;
}

/** What the request does not carry. Of events that are in it otherwise: values, by reason. */
export interface LeftOut {
  readonly events: readonly LeftOutEvent[];
  readonly values: Readonly<Partial<Record<LeftOutReason, number>>>;
}

export const NOTHING_LEFT_OUT: LeftOut = { events: [], values: {} };

/** One request of a batch. */
export interface EncodedPart {
  readonly body: string;
  /** Follows the backend's path, as `/v1/metrics`; empty if absent. */
  readonly path?: string;
  /** Indexes of the events of which something is in it; told where the path has a receiver of its own. */
  readonly events?: readonly number[];
}

/** What takes the parts of one path. A backend may have one for some paths and none for others. */
export interface Receiver {
  readonly path: string;
  /** A request that carries nothing, which it takes where there is one. */
  readonly nothing: string;
  /** What is the matter if there is none, for people. */
  readonly without: string;
}

export interface EncodedBatch {
  /** Usually one; none if nothing is left to be sent; at most MAX_PARTS. The batch is delivered when all of them are. */
  readonly parts: readonly EncodedPart[];
  readonly leftOut: LeftOut;
}

/** Parts that a batch may have. */
export const MAX_PARTS = 2;

/** What a backend answered to a part. */
export interface PartAnswer {
  readonly status: number;
  readonly contentType?: string;
  /** Of protobuf and other bytes: a character a byte. */
  readonly text: string;
  /** It goes on, or broke off: this is its beginning. */
  readonly isCut?: true;
}

/** The request that was answered. */
export interface AnsweredPart {
  readonly events: readonly EdgeEvent[];
  readonly context: BatchContext;
  /** Which of the parts. */
  readonly part: number;
}

/** An event that the backend did not take, while it has the others. `index`: within the batch. */
export interface RejectedEvent {
  readonly index: number;
  readonly error: string;
}

/** Why an answer is not a success: a web page, such as the login of a captive portal; or what the answer says, or cannot say. */
export type RefusalCause = 'web-page' | 'no-success';

export interface Refusal {
  readonly cause: RefusalCause;
  /** In words, after the status. */
  readonly error: string;
}

/** What an answer means, where it is not what its status alone says. */
export type Verdict =
  /** A success. */
  | { readonly kind: 'arrived' }
  /**
   * The backend has the part but for these events, which are put aside; they are not sent again.
   * `unclear`: what it says next to that and nobody understands, to be reported.
   */
  | {
      readonly kind: 'arrived-but';
      readonly rejected: readonly RejectedEvent[];
      readonly unclear?: string;
    }
  /** The backend has the part but for so many values that nobody can name. Counted, reported, not sent again. */
  | { readonly kind: 'arrived-less'; readonly values: number; readonly error: string }
  /**
   * It is we who are refused (a missing database), not what we sent, or it is not a success: everything is kept, and it is
   * asked again slowly. `because`: why it is not a success, where the status does not say it.
   */
  | { readonly kind: 'refused'; readonly because?: Refusal }
  /** The backend says more of the batch than can be read: it is sent in halves. */
  | { readonly kind: 'divide' }
  /** Later. */
  | { readonly kind: 'retry' };

/** How a batch of events is written. One file a format; spool and delivery are the same for every one. */
export interface BatchFormat {
  readonly name: string;
  readonly contentType: string;
  /** Of every request, next to the content type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where parts have receivers of their own: all of these. */
  readonly receivers?: readonly Receiver[];
  /** Writes a batch. The same events and context give the same bytes. */
  encode(events: readonly EdgeEvent[], context: BatchContext): EncodedBatch;
  /** The content types that a backend can answer with; another is not a success. */
  readonly answerTypes: readonly AnswerType[];
  /**
   * Reads an answer that is not a web page; undefined if its status decides, as it does for a format without this.
   * @throws {Error} where it says something that cannot be read: it is not a success then.
   */
  readAnswer?(answer: PartAnswer, sent: AnsweredPart): Verdict | undefined;
}

/** The verdict on an answer whose status is one of success, and that is none. */
export function refusal(cause: RefusalCause, error: string): Verdict {
  return { kind: 'refused', because: { cause, error } };
}

/** The verdict on an answer that rejects more than was sent: a success, with a count that is reported and not believed. */
export function disbelieved(claimed: number, what: string, sent: number): Verdict {
  const error = `the response says that ${claimed} ${what} were rejected, of ${sent} that were sent`;
  return { kind: 'arrived-less', values: 0, error };
}

/** One request that carries everything. */
export function wholeBatch(body: string): EncodedBatch {
  return { parts: [{ body }], leftOut: NOTHING_LEFT_OUT };
}
