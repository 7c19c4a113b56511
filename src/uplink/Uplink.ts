import { type Clock, systemClock } from '../clock';
import type { BatchContext, BatchFormat, EdgeEvent } from '../frame';
import type { Recovered, Spool, StorageState } from '../spool';
import { Courier } from './delivery/Courier';
import { Deliveries } from './delivery/Deliveries';
import { DueEvents } from './delivery/DueEvents';
import { Link } from './delivery/Link';
import { Packer } from './delivery/Packer';
import { SpoolRest } from './delivery/SpoolRest';
import { DropReporter } from './reports/DropReporter';
import { errorText } from './reports/errorText';
import { guardListener, type UplinkListener } from './reports/guardListener';
import type { Statistics, Stats } from './reports/Statistics';
import type { DeliveryOptions } from './settings/uplinkSettings';
import type { ContentCodings } from './transport/ContentCodings';
import type { Transport } from './transport/Transport';

export interface UplinkParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly transport: Transport;
  readonly format: BatchFormat;
  readonly context: Omit<BatchContext, 'batchId'>;
  /** What the backend's answers say of codings; its uplinks share it. */
  readonly codings: ContentCodings;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Where in the flush interval its flushes lie, in [0, 1); by chance where absent, so that those of a fleet spread. */
  readonly flushPhase?: number;
  /** Called whenever something may have changed. */
  readonly onActivity?: (() => void) | undefined;
}

/**
 * Delivers what a spool holds to a backend: in batches by time and by count, alarms at once, tried again until the
 * backend has them, with every failure sorted by what the backend said (statusClasses.ts). With one request at a
 * time events arrive in order, except that alarms and live events go first where the spool says so.
 */
export class Uplink {
  private readonly clock: Clock;
  private readonly listener: Required<UplinkListener>;
  private readonly link: Link;
  private readonly due: DueEvents;
  private readonly rest: SpoolRest;
  private readonly courier: Courier;
  private readonly deliveries: Deliveries;
  private readonly drops: DropReporter;
  private readonly flushPhase: number;
  private isStarted = false;
  private isClosed = false;
  /** Whether the spool was ready when, or since, the uplink was started. */
  private hasBegun = false;
  private storage: StorageState['kind'];
  private onceOpen: (() => void)[] = [];
  private cancelFlushTimer: (() => void) | undefined;
  private cancelRetryTimer: (() => void) | undefined;

  constructor(
    private readonly options: DeliveryOptions,
    private readonly parts: UplinkParts,
    listener: UplinkListener,
  ) {
    const { spool, statistics, clock = systemClock, random = Math.random } = parts;
    const depth = () => spool.depth;
    const wake = () => this.wake();
    this.clock = clock;
    this.flushPhase = parts.flushPhase ?? random();
    this.storage = spool.storage.kind;
    this.listener = guardListener(listener, (error) =>
      statistics.onError(`a listener failed: ${errorText(error)}`),
    );
    this.link = new Link({
      policy: options,
      parallel: options.parallel,
      clock,
      random,
      depth,
      onOutageOver: () => this.beginBacklog(),
      listener: this.listener,
    });
    this.due = new DueEvents(spool, options.flushBatch);
    this.rest = new SpoolRest(options, clock, random, wake);
    this.courier = new Courier(parts.transport);
    this.deliveries = new Deliveries({
      spool,
      statistics,
      link: this.link,
      packer: new Packer(parts.format, parts.context, parts.codings),
      listener: this.listener,
      due: this.due,
      rest: this.rest,
      courier: this.courier,
      flushBatch: options.flushBatch,
      maxBatchBytes: options.maxBatchBytes,
      wake,
    });
    this.drops = new DropReporter(
      clock,
      (report) =>
        this.listener.onEvent({ event: 'dropped', payload: { ...report, buffer_depth: spool.depth } }),
      () => spool.dropsReported(),
    );
    spool.listen({
      onReady: (recovered) => this.onReady(recovered),
      onDropped: (drop) => {
        statistics.onDropped(drop.events, drop.reason);
        this.drops.add(drop);
        parts.onActivity?.();
      },
      onStorage: (state) => this.onStorage(state),
    });
  }

  /** Begins to deliver, as soon as the spool is ready; what it kept from before goes first. */
  start(): void {
    this.isStarted = true;
    this.begin();
  }

  /**
   * Takes an event in.
   * @param stored called once the event is as safe as the storage makes it, or was dropped and counted.
   * @param suppressed messages that the change filter held back before this one, for the statistics.
   * @param sequence as Spool.append() has it.
   */
  ingest(event: EdgeEvent, stored: () => void = () => undefined, suppressed = 0, sequence?: number): void {
    this.parts.statistics.onIngested(event.bytesIn, suppressed);
    this.ingestAgain(event, stored, sequence);
  }

  /** Takes an event in that was counted before. */
  ingestAgain(event: EdgeEvent, stored: () => void, sequence: number | undefined): void {
    this.parts.spool.append(event, stored, sequence);
    this.due.onIngested(event.alarm === true);
    this.wake();
  }

  get isOnline(): boolean {
    return this.link.state.kind === 'online';
  }

  /** Whether something is being prepared, sent or settled. */
  get isBusy(): boolean {
    return this.deliveries.isBusy;
  }

  stats(): Stats {
    return this.parts.statistics.read({
      spool: this.parts.spool,
      now: this.clock.now(),
      monotonic: this.clock.monotonic(),
      deviceId: this.parts.context.deviceId,
      backendUrl: this.parts.transport.url,
      connected: this.isOnline,
    });
  }

