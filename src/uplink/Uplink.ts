import type { BatchContext, BatchFormat, EdgeEvent } from '../frame';
import type { Batch, BatchLimits, Spool } from '../spool';
import { type Clock, systemClock } from './Clock';
import { DropReporter } from './DropReporter';
import { type Compression, encodeRequest } from './encodeRequest';
import { guardListener, type UplinkListener } from './guardListener';
import { Link } from './Link';
import type { RetryPolicy } from './retryDelay';
import type { Statistics, Stats } from './Statistics';
import { type StatusClass, statusClass } from './statusClasses';
import type { Answer, BatchRequest, Transport } from './Transport';

export interface UplinkParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly transport: Transport;
  readonly format: BatchFormat;
  readonly context: BatchContext;
  readonly compression: Compression;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
}

export interface DeliveryOptions extends RetryPolicy {
  readonly flushIntervalMs: number;
  /** Events in one request at most. */
  readonly flushBatch: number;
  /** Requests under way at once. */
  readonly parallel: number;
}

/** A batch's tries so far; the request is kept so that each try sends the same bytes. */
interface Tries {
  readonly request: BatchRequest;
  readonly compressed: boolean;
  count: number;
}

/** Larger batches of large events would meet the body limit of common backends (Node-RED's own is 5 MB). */
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Delivers what a spool holds to a backend: in batches by time and by count, tried again until the backend has
 * them, with every failure sorted by what the backend said (statusClasses.ts). With one request at a time
 * events arrive in order.
 */
export class Uplink {
  private readonly clock: Clock;
  private readonly listener: UplinkListener;
  private readonly link: Link;
  private readonly drops: DropReporter;
  private compression: Compression;
  private started = false;
  private closed = false;
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly tries = new Map<string, Tries>();
  /** Waiting events that are due, by time or because a flush was asked for. */
  private dueEvents = 0;
  private cancelFlushTimer: (() => void) | undefined;
  private cancelRetryTimer: (() => void) | undefined;

  constructor(
    private readonly options: DeliveryOptions,
    private readonly parts: UplinkParts,
    listener: UplinkListener,
  ) {
    const { spool, statistics, random = Math.random } = parts;
    const depth = () => spool.depth;
    this.clock = parts.clock ?? systemClock;
    this.compression = parts.compression;
    this.listener = guardListener(listener, (error) =>
      statistics.onError(`a listener failed: ${textOf(error)}`),
    );
    this.link = new Link({ policy: options, clock: this.clock, random, depth, listener: this.listener });
    this.drops = new DropReporter(this.clock, (events, reason) =>
      this.listener.onEvent({ event: 'dropped', payload: { events, reason, buffer_depth: spool.depth } }),
    );
    spool.onDropped((events, reason) => {
      statistics.onDropped(events, reason);
      this.drops.add(events, reason);
    });
  }

  /** Begins to deliver; what a spool kept from before goes first. */
  start(): void {
    this.started = true;
    this.dueEvents = this.parts.spool.waiting;
    this.wake();
  }

  /**
   * Takes an event in.
   * @param stored called once the event is as safe as the storage makes it, or was dropped and counted.
   * @param suppressed messages that the change filter held back before this one, for the statistics.
   */
  ingest(event: EdgeEvent, stored: () => void = () => undefined, suppressed = 0): void {
    this.parts.statistics.onIngested(event.bytesIn, suppressed);
    this.parts.spool.append(event, stored);
    this.wake();
  }

  stats(): Stats {
    return this.parts.statistics.read({
      spool: this.parts.spool,
      now: this.clock.now(),
      deviceId: this.parts.context.deviceId,
      backendUrl: this.parts.transport.url,
      connected: this.link.state.kind === 'online',
    });
  }

  /** Sends what waits now, without the wait for time, count or backoff. */
  flush(): void {
    this.dueEvents = this.parts.spool.waiting;
    this.link.skipWait();
    this.wake();
  }

