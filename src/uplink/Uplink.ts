import type { BatchContext, BatchFormat, EdgeEvent } from '../frame';
import type { Batch, BatchLimits, DropReason, Spool } from '../spool';
import { type Clock, systemClock } from './Clock';
import { type Compression, encodeRequest } from './encodeRequest';
import { type RetryPolicy, retryDelayMs } from './retryDelay';
import type { Statistics, Stats } from './Statistics';
import { type StatusClass, statusClass } from './statusClasses';
import type { Answer, BatchRequest, Transport } from './Transport';
import type { LinkState, UplinkEvent } from './UplinkEvent';

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

export interface UplinkListener {
  onEvent(event: UplinkEvent): void;
  onState(state: LinkState): void;
}

/** A batch's tries so far; the request is kept so that each try sends the same bytes. */
interface Tries {
  readonly request: BatchRequest;
  readonly compressed: boolean;
  count: number;
}

/** Larger batches of large events would meet the body limit of common backends (Node-RED's own is 5 MB). */
const MAX_BATCH_BYTES = 1024 * 1024;

/** How often drops are reported, so that an overflow does not flood the flow. */
const DROP_REPORT_MS = 1000;

/**
 * Delivers what a spool holds to a backend: in batches by time and by count, tried again until the backend has
 * them, with every failure sorted by what the backend said (statusClasses.ts). With one request at a time
 * events arrive in order.
 */
export class Uplink {
  private readonly clock: Clock;
  private readonly random: () => number;
  private compression: Compression;
  private state: LinkState = { kind: 'connecting' };
  private started = false;
  private userPaused = false;
  private closed = false;
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly tries = new Map<string, Tries>();
  /** Failures in a row. */
  private failures = 0;
  /** No request before this time. */
  private retryAt = 0;
  /** Waiting events that are due, by time or because a flush was asked for. */
  private dueEvents = 0;
  private cancelFlushTimer: (() => void) | undefined;
  private cancelRetryTimer: (() => void) | undefined;
  private cancelDropReport: (() => void) | undefined;
  private readonly unreportedDrops = new Map<DropReason, number>();

  constructor(
    private readonly options: DeliveryOptions,
    private readonly parts: UplinkParts,
    private readonly listener: UplinkListener,
  ) {
    this.clock = parts.clock ?? systemClock;
    this.random = parts.random ?? Math.random;
    this.compression = parts.compression;
    parts.spool.onDropped((events, reason) => this.onDropped(events, reason));
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
      connected: this.state.kind === 'online',
    });
  }

  /** Sends what waits now, without the wait for time, count or backoff. */
  flush(): void {
    this.dueEvents = this.parts.spool.waiting;
    this.retryAt = 0;
    this.wake();
  }

  /** Sends nothing until resume(); goes on taking events in. */
  pause(): void {
    this.userPaused = true;
    this.setState({ kind: 'paused' });
  }

  resume(): void {
    if (!this.userPaused) return;
    this.userPaused = false;
    this.setState({ kind: 'connecting' });
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
    for (const cancel of [this.cancelFlushTimer, this.cancelRetryTimer, this.cancelDropReport]) cancel?.();
    await Promise.all(this.running);
    this.reportDrops();
    await this.parts.spool.close();
  }

  /** Sends all that waits until it is gone, the backend fails, or the time is over. */
  private async drain(graceMs: number): Promise<void> {
    const deadline = this.clock.now() + graceMs;
    while (this.parts.spool.depth > 0 && this.failures === 0 && !this.userPaused) {
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
    if (!this.started || this.closed || this.userPaused) return;
    const wait = this.retryAt - this.clock.now();
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
    const limit = this.failures > 0 ? 1 : this.options.parallel;
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
        this.recover();
        const receipt = {
          batch: batch.id,
          events: batch.events.length,
          bytes,
          status,
          attempts: tries.count,
        };
        this.emit({ event: 'delivered', payload: { ...receipt, duration_ms: durationMs } });
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
        this.recover();
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
    for (const event of batch.events) this.emit({ event: 'quarantined', payload: { event, error } });
  }

  private fail(error: string, status: number | undefined, retryAfterMs: number): void {
    if (this.closed) return;
    this.failures++;
    this.parts.statistics.onFailed(error, status);
    const delay = Math.max(retryAfterMs, retryDelayMs(this.failures, this.options, this.random()));
    this.waitAtLeast(delay);
    if (this.failures <= this.options.maxRetries || this.state.kind === 'offline' || this.userPaused) return;
    this.setState({ kind: 'offline', since: this.outageStart(), error });
    this.reportOffline(error, status, delay);
  }

  /** The backend refuses us as such: ask again at the slowest pace. */
  private refuse(error: string, status: number, retryAfterMs: number): void {
    if (this.closed) return;
    this.failures++;
    this.parts.statistics.onFailed(error, status);
    const delay = Math.max(retryAfterMs, this.options.backoffMaxMs * (0.5 + this.random() / 2));
    this.waitAtLeast(delay);
    if (this.state.kind === 'refused' || this.userPaused) return;
    this.setState({ kind: 'refused', since: this.outageStart(), error, status });
    this.reportOffline(error, status, delay);
  }

  /** Requests under way together may fail one after the other: the longest of their waits holds. */
  private waitAtLeast(delayMs: number): void {
    this.retryAt = Math.max(this.retryAt, this.clock.now() + delayMs);
  }

  private outageStart(): number {
    return 'since' in this.state ? this.state.since : this.clock.now();
  }

  private reportOffline(error: string, status: number | undefined, delayMs: number): void {
    const report = { error, buffer_depth: this.parts.spool.depth, retry_in: delayMs / 1000 };
    this.emit({
      event: 'offline',
      payload: status === undefined ? report : { ...report, status },
    });
  }

  /** The backend answered and takes what we send. */
  private recover(): void {
    this.failures = 0;
    this.retryAt = 0;
    const before = this.state;
    if (before.kind === 'online' || this.userPaused) return;
    this.setState({ kind: 'online' });
    const offlineMs = 'since' in before ? this.clock.now() - before.since : 0;
    const payload = { buffer_depth: this.parts.spool.depth, offline_seconds: offlineMs / 1000 };
    this.emit({ event: 'online', payload });
  }

  private setState(state: LinkState): void {
    this.state = state;
    this.tell(() => this.listener.onState(state));
  }

  private emit(event: UplinkEvent): void {
    this.tell(() => this.listener.onEvent(event));
  }

  /** A listener's fault is its own: it must not stop a delivery, a timer or the close. */
  private tell(notify: () => void): void {
    try {
      notify();
    } catch (error) {
      this.parts.statistics.onError(`a listener failed: ${textOf(error)}`);
    }
  }

  private onDropped(events: number, reason: DropReason): void {
    this.parts.statistics.onDropped(events, reason);
    this.unreportedDrops.set(reason, (this.unreportedDrops.get(reason) ?? 0) + events);
    this.cancelDropReport ??= this.clock.after(DROP_REPORT_MS, () => this.reportDrops());
  }

  private reportDrops(): void {
    this.cancelDropReport = undefined;
    for (const [reason, events] of this.unreportedDrops) {
      const payload = { events, reason, buffer_depth: this.parts.spool.depth };
      this.emit({ event: 'dropped', payload });
    }
    this.unreportedDrops.clear();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sumBytesIn(batch: Batch): number {
  return batch.events.reduce((sum, event) => sum + event.bytesIn, 0);
}
