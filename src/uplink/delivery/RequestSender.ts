import { errorText } from '../reports/errorText';
import {
  type Answer,
  type BatchRequest,
  type Exchange,
  type Transport,
  unreachable,
} from '../transport/Transport';

/** Sends the requests of batches, any number of batches at once, and cancels them when it is stopped. */
export class RequestSender {
  private readonly cancellation = new AbortController();

  constructor(private readonly transport: Transport) {}

  get isStopped(): boolean {
    return this.cancellation.signal.aborted;
  }

  /**
   * Sends a request, and each that follows it once the one before has arrived. The answer is that of the last one sent.
   * Never rejects.
   * @param hasArrived whether an answer is a success; the second argument counts the requests from 0.
   */
  async send(
    request: BatchRequest,
    hasArrived: (answer: Answer, place: number) => boolean,
  ): Promise<Exchange> {
    try {
      return await this.sendAll(request, hasArrived, 0);
    } catch (error) {
      return unreachable(`internal error: ${errorText(error)}`);
    }
  }

  /** Cancels the requests in flight, and every later one. */
  stop(): void {
    this.cancellation.abort();
  }

  private async sendAll(
    request: BatchRequest,
    hasArrived: (answer: Answer, place: number) => boolean,
    place: number,
  ): Promise<Exchange> {
    const first = await this.transport.post(request, this.cancellation.signal);
    if (!request.next || !hasArrived(first.answer, place)) return first;
    const rest = await this.sendAll(request.next, hasArrived, place + 1);
    return {
      answer: rest.answer,
      earlier: [first.answer, ...(rest.earlier ?? [])],
      bytes: first.bytes + rest.bytes,
      durationMs: first.durationMs + rest.durationMs,
    };
  }
}
