import type { Answer, Exchange, Transport } from '../../../src/uplink';

/** Takes everything in the next turn of the event loop, and costs nothing; or is not to be reached. */
export class NullTransport implements Transport {
  readonly url = 'null:';
  isAway = false;

  close(): void {}

  post(): Promise<Exchange> {
    const answer: Answer = this.isAway
      ? { kind: 'unreachable', error: 'away' }
      : { kind: 'answered', status: 200, text: '' };
    const exchange = { answer, bytes: 0, durationMs: 0 };
    return new Promise((resolve) => setImmediate(resolve, exchange));
  }
}