  /** Sends nothing until resume(); goes on taking events in. */
  pause(): void {
    this.link.pause();
  }

  resume(): void {
    if (!this.link.isPaused) return;
    this.link.resume();
    this.flush();
  }

  /** Lets quarantined events wait for delivery again. Returns how many. */
  async retryQuarantine(): Promise<number> {
    const retried = await this.parts.spool.retryQuarantine();
    this.flush();
    return retried;
  }

  /** Drops the quarantined events. Returns how many. */
  clearQuarantine(): Promise<number> {
    return this.parts.spool.clearQuarantine();
  }

  /**
   * Ends the work. What the spool holds stays in it.
   * @param graceMs how long to go on sending, if the backend takes what is sent.
   */
  async close(graceMs = 0): Promise<void> {
    if (graceMs > 0 && !this.closed) await this.drain(graceMs);
    this.closed = true;
    this.closing.abort();
    for (const cancel of [this.cancelFlushTimer, this.cancelRetryTimer]) cancel?.();
    await Promise.all(this.running);
    this.drops.flush();
    await this.parts.spool.close();
  }

  /** Sends all that waits until it is gone, the backend fails, or the time is over. */
  private async drain(graceMs: number): Promise<void> {
    const deadline = this.clock.now() + graceMs;
    while (this.parts.spool.depth > 0 && !this.link.isFailing && !this.link.isPaused) {
      this.flush();
      const left = deadline - this.clock.now();
      if (left <= 0 || this.running.size === 0) return;
      let cancel = (): void => undefined;
      const graceOver = new Promise<void>((resolve) => {
        cancel = this.clock.after(left, resolve);
      });
      await Promise.race([...this.running, graceOver]);
      cancel();
    }
  }

  /** Starts what can be started now, and sets the timer for what cannot. */
  private wake(): void {
    if (!this.started || this.closed || this.link.isPaused) return;
    const wait = this.link.waitMs;
    if (wait > 0) {
      this.cancelRetryTimer ??= this.clock.after(wait, () => {
        this.cancelRetryTimer = undefined;
        this.wake();
      });
      return;
    }
    // It may belong to a longer wait that a flush or a success has ended.
    this.cancelRetryTimer?.();
    this.cancelRetryTimer = undefined;
    const limit = this.link.isFailing ? 1 : this.options.parallel;
    while (this.running.size < limit && this.isDue()) this.startDelivery();
    if (this.parts.spool.waiting > 0 && this.running.size === 0) this.setFlushTimer();
  }

  private isDue(): boolean {
    const { spool } = this.parts;
    return (
      spool.heldBack > 0 ||
      (spool.waiting > 0 && (this.dueEvents > 0 || spool.waiting >= this.options.flushBatch))
    );
  }

  private setFlushTimer(): void {
    this.cancelFlushTimer ??= this.clock.after(this.options.flushIntervalMs, () => {
      this.cancelFlushTimer = undefined;
      this.dueEvents = this.parts.spool.waiting;
      this.wake();
    });
  }

  private startDelivery(): void {
    const delivery = this.deliverNext()
      .catch((error: unknown) => this.fail(`internal error: ${textOf(error)}`, undefined, 0))
      .finally(() => {
        this.running.delete(delivery);
        this.wake();
      });
    this.running.add(delivery);
  }

  private async deliverNext(): Promise<void> {
    const limits: BatchLimits = { events: this.options.flushBatch, bytes: MAX_BATCH_BYTES };
    const waitingBefore = this.parts.spool.waiting;
    const batch = await this.parts.spool.next(limits);
    this.dueEvents = Math.max(0, this.dueEvents - Math.max(0, waitingBefore - this.parts.spool.waiting));
    if (!batch) return;
    const tries = await this.triesOf(batch);
    if (!tries) return;
    if (this.closed) {
      this.parts.spool.giveBack(batch);
      return;
    }
    tries.count++;
    this.parts.statistics.onSent(tries.request.body.length);
    const startedAt = this.clock.now();
    const answer = await this.post(tries.request);
    await this.settle(batch, tries, answer, this.clock.now() - startedAt);
  }

