import { isWebPage } from '../../frame';
import type { RequestNames } from '../settings/placeholders';
import type { Coding } from './compress';
import { statusClass } from './statusClasses';

export interface BatchRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly text: string;
  /** How the body is sent. */
  readonly coding: Coding;
  /** The values of `{batch}` and `{device}` in its query and headers. */
  readonly names?: RequestNames;
  /** Appended to the transport's path. */
  readonly path?: string;
  /** Whether the format reads the text of the response; otherwise it is only shown to people. */
  readonly wantsWholeAnswer?: true;
  /** The next request of the same batch, sent as soon as this one has arrived. */
  readonly next?: BatchRequest;
}

/** The outcome of a request: a response, readable or not, or a backend that could not be reached. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The delay that the backend asks for, milliseconds. */
      readonly retryAfterMs?: number;
      readonly contentType?: string;
      /**
       * The start of the response's text, for people; all of it, up to 8 MiB, if the request wants the whole answer.
       * For protobuf and other binary types, one character per byte.
       */
      readonly text: string;
      /** The response is longer than this, or broke off. */
      readonly isCut?: true;
      /** The `Accept-Encoding` header: the codings that the backend accepts. */
      readonly acceptEncoding?: string;
    }
  /** `wasSent`: there was a connection, so the backend may have the request. */
  | { readonly kind: 'unreachable'; readonly error: string; readonly wasSent?: true }
  /** Something unreadable came back. Whether the backend has the request is unknown, so it is retried slowly. */
  | { readonly kind: 'unreadable'; readonly error: string };

/** An answer and what it cost. */
export interface Exchange {
  readonly answer: Answer;
  /** The answers to earlier requests of the same batch, which arrived. */
  readonly earlier?: readonly Answer[];
  /** Bytes of the body as sent; 0 if nothing was sent. */
  readonly bytes: number;
  /** Bytes of bodies sent over a connection, counting each redirect that sent one again; `bytes` if absent. */
  readonly bytesOut?: number;
  readonly durationMs: number;
}

/** Bytes of bodies that were sent, even in vain. */
export function bytesOut({ bytes, bytesOut = bytes }: Exchange): number {
  return bytesOut;
}

/** Carries batches to one backend. */
export interface Transport {
  /** The address that requests go to, for people; without secrets. */
  readonly url: string;
  /** Sends one request, but not those that follow it. Never rejects: a failure is an answer too. */
  post(request: BatchRequest, signal: AbortSignal): Promise<Exchange>;
  /** Closes the connections. */
  close(): void;
}

/** How an error begins if a request got no response in time, or one that cannot be read. */
export const NO_ANSWER = 'no response within';
export const UNREADABLE = 'the response cannot be read';

export function unreachable(error: string): Exchange {
  return { answer: { kind: 'unreachable', error }, bytes: 0, durationMs: 0 };
}

/** Whether the request arrived, as far as can be told without its format. */
export function hasArrived({ answer }: Pick<Exchange, 'answer'>): boolean {
  return answer.kind === 'answered' && statusClass(answer.status) === 'delivered' && !isWebPage(answer);
}
