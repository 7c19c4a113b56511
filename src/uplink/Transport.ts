export interface BatchRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What became of a request: the backend answered, or there was no answer to be had. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Milliseconds that the backend asks us to wait. */
      readonly retryAfterMs?: number;
      /** Beginning of the answer's text, for people. */
      readonly text: string;
    }
  | { readonly kind: 'unreachable'; readonly error: string };

/** Carries batches to one backend. Never rejects: every failure is an answer. */
export interface Transport {
  /** Where it sends to, for people; without secrets. */
  readonly url: string;
  post(request: BatchRequest, signal: AbortSignal): Promise<Answer>;
  /** Closes idle connections. */
  close(): void;
}
