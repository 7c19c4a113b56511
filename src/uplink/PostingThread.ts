import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  SHARE_ENV,
  Worker,
} from 'node:worker_threads';
import { MAX_PARTS } from '../frame';
import type { Turn } from '../spool';
import type { HttpTransportOptions } from './HttpTransport';
import type { FromPostingThread, PostingThreadData, ToPostingThread } from './postingThreadMessages';
import { type BatchRequest, type Exchange, unreachable } from './Transport';

/** Beyond the time for a request: what a thread may take to start, or to say something, on a slow machine. */
const GRACE_MS = 15_000;

/** A lane as the thread knows it. */
export interface LaneInThread {
  readonly lane: number;
  readonly parallel: number;
}

/**
 * A thread that posts, as the main thread sees it. It keeps the process alive only while it has requests. Whatever
 * becomes of it, every request is answered: when it ends, or says nothing for longer than a request may take.
 */
export class PostingThread {
  /** Whether it ever answered a request. */
  hasAnswered = false;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly pending = new Map<number, (exchange: Exchange) => void>();
  private requests = 0;
  private watch: NodeJS.Timeout | undefined;
  private endReason = 'the thread that posts was ended';

  /**
   * @param onEnd called once it has ended, before its requests are answered.
   * @throws {Error} when there can be no thread.
   */
  constructor(
    private readonly options: HttpTransportOptions,
    private readonly onEnd: (reason: string) => void,
  ) {
    const { port1, port2 } = new MessageChannel();
    const entry = require.resolve('./postingThreadEntry');
    try {
      this.worker = new Worker(entry, {
        workerData: { options, port: port2 } satisfies PostingThreadData,
        transferList: [port2],
        // A proxy that is set later counts, as it would in this thread.
        env: SHARE_ENV,
        // Flags of this process, such as those of a debugger, are not for it; but sources need their loader.
        execArgv: entry.endsWith('.ts') ? process.execArgv : [],
        name: 'wireband-post',
        // What it has in memory is short-lived; without a bound the nursery takes ten MB more.
        resourceLimits: { maxYoungGenerationSizeMb: 2 },
      });
    } catch (error) {
      port1.close();
      port2.close();
      throw error;
    }
    this.worker.unref();
    this.worker.on('error', (error: unknown) => {
      this.endReason = `the thread that posts failed: ${error instanceof Error ? error.message : String(error)}`;
    });
    this.worker.on('exit', () => this.ended());
    this.port = port1;
    port1.on('message', (message: FromPostingThread) => this.take(message));
    port1.unref();
  }

  post(lane: LaneInThread, request: BatchRequest, turn: Turn): Promise<Exchange> {
    const id = this.requests++;
    return new Promise((answer) => {
      this.pending.set(id, answer);
      this.port.ref();
      this.watch ??= setTimeout(() => this.onSilence(), MAX_PARTS * this.options.timeoutMs + GRACE_MS);
      this.tell({ kind: 'post', id, ...lane, request, turn });
    });
  }

  tell(message: ToPostingThread): void {
    this.port.postMessage(message);
  }

  /** Takes the answers that are there, without waiting for the event loop's next turn. */
  collect(): void {
    const next = () => receiveMessageOnPort(this.port);
    for (let received = next(); received; received = next()) this.take(received.message);
  }

  end(): void {
    void this.worker.terminate();
  }

  private take({ id, exchange }: FromPostingThread): void {
    this.hasAnswered = true;
    this.pending.get(id)?.(exchange);
    this.pending.delete(id);
    if (this.pending.size > 0) this.watch?.refresh();
    else this.rest();
  }

  private rest(): void {
    clearTimeout(this.watch);
    this.watch = undefined;
    this.port.unref();
  }

  private onSilence(): void {
    const before = this.pending.size;
    // It may be this thread that was busy.
    this.collect();
    if (this.pending.size === 0) return;
    if (this.pending.size < before) {
      this.watch?.refresh();
      return;
    }
    this.endReason = 'the thread that posts said nothing';
    this.end();
  }

  private ended(): void {
    this.collect();
    this.onEnd(this.endReason);
    const lost = [...this.pending.values()];
    this.pending.clear();
    this.rest();
    this.port.close();
    // Nobody knows which of them were sent.
    for (const answer of lost) answer(unreachable(this.endReason));
  }
}
