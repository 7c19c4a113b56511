import type { Answer, Transport } from '../../../src/uplink';

/** Takes everything in the next turn of the event loop, and costs nothing; or is not to be reached. */
export class NullTransport implements Transport {
  readonly url = 'null:';
  isAway = false;

  post(): Promise<Answer> {
    const answer: Answer = this.isAway
      ? { kind: 'unreachable', error: 'away' }
      : { kind: 'answered', status: 200, text: '' };
    return new Promise((resolve) => setImmediate(resolve, answer));
  }

  close(): void {}
}
