import type { Turn } from '../spool';
import type { Coding } from './ContentCodings';
import { statusClass } from './statusClasses';

export interface BatchRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly text: string;
  /** How the body is sent. */
  readonly coding: Coding;
  /** Follows the transport's path. */
  readonly path?: string;
  /** Whether the answer's text matters to programs, and not only to people. */
  readonly wantsWholeAnswer?: true;
  /** Sent as soon as this one has arrived; both belong to one batch. */
  readonly next?: BatchRequest;
}

/** What became of a request: the backend answered, or there was no answer to be had, or it was not sent at all. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Milliseconds that the backend asks us to wait. */
      readonly retryAfterMs?: number;
      /** Beginning of the answer's text, for people; up to about 1 MiB of it where the request wants it. */
      readonly text: string;
      /** The header of this name: the codings that the backend takes. */
      readonly acceptEncoding?: string;
    }
  | { readonly kind: 'unreachable'; readonly error: string }
  /** It came after one that did not arrive, or was recalled, and was not sent. */
  | { readonly kind: 'withheld' };

/** An answer, and what it took. */
export interface Exchange {
  readonly answer: Answer;
  /** Of a batch of several requests: the answers to those before, which arrived. */
  readonly earlier?: readonly Answer[];
  /** Of the body as sent; 0 where nothing was. */
  readonly bytes: number;
  readonly durationMs: number;
}

/**
 * The way of one uplink's requests. It has so many under way at once, one more where an alarm would have to wait, and
 * keeps the order of the others: alarms first, then live events. When a request does not arrive, it withholds all
 * that it has and gets, until recall().
 */
export interface Lane {
  /** Whether requests that it has to keep for a while are of any use to it. */
  readonly takesAhead: boolean;
  /** Never rejects: every failure is an answer. */
  post(request: BatchRequest, turn: Turn): Promise<Exchange>;
  /** Withholds what is not under way yet; what comes after this is sent again. */
  recall(): void;
  /** Settles what was answered by now, without waiting for the event loop's next turn. */
  collect(): void;
  /** Calls off what is under way and withholds the rest, for good. */
  close(): void;
}

/** Carries batches to one backend. */
export interface Transport {
  /** Where it sends to, for people; without secrets. */
  readonly url: string;
  /** @param parallel requests under way at once. */
  openLane(parallel: number): Lane;
  /** Ends its connections. */
  close(): void;
}

export const WITHHELD: Exchange = { answer: { kind: 'withheld' }, bytes: 0, durationMs: 0 };

export function unreachable(error: string): Exchange {
  return { answer: { kind: 'unreachable', error }, bytes: 0, durationMs: 0 };
}

/** Whether the backend has the request. */
export function hasArrived({ answer }: Exchange): boolean {
  return answer.kind === 'answered' && statusClass(answer.status) === 'delivered';
}
