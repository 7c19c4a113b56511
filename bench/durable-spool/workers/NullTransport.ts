import type { Answer, Exchange, Lane, Transport } from '../../../src/uplink';

/** Takes everything in the next turn of the event loop, and costs nothing; or is not to be reached. */
export class NullTransport implements Transport {
  readonly url = 'null:';
  isAway = false;

  openLane(): Lane {
    const nothing = (): void => undefined;
    return {
      takesAhead: false,
      post: () => this.post(),
      recall: nothing,
      collect: nothing,
      close: nothing,
    };
  }

  close(): void {}

  private post(): Promise<Exchange> {
    const answer: Answer = this.isAway
      ? { kind: 'unreachable', error: 'away' }
      : { kind: 'answered', status: 200, text: '' };
    const exchange = { answer, bytes: 0, durationMs: 0 };
    return new Promise((resolve) => setImmediate(resolve, exchange));
  }
}
