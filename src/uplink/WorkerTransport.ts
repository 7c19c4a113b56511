import type { Turn } from '../spool';
import { HttpTransport, type HttpTransportOptions } from './HttpTransport';
import { type LaneInThread, PostingThread } from './PostingThread';
import { type BatchRequest, type Exchange, type Lane, type Transport, unreachable } from './Transport';

/**
 * HTTP from a thread of its own. A flooded main thread handles all that its sockets hold before it takes its next
 * turn, up to a third of a second; if every request had to wait for some of these turns, next to nothing would be
 * sent. The thread starts with the first request, and again after it failed. Where there can be none, requests are
 * sent from the main thread.
 */
export class WorkerTransport implements Transport {
  readonly url: string;
  /** For where there can be no thread. */
  private readonly direct: HttpTransport;
  private thread: PostingThread | undefined;
  private mayHaveThread = true;
  private lanes = 0;
  private hasClosed = false;

  /** @throws {SettingError} when the url is no http(s) address. */
  constructor(private readonly options: HttpTransportOptions) {
    this.direct = new HttpTransport(options);
    this.url = this.direct.url;
  }

  openLane(parallel: number): Lane {
    return new WorkerLane(this, { lane: this.lanes++, parallel }, this.direct.openLane(parallel));
  }

  close(): void {
    this.hasClosed = true;
    this.thread?.end();
    this.direct.close();
  }

  get isClosed(): boolean {
    return this.hasClosed;
  }

  get usesThread(): boolean {
    return this.mayHaveThread;
  }

  /** The thread, if it runs. */
  get running(): PostingThread | undefined {
    return this.thread;
  }

  /** The thread, started if need be; undefined where there can be none. */
  start(): PostingThread | undefined {
    if (this.thread || !this.mayHaveThread || this.isClosed) return this.thread;
    try {
      const thread: PostingThread = new PostingThread(this.options, (reason) => this.onEnd(thread, reason));
      this.thread = thread;
    } catch (error) {
      this.doWithout(error instanceof Error ? error.message : String(error));
    }
    return this.thread;
  }

  private onEnd(thread: PostingThread, reason: string): void {
    this.thread = undefined;
    // One that ended before it did anything would do so again.
    if (!this.isClosed && !thread.hasAnswered) this.doWithout(reason);
  }

  private doWithout(reason: string): void {
    this.mayHaveThread = false;
    process.emitWarning(
      `Requests to ${this.url} are sent from the main thread: ${reason}`,
      'WirebandWarning',
    );
  }
}

/** A lane in the thread, or in the main one. */
class WorkerLane implements Lane {
  private isClosed = false;

  constructor(
    private readonly transport: WorkerTransport,
    private readonly inThread: LaneInThread,
    private readonly direct: Lane,
  ) {}

  get takesAhead(): boolean {
    return this.transport.usesThread;
  }

  post(request: BatchRequest, turn: Turn): Promise<Exchange> {
    if (this.isClosed || this.transport.isClosed)
      return Promise.resolve(unreachable('the uplink was closed'));
    const thread = this.transport.start();
    return thread ? thread.post(this.inThread, request, turn) : this.direct.post(request, turn);
  }

  recall(): void {
    this.tell('recall');
    this.direct.recall();
  }

  collect(): void {
    this.transport.running?.collect();
  }

  close(): void {
    this.isClosed = true;
    this.tell('close');
    this.direct.close();
  }

  private tell(kind: 'recall' | 'close'): void {
    this.transport.running?.tell({ kind, lane: this.inThread.lane });
  }
}
