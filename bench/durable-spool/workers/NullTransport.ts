import type { Answer, Exchange, Transport } from '../../../src/uplink';

/** Accepts everything in the next turn of the event loop, at no cost; or is unreachable. */
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