  /** Sends what waits now, without the wait for time, count or backoff. */
  flush(): void {
    this.due.makeAllDue();
    this.link.skipWait();
    this.rest.end();
    this.wake();
  }

  /** Sends nothing until resume(); goes on taking events in. */
  pause(): void {
    this.link.pause();
    this.deliveries.recall();
  }

  resume(): void {
    if (!this.link.isPaused) return;
    this.link.resume();
    this.beginBacklog();
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
   * Ends the work. What the spool holds stays in it, and the spool stays open for a successor.
   * @param graceMs how long to go on sending, if the backend takes what is sent.
   */
  async close(graceMs = 0): Promise<void> {
    if (graceMs > 0 && !this.isClosed) await this.drain(graceMs);
    this.isClosed = true;
    this.deliveries.recall();
    this.courier.stop();
    this.rest.end();
    this.cancelFlush();
    this.cancelRetryTimer?.();
    await this.deliveries.finished();
    this.rest.end();
    this.drops.flush();
    await this.parts.spool.release();
  }

  /** Sends all that waits until it is gone, the backend fails, or the time is over. */
  private async drain(graceMs: number): Promise<void> {
    const { spool } = this.parts;
    const deadline = this.clock.monotonic() + graceMs;
    while (spool.depth > 0 && !this.link.isPaused && (!this.link.isFailing || this.link.isInDoubt)) {
      this.due.makeAllDue();
      this.wake();
      const left = deadline - this.clock.monotonic();
      if (left <= 0) return;
      // What an earlier life left in doubt is tried once, after its wait, and not given up for ever.
      const pause = this.link.waitMs;
      if (this.deliveries.isBusy) await this.within(left, this.deliveries.step());
      else if (this.isOpening) await this.within(left, new Promise((resolve) => this.onceOpen.push(resolve)));
      else if (pause > 0 && pause <= left) await this.within(pause);
      else return;
    }
  }

  /** Resolves with the work, or when the time is over. A program that waits for its close must not end meanwhile. */
  private async within(ms: number, work?: Promise<void>): Promise<void> {
    let cancel = (): void => undefined;
    const timeOver = new Promise<void>((resolve) => {
      cancel = this.clock.after(ms, resolve, true);
    });
    await Promise.race(work ? [work, timeOver] : [timeOver]);
    cancel();
  }

  private onReady({ events, unreported, findings }: Recovered): void {
    this.parts.statistics.onRecovered(events);
    for (const drop of unreported) this.drops.addRecovered(drop);
    if (findings.length > 0) this.listener.onFindings(findings);
    this.hasBegun = false;
    this.begin();
  }

  private onStorage(state: StorageState): void {
    const before = this.storage;
    this.storage = state.kind;
    this.listener.onStorage(state);
    if (state.kind !== 'opening' && state.kind !== before && [state.kind, before].includes('failing')) {
      const payload = { state: state.kind, buffer_depth: this.parts.spool.depth };
      const error = state.kind === 'failing' ? { error: state.error } : {};
      this.listener.onEvent({ event: 'storage', payload: { ...payload, ...error } });
    }
    this.rest.end();
    this.begin();
    this.wake();
  }

  /** The first look at what the spool holds from before. */
  private begin(): void {
    if (!this.isStarted || this.hasBegun || this.isOpening) return;
    this.hasBegun = true;
    for (const resolve of this.onceOpen.splice(0)) resolve();
    if (this.parts.spool.heldBack > 0) {
      if (this.link.state.kind === 'connecting') this.link.doubt();
      this.due.onAlarmsHeldBack();
    }
    this.beginBacklog();
    this.wake();
  }

  /** What waits now is a backlog, all of it due; what comes from now on may go before it. */
  private beginBacklog(): void {
    this.due.makeAllDue();
    if (this.parts.spool.waiting > 0) this.parts.spool.startLive();
  }

  private get isOpening(): boolean {
    return this.parts.spool.storage.kind === 'opening';
  }

  /** Starts what can be started now, and sets the timers for what cannot. */
  private wake(): void {
    this.advance();
    this.parts.onActivity?.();
  }

  private advance(): void {
    if (!this.isStarted || this.isClosed || this.link.isPaused || this.isOpening) return;
    if (this.due.hasFresh) this.setFlushTimer();
    else this.cancelFlush();
    const wait = this.link.waitMs;
    if (wait > 0) {
      this.setRetryTimer(wait);
      return;
    }
    // It may belong to a longer wait that a flush or a success has ended.
    this.cancelRetryTimer?.();
    this.cancelRetryTimer = undefined;
    this.deliveries.goOn();
  }

  private setRetryTimer(ms: number): void {
    this.cancelRetryTimer ??= this.clock.after(ms, () => {
      this.cancelRetryTimer = undefined;
      this.wake();
    });
  }

  private cancelFlush(): void {
    this.cancelFlushTimer?.();
    this.cancelFlushTimer = undefined;
  }

  /** Flushes come at moments of this uplink's own: gateways whose events come together do not send together. */
  private setFlushTimer(): void {
    const { flushIntervalMs } = this.options;
    if (this.cancelFlushTimer) return;
    const wait =
      flushIntervalMs - ((this.clock.monotonic() + this.flushPhase * flushIntervalMs) % flushIntervalMs);
    this.cancelFlushTimer = this.clock.after(wait, () => {
      this.cancelFlushTimer = undefined;
      this.due.makeAllDue();
      this.wake();
    });
  }
}
