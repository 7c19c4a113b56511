import type { Clock } from '../clock';
import { errorText } from './errorText';
import type { Answer, BatchRequest, Transport } from './Transport';

/** What became of a request, and how long it took. */
export interface Sent {
  readonly answer: Answer;
  readonly durationMs: number;
}

/** Sends requests, any number at once, and calls them off when it is told to. */
export class Courier {
  private readonly calledOff = new AbortController();

  constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
  ) {}

  /** Never rejects. The request is on its way when this returns. */
  async send(request: BatchRequest): Promise<Sent> {
    const begun = this.clock.monotonic();
    const answer = await this.post(request);
    return { answer, durationMs: this.clock.monotonic() - begun };
  }

  get isStopped(): boolean {
    return this.calledOff.signal.aborted;
  }

  /** Calls off what is under way. */
  stop(): void {
    this.calledOff.abort();
  }

  private async post(request: BatchRequest): Promise<Answer> {
    try {
      return await this.transport.post(request, this.calledOff.signal);
    } catch (error) {
      return { kind: 'unreachable', error: `internal error: ${errorText(error)}` };
    }
  }
}
