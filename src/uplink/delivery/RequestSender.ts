import { errorText } from '../reports/errorText';
import {
  type Answer,
  type BatchRequest,
  bytesOut,
  type Exchange,
  hasArrived,
  type Transport,
  unreachable,
} from '../transport/Transport';

type IsSuccess = (answer: Answer, place: number) => boolean;

/** Sends the requests of any number of batches at once, and cancels them when it is stopped. */
export class RequestSender {
  private readonly cancellation = new AbortController();

  constructor(private readonly transport: Transport) {}

  get isStopped(): boolean {
    return this.cancellation.signal.aborted;
  }

  /**
   * Sends a request and those that follow it, each once the one before has arrived. The answer is that to the last one
   * sent. Never rejects.
   * @param isSuccess whether the response to a request that others follow is a success; `place` counts requests from 0.
   */
  async send(
    request: BatchRequest,
    isSuccess: IsSuccess = (answer) => hasArrived({ answer }),
  ): Promise<Exchange> {
    try {
      return await this.sendAll(request, isSuccess, 0);
    } catch (error) {
      return unreachable(`internal error: ${errorText(error)}`);
    }
  }

  /** Cancels the requests in flight, and every later one. */
  stop(): void {
    this.cancellation.abort();
  }

  private async sendAll(request: BatchRequest, isSuccess: IsSuccess, place: number): Promise<Exchange> {
    const first = await this.transport.post(request, this.cancellation.signal);
    if (!request.next || !isSuccess(first.answer, place)) return first;
    const rest = await this.sendAll(request.next, isSuccess, place + 1);
    return {
      answer: rest.answer,
      earlier: [first.answer, ...(rest.earlier ?? [])],
      bytes: first.bytes + rest.bytes,
      bytesOut: bytesOut(first) + bytesOut(rest),
      durationMs: first.durationMs + rest.durationMs,
    };
  }
}