  private async post(request: BatchRequest): Promise<Answer> {
    try {
      return await this.parts.transport.post(request, this.closing.signal);
    } catch (error) {
      return { kind: 'unreachable', error: `internal error: ${textOf(error)}` };
    }
  }

  /** The batch's request; undefined when it cannot be written, which sets it aside as the backend would. */
  private async triesOf(batch: Batch): Promise<Tries | undefined> {
    const known = this.tries.get(batch.id);
    if (known) return known;
    const { format, context } = this.parts;
    try {
      const request = await encodeRequest(batch, format, context, this.compression);
      const tries = { request, compressed: 'Content-Encoding' in request.headers, count: 0 };
      this.tries.set(batch.id, tries);
      return tries;
    } catch (error) {
      await this.isolate(batch, `cannot be encoded: ${textOf(error)}`);
      return undefined;
    }
  }

  private async settle(batch: Batch, tries: Tries, answer: Answer, durationMs: number): Promise<void> {
    const { spool, statistics } = this.parts;
    if (answer.kind === 'unreachable') {
      spool.giveBack(batch);
      this.fail(answer.error, undefined, 0);
      return;
    }
    const { status } = answer;
    const error = `HTTP ${status}${answer.text ? `: ${answer.text}` : ''}`;
    switch (this.classOf(status, tries)) {
      case 'delivered': {
        const bytes = tries.request.body.length;
        this.tries.delete(batch.id);
        const forgotten = spool.delivered(batch);
        statistics.onDelivered(batch.events.length, sumBytesIn(batch), bytes);
        await forgotten;
        this.link.recovered();
        const receipt = {
          batch: batch.id,
          events: batch.events.length,
          bytes,
          status,
          attempts: tries.count,
        };
        this.listener.onEvent({ event: 'delivered', payload: { ...receipt, duration_ms: durationMs } });
        return;
      }
      case 'retry':
        spool.giveBack(batch);
        this.fail(error, status, answer.retryAfterMs ?? 0);
        return;
      case 'refused':
        spool.giveBack(batch);
        this.refuse(error, status, answer.retryAfterMs ?? 0);
        return;
      case 'encoding':
        this.compression = 'none';
        this.tries.delete(batch.id);
        spool.giveBack(batch);
        return;
      case 'too-large':
      case 'rejected':
        this.tries.delete(batch.id);
        statistics.onError(error);
        this.link.recovered();
        await this.isolate(batch, error);
        return;
    }
  }

  /** A 415 to a request that was not compressed is not about compression. */
  private classOf(status: number, tries: Tries): StatusClass {
    const found = statusClass(status);
    return found === 'encoding' && !tries.compressed ? 'rejected' : found;
  }

  /** Narrows a batch that the backend does not take down to the event it does not take, and sets that aside. */
  private async isolate(batch: Batch, error: string): Promise<void> {
    if (batch.events.length > 1) {
      await this.parts.spool.split(batch);
      return;
    }
    await this.parts.spool.quarantine(batch, error);
    for (const event of batch.events)
      this.listener.onEvent({ event: 'quarantined', payload: { event, error } });
  }

  private fail(error: string, status: number | undefined, retryAfterMs: number): void {
    if (this.closed) return;
    this.parts.statistics.onFailed(error, status);
    this.link.failed(error, status, retryAfterMs);
  }

  private refuse(error: string, status: number, retryAfterMs: number): void {
    if (this.closed) return;
    this.parts.statistics.onFailed(error, status);
    this.link.refused(error, status, retryAfterMs);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sumBytesIn(batch: Batch): number {
  return batch.events.reduce((sum, event) => sum + event.bytesIn, 0);
}
