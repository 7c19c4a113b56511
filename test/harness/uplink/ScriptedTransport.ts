import { decodeBody } from '../../../src/frame';
import type { Answer, BatchRequest, Exchange, Transport } from '../../../src/uplink';

/** A status, a whole answer, no connection, a reset one, or no answer until the request is canceled. */
export type Reply = number | Answer | 'network' | 'reset' | 'hang';

export interface Post {
  readonly key: string;
  readonly body: Buffer;
  readonly compressed: boolean;
  /** Topics of the events, joined: short if each topic is one letter. */
  readonly topics: string;
  readonly at: number;
}

/** A backend that answers what the test says, and records what it was sent. */
export class ScriptedTransport implements Transport {
  readonly url = 'http://backend.test/ingest';
  readonly posts: Post[] = [];
  /** Requests in flight now, and the maximum so far. */
  inFlight = 0;
  mostInFlight = 0;

  /** @param reply decides on each request; by default takes everything. */
  constructor(
    private readonly now: () => number,
    public reply: (post: Post, index: number) => Reply | Promise<Reply> = () => 200,
  ) {}

  /** Answers nothing until the test says what, request by request, in order. */
  byHand(): (reply: Reply) => void {
    const waiting: ((reply: Reply) => void)[] = [];
    this.reply = () => new Promise((resolve) => waiting.push(resolve));
    return (reply) => {
      const resolve = waiting.shift();
      if (!resolve) throw new Error('No request waits for an answer.');
      resolve(reply);
    };
  }

  /** Answers with these in turn, then with 200. */
  script(...replies: readonly Reply[]): void {
    const left = [...replies];
    this.reply = () => left.shift() ?? 200;
  }

  close(): void {}

  async post(request: BatchRequest, signal: AbortSignal): Promise<Exchange> {
    const at = this.now();
    const post = {
      key: request.headers['Idempotency-Key'] ?? '',
      body: Buffer.from(request.text),
      compressed: request.coding !== 'identity',
      topics: decodeBody(request.text)
        .map(({ topic }) => topic)
        .join(''),
      at,
    };
    this.posts.push(post);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    const answer = this.reply(post, this.posts.length - 1);
    const reply = answer instanceof Promise ? await answer : answer;
    // Long enough for requests started together to be in flight together, and to end before settled() does.
    for (let turn = 0; turn < 50; turn++) await undefined;
    if (reply === 'hang') await aborted(signal);
    this.inFlight--;
    return { answer: toAnswer(reply), bytes: post.body.length, durationMs: this.now() - at };
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function toAnswer(reply: Reply): Answer {
  if (typeof reply === 'number') return { kind: 'answered', status: reply, text: '' };
  if (typeof reply === 'object') return reply;
  if (reply === 'reset') return { kind: 'unreachable', error: 'ECONNRESET', wasSent: true };
  return { kind: 'unreachable', error: reply === 'hang' ? 'cancelled' : 'ECONNREFUSED' };
}
