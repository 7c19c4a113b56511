import type { BACKEND } from '../settings/backend';
import type { AnswerType } from './answers/answerType';
import type { EdgeEvent } from './event';

/** The wrapper around the events: `{"device_id": …, "events": […]}` or a bare array. */
export type Envelope = (typeof BACKEND.envelope.choices)[number];

export interface BatchContext {
  readonly deviceId: string;
  readonly envelope: Envelope;
  /** The batch's ID, the same on every attempt: event IDs are derived from it (event.ts). */
  readonly batchId: string;
}

/**
 * Why an event, or part of it, is not in the request.
 * - `empty`: the payload is, or holds, `null`, `{}` or `[]`, and the format has no form for it
 * - `not_finite`: a number beyond a double's range
 * - `text`: text, which the user has turned off
 * - `unwritable`: text or a name with characters that the format cannot write, such as line breaks
 * - `duplicate`: another value of this event has the same name
 * - `time`: a time that the format cannot express
 * - `too_deep`: nested deeper than the format allows
 * - `log_record`: it would be a log record, which the user has turned off
 * - `overwritten`: another reading of the series has the same time, in the chosen precision
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

/** An event left out of the request as a whole: dropped once the rest is delivered. `index`: within the batch. */
export interface LeftOutEvent {
  readonly index: number;
  readonly reason: LeftOutReason;
}

/** What the request does not carry: whole events and, by reason, the number of values left out of the others. */
export interface LeftOut {
  readonly events: readonly LeftOutEvent[];
  readonly values: Readonly<Partial<Record<LeftOutReason, number>>>;
}

export const NOTHING_LEFT_OUT: LeftOut = { events: [], values: {} };

/** One request of a batch. */
export interface EncodedPart {
  readonly body: string;
  /** Appended to the backend's path, such as `/v1/metrics`; empty if absent. */
  readonly path?: string;
  /** Indexes of the events that it carries, whole or in part; given if the path has a receiver of its own. */
  readonly events?: readonly number[];
}

/** What accepts the parts sent to one path. A backend may have one for some paths and none for others. */
export interface Receiver {
  readonly path: string;
  /** An empty request, which the receiver accepts if it exists. */
  readonly nothing: string;
  /** Explains to the user what a missing receiver means. */
  readonly without: string;
}

export interface EncodedBatch {
  /** Usually one; none if nothing is left to send; at most MAX_PARTS. The batch is delivered when all of them are. */
  readonly parts: readonly EncodedPart[];
  readonly leftOut: LeftOut;
}

/** Maximum number of parts in a batch. */
export const MAX_PARTS = 2;

/** A backend's response to a part. */
export interface PartAnswer {
  readonly status: number;
  readonly contentType?: string;
  /** For protobuf and other binary content: one character per byte. */
  readonly text: string;
  /** The text is only the beginning of a response that goes on or broke off. */
  readonly isCut?: true;
}

/** The request that the backend answered. */
export interface AnsweredPart {
  readonly events: readonly EdgeEvent[];
  readonly context: BatchContext;
  /** Index of the part. */
  readonly part: number;
}

/** An event that the backend rejected while accepting the others. `index`: within the batch. */
export interface RejectedEvent {
  readonly index: number;
  readonly error: string;
}

/** Why a response is not a success: a web page, such as a captive portal's login; or what it says or fails to say. */
export type RefusalCause = 'web-page' | 'no-success';

export interface Refusal {
  readonly cause: RefusalCause;
  /** Text for the user, shown after the status. */
  readonly error: string;
}

/** What a response means, if its status alone does not decide. */
export type Verdict =
  /** A success. */
  | { readonly kind: 'arrived' }
  /**
   * The backend has the part except for these events, which go to quarantine; they are not sent again.
   * `unclear`: what else the response says that cannot be interpreted, to be reported.
   */
  | {
      readonly kind: 'arrived-but';
      readonly rejected: readonly RejectedEvent[];
      readonly unclear?: string;
    }
  /** The backend has the part except for this many unidentified values. Counted, reported, not sent again. */
  | { readonly kind: 'arrived-less'; readonly values: number; readonly error: string }
  /**
   * The backend refuses us (as for a missing database), not the events, or the response is not a success: everything is
   * kept and retried slowly. `because`: why it is not a success, if the status does not say so.
   */
  | { readonly kind: 'refused'; readonly because?: Refusal }
  /** The response about the batch is too long to read: the batch is sent in halves. */
  | { readonly kind: 'divide' }
  /** Try again later. */
  | { readonly kind: 'retry' };

/** How a batch of events is written. Each format has its own file; spool and delivery are the same for all. */
export interface BatchFormat {
  readonly name: string;
  readonly contentType: string;
  /** Headers of every request, in addition to the content type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** All receivers, if parts have receivers of their own. */
  readonly receivers?: readonly Receiver[];
  /** Writes a batch. The same events and context give the same bytes. */
  encode(events: readonly EdgeEvent[], context: BatchContext): EncodedBatch;
  /** The content types that a backend may answer with; any other is not a success. */
  readonly answerTypes: readonly AnswerType[];
  /**
   * Reads a response that is not a web page; undefined if its status decides, as it does for a format without this.
   * @throws {Error} if part of the response cannot be read: it does not count as a success then.
   */
  readAnswer?(answer: PartAnswer, sent: AnsweredPart): Verdict | undefined;
}

/** The verdict on a response that is not a success although its status says so. */
export function refusal(cause: RefusalCause, error: string): Verdict {
  return { kind: 'refused', because: { cause, error } };
}

/** The verdict on a response that rejects more than was sent: a success, whose count is reported but not believed. */
export function disbelieved(claimed: number, what: string, sent: number): Verdict {
  const error = `the response says that ${claimed} ${what} were rejected, of ${sent} that were sent`;
  return { kind: 'arrived-less', values: 0, error };
}

/** A single request that carries everything. */
export function wholeBatch(body: string): EncodedBatch {
  return { parts: [{ body }], leftOut: NOTHING_LEFT_OUT };
}
