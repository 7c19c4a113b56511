import type { MessagePort } from 'node:worker_threads';
import type { Turn } from '../spool';
import type { HttpTransportOptions } from './HttpTransport';
import type { BatchRequest, Exchange } from './Transport';

/** What the thread that posts is started with. */
export interface PostingThreadData {
  readonly options: HttpTransportOptions;
  readonly port: MessagePort;
}

/** What the main thread tells it. A lane is opened by its first request. */
export type ToPostingThread =
  | {
      readonly kind: 'post';
      readonly id: number;
      readonly lane: number;
      readonly parallel: number;
      readonly request: BatchRequest;
      readonly turn: Turn;
    }
  | { readonly kind: 'recall'; readonly lane: number }
  | { readonly kind: 'close'; readonly lane: number };

/** What it tells the main thread: the answer to a request. */
export interface FromPostingThread {
  readonly id: number;
  readonly exchange: Exchange;
}
