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
  /** What `{batch}` and `{device}` in its query and headers stand for. */
  readonly names?: RequestNames;
  /** Appended to the path of the transport. */
  readonly path?: string;
  /** Whether the format reads the text of the answer; otherwise it is only shown to people. */
  readonly wantsWholeAnswer?: true;
  /** Of the same batch, sent as soon as this one has arrived. */
  readonly next?: BatchRequest;
}

/** The outcome of a request: the backend answered, legibly or not, or could not be reached. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** How long the backend asks to wait, milliseconds. */
      readonly retryAfterMs?: number;
      readonly contentType?: string;
      /**
       * The beginning of the answer's text, for people; all of it, up to 8 MiB, where the request wants the whole answer.
       * Of protobuf and other bytes: a character a byte.
       */
      readonly text: string;
      /** It goes on, or broke off. */
      readonly isCut?: true;
      /** The `Accept-Encoding` header: the codings that the backend takes. */
      readonly acceptEncoding?: string;
    }
  /** `wasSent`: there was a connection, so that the backend may have the request. */
  | { readonly kind: 'unreachable'; readonly error: string; readonly wasSent?: true }
  /** Something came back that cannot be read. Whether the backend has the request is open, so that it is repeated slowly. */
  | { readonly kind: 'unreadable'; readonly error: string };

/** An answer, and what it cost. */
export interface Exchange {
  readonly answer: Answer;
  /** The answers to earlier requests of the same batch, which arrived. */
  readonly earlier?: readonly Answer[];
  /** Bytes of the body as sent; 0 if nothing was sent. */
  readonly bytes: number;
  /** Bytes of bodies that went out over a connection, each time a redirect sent it again; `bytes` where absent. */
  readonly bytesOut?: number;
  readonly durationMs: number;
}

/** Bytes of bodies that went out, also in vain. */
export function bytesOut({ bytes, bytesOut = bytes }: Exchange): number {
  return bytesOut;
}

/** Carries batches to one backend. */
export interface Transport {
  /** Where the requests go, for people; without secrets. */
  readonly url: string;
  /** Sends one request, without those that follow it. Never rejects: a failure is an answer too. */
  post(request: BatchRequest, signal: AbortSignal): Promise<Exchange>;
  /** Closes the connections. */
  close(): void;
}

/** How the error of a request begins that was not answered in time, and of one whose answer cannot be read. */
export const NO_ANSWER = 'no response within';
export const UNREADABLE = 'the response cannot be read';

export function unreachable(error: string): Exchange {
  return { answer: { kind: 'unreachable', error }, bytes: 0, durationMs: 0 };
}

/** Whether the request arrived, as far as that can be told without its format. */
export function hasArrived({ answer }: Pick<Exchange, 'answer'>): boolean {
  return answer.kind === 'answered' && statusClass(answer.status) === 'delivered' && !isWebPage(answer);
}
