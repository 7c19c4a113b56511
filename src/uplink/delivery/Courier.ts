import { errorText } from '../reports/errorText';
import { type BatchRequest, type Exchange, type Transport, unreachable } from '../transport/Transport';
import { sendParts } from './sendParts';

/** Sends requests, any number at once, and calls them off when it is told to. */
export class Courier {
  private readonly calledOff = new AbortController();

  constructor(private readonly transport: Transport) {}

  get isStopped(): boolean {
    return this.calledOff.signal.aborted;
  }

  /** Never rejects. The request is on its way when this returns. */
  async send(request: BatchRequest): Promise<Exchange> {
    try {
      return await sendParts(request, this.calledOff.signal, (...each) => this.transport.post(...each));
    } catch (error) {
      return unreachable(`internal error: ${errorText(error)}`);
    }
  }

  /** Calls off what is under way. */
  stop(): void {
    this.calledOff.abort();
  }
}
