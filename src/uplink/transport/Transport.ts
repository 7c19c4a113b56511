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

/** What became of a request: the backend answered, or there was no answer to be had. */
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
  | { readonly kind: 'unreachable'; readonly error: string };

/** An answer, and what it took. */
export interface Exchange {
  readonly answer: Answer;
  /** Of a batch of several requests: the answers to those before, which arrived. */
  readonly earlier?: readonly Answer[];
  /** Of the body as sent; 0 where nothing was. */
  readonly bytes: number;
  readonly durationMs: number;
}

/** Carries batches to one backend. */
export interface Transport {
  /** Where it sends to, for people; without secrets. */
  readonly url: string;
  /** Sends one request, without those that follow it. Never rejects: every failure is an answer. */
  post(request: BatchRequest, signal: AbortSignal): Promise<Exchange>;
  /** Ends its connections. */
  close(): void;
}

export function unreachable(error: string): Exchange {
  return { answer: { kind: 'unreachable', error }, bytes: 0, durationMs: 0 };
}

/** Whether the backend has the request. */
export function hasArrived({ answer }: Exchange): boolean {
  return answer.kind === 'answered' && statusClass(answer.status) === 'delivered';
}
