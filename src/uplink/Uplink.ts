import { type Clock, systemClock, within } from '../clock';
import type { BatchContext, BatchFormat, EdgeEvent } from '../frame';
import type { Recovered, Spool, StorageState } from '../spool';
import { AsideTimer } from './delivery/AsideTimer';
import { Asking } from './delivery/Asking';
import { BatchEncoder } from './delivery/BatchEncoder';
import { Deliveries } from './delivery/Deliveries';
import { DueEvents } from './delivery/DueEvents';
import { Failures } from './delivery/Failures';
import { FlushTimer } from './delivery/FlushTimer';
import { Link } from './delivery/Link';
import { RequestSender } from './delivery/RequestSender';
import { RequestSize } from './delivery/RequestSize';
import { Settlement } from './delivery/Settlement';
import { SpoolBackoff } from './delivery/SpoolBackoff';
import { Suspects } from './delivery/Suspects';
import { DropReporter } from './reports/DropReporter';
import { errorText } from './reports/errorText';
import { QuarantineReporter } from './reports/QuarantineReporter';
import type { Statistics, Stats } from './reports/Statistics';
import type { LinkState, UplinkEvent } from './reports/UplinkEvent';
import { guardListener, type UplinkListener } from './reports/UplinkListener';
import type { DeliveryOptions } from './settings/uplinkSettings';
import type { ContentCodings } from './transport/ContentCodings';
import type { Transport } from './transport/Transport';

export interface UplinkParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly transport: Transport;
  readonly format: BatchFormat;
  readonly context: Omit<BatchContext, 'batchId'>;
  /** The codings that the backend accepts; shared by its uplinks. */
  readonly codings: ContentCodings;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** When in the interval to flush, in [0, 1). Random if absent, to spread the flushes of a fleet. */
  readonly flushPhase?: number;
  /** Called whenever something may have changed. */
  readonly onActivity?: (() => void) | undefined;
}

/**
 * Delivers the events of a spool to a backend: in batches by time and count, alarms at once, with retries until they
 * arrive. statusClasses.ts says what each response leads to. With one request at a time, events arrive in order, except
 * that alarms and live events go first if the spool says so.
 */
export class Uplink {
  private readonly clock: Clock;
  private readonly listener: Required<UplinkListener>;
  private readonly link: Link;
  private readonly due: DueEvents;
  private readonly backoff: SpoolBackoff;
  private readonly sender: RequestSender;
  private readonly asking: Asking;
  private readonly deliveries: Deliveries;
  private readonly drops: DropReporter;
  private readonly quarantined: QuarantineReporter;
  private readonly flushTimer: FlushTimer;
  private readonly asideTimer: AsideTimer;
  private isStarted = false;
  private isClosed = false;
  private isGathering = false;
  /** Whether the spool's backlog has been made due since the start, or since the spool became ready. */
  private hasBegun = false;
  private storage: StorageState['kind'];
  private onceOpen: (() => void)[] = [];
  private cancelRetryTimer: (() => void) | undefined;

  constructor(
    options: DeliveryOptions,
    private readonly parts: UplinkParts,
    listener: UplinkListener,
  ) {
    const { spool, statistics, clock = systemClock, random = Math.random } = parts;
    const { flushPhase = random() } = parts;
    const wake = () => this.wake();
    this.clock = clock;
    this.storage = spool.storage.kind;
    this.listener = guardListener(listener, (error) =>
      statistics.onError(`a listener failed: ${errorText(error)}`),
    );
    const onState = (state: LinkState): void => {
      statistics.onState(state);
      this.listener.onState(state);
    };
    this.link = new Link({
      policy: options,
      parallel: options.parallel,
      clock,
      random,
      spool,
      onOutageOver: () => this.beginBacklog(),
      listener: { onEvent: this.listener.onEvent, onState },
    });
    this.due = new DueEvents(spool, options.flushBatch);
    this.flushTimer = new FlushTimer(clock, options.flushIntervalMs, flushPhase, () => {
      this.due.makeAllDue();
      this.wake();
    });
    this.asideTimer = new AsideTimer(clock, spool, () => {
      this.due.onAlarmsHeldBack();
      this.wake();
    });
    this.backoff = new SpoolBackoff(options, clock, random, wake);
    this.sender = new RequestSender(parts.transport);
    const suspects = new Suspects();
    this.asking = new Asking(spool, suspects);
    const shared = {
      spool,
      statistics,
      link: this.link,
      encoder: new BatchEncoder(parts.format, parts.context, parts.codings),
      due: this.due,
      backoff: this.backoff,
      suspects,
      asking: this.asking,
      size: new RequestSize(spool),
      clock: this.clock,
    };
    const settlement = new Settlement({ ...shared, listener: { onEvent: (event) => this.report(event) } });
    this.deliveries = new Deliveries({
      ...shared,
      sender: this.sender,
      settlement,
      failures: new Failures({ ...shared, settlement, policy: options, clock }),
      limits: { events: options.flushBatch, bytes: options.maxBatchBytes },
      onProgress: wake,
    });
    this.drops = new DropReporter(
      clock,
      (report) =>
        this.listener.onEvent({ event: 'dropped', payload: { ...report, buffer_depth: spool.depth } }),
      {
        dropsTold: () => spool.dropsTold(),
        isHeard: () => this.listener.isHeard(),
        dropsReported: () => spool.dropsReported(),
      },
    );
    this.quarantined = new QuarantineReporter(
      spool,
      ({ event, error }) =>
        this.listener.onEvent({ event: 'quarantined', payload: { event, error, recovered: true } }),
      () => this.listener.isHeard(),
    );
    spool.listen({
      onReady: (recovered) => this.onReady(recovered),
      onFindings: (findings) => this.listener.onFindings(findings),
      onDropped: (drop) => {
        statistics.onDropped(drop.events, drop.reason);
        this.drops.add(drop);
        parts.onActivity?.();
      },
      onClockStep: (by, events) => {
        const payload = { step_seconds: by / 1000, events, buffer_depth: spool.depth };
        this.listener.onEvent({ event: 'clock', payload });
      },
      onRestamped: (events) => statistics.onRestamped(events),
      onStorage: (state) => this.onStorage(state),
    });
  }

  /** Starts delivery as soon as the spool is ready. The backlog goes first. */
  start(): void {
    this.isStarted = true;
    this.begin();
  }

  /**
   * Takes in an event.
   * @param stored called once the event is as safe as the storage makes it, or was dropped and counted.
   * @param suppressed messages that the change filter held back before this one, for the statistics.
   * @param sequence as in Spool.append().
   */
  ingest(event: EdgeEvent, stored: () => void = () => undefined, suppressed = 0, sequence?: number): void {
    this.parts.statistics.onIngested(event.bytesIn, suppressed);
    this.ingestAgain(event, stored, sequence);
  }

  /** Takes in an event that has been counted before. */
  ingestAgain(event: EdgeEvent, stored: () => void, sequence: number | undefined): void {
    this.parts.spool.append(event, stored, sequence);
    this.due.onIngested(event.alarm === true);
    this.wake();
  }

  /** Runs a task that takes in many events. What this makes possible starts once, at its end. */
  gather(task: () => void): void {
    this.isGathering = true;
    try {
      task();
    } finally {
      this.isGathering = false;
      this.wake();
    }
  }

  /** The state of the connection to the backend. */
  get state(): LinkState {
    return this.link.state;
  }

  /** Whether the last request failed. */
  get isFailing(): boolean {
    return this.link.isFailing && !this.link.isInDoubt;
  }

  /** Milliseconds until the next request may be sent. */
  get waitMs(): number {
    return this.link.waitMs;
  }

  /** Whether a batch is being prepared, sent or settled. */
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
      state: this.link.state,
    });
  }

  /** Sends all waiting events without waiting for time, count or backoff. */
  flush(): void {
    this.due.makeAllDue();
    this.link.skipWait();
    this.backoff.end();
    this.endPauses();
    this.wake();
  }

  /** Sends nothing until resume(), but still takes events in. */
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

  /** Makes quarantined events wait again. @param ids by quarantineId(); all if absent. @returns how many. */
  async retryQuarantine(ids?: readonly string[]): Promise<number> {
    const retried = await this.parts.spool.retryQuarantine(ids);
    this.flush();
    return retried;
  }

  /** Drops quarantined events. @param ids as for retryQuarantine(). @returns how many. */
  async clearQuarantine(ids?: readonly string[]): Promise<number> {
    const cleared = await this.parts.spool.clearQuarantine(ids);
    this.endPauses();
    this.wake();
    return cleared;
  }

  /**
   * Ends the delivery. The spool keeps its events and stays open for a successor.
   * @param graceMs how long to go on sending while the backend accepts requests, milliseconds.
   */
  async close(graceMs = 0): Promise<void> {
    if (graceMs > 0 && !this.isClosed) await this.drain(graceMs);
    this.isClosed = true;
    this.deliveries.recall();
    this.parts.spool.stopWaiting();
    this.sender.stop();
    this.backoff.end();
    this.flushTimer.stop();
    this.cancelRetryTimer?.();
    this.asideTimer.stop();
    await this.deliveries.finished();
    this.backoff.end();
    await Promise.all([this.drops.flush(), this.quarantined.settled()]);
    await this.parts.spool.release();
  }

  private report(event: UplinkEvent): void {
    this.listener.onEvent(event);
    if (event.event === 'quarantined') this.quarantined.onTold(event.payload.event);
  }

  /** Sends until no event waits, the backend fails, or time is up. */
  private async drain(graceMs: number): Promise<void> {
    const { clock, parts } = this;
    const deadline = clock.monotonic() + graceMs;
    while (parts.spool.depth > 0 && this.mayDrain) {
      this.due.makeAllDue();
      this.wake();
      const left = deadline - clock.monotonic();
      if (left <= 0) return;
      // Batches that may have been sent before a restart get one attempt, after their delay.
      const pause = this.link.waitMs;
      if (this.deliveries.isBusy) await within(clock, left, this.deliveries.step());
      else if (this.isOpening) await within(clock, left, new Promise((open) => this.onceOpen.push(open)));
      else if (pause > 0 && pause <= left) await within(clock, pause);
      else return;
    }
  }

  /** Whether waiting events may still get through: nothing has failed, this is unknown, or probes are quick. */
  private get mayDrain(): boolean {
    const { link, asking } = this;
    if (link.isPaused) return false;
    return !link.isFailing || link.isInDoubt || (asking.isOn && asking.isQuick);
  }

  private onReady({ events, unreported, findings }: Recovered): void {
    this.parts.statistics.onRecovered(events);
    for (const drop of unreported) this.drops.addRecovered(drop);
    this.quarantined.recover();
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
    this.backoff.end();
    this.begin();
    this.wake();
  }

  /** Makes the backlog due once the uplink is started and the spool is ready. */
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

  /** All events waiting now are the backlog, and due. Later ones are live and may go before it. */
  private beginBacklog(): void {
    this.due.makeAllDue();
    if (this.parts.spool.waiting > 0) this.parts.spool.startLive();
  }

  private get isOpening(): boolean {
    return this.parts.spool.storage.kind === 'opening';
  }

  /** Starts what can start now and sets timers for the rest. */
  private wake(): void {
    if (this.isGathering) return;
    this.advance();
    this.parts.onActivity?.();
  }

  private advance(): void {
    if (!this.isStarted || this.isClosed || this.link.isPaused || this.isOpening) return;
    if (this.due.hasFresh) this.flushTimer.start();
    else this.flushTimer.stop();
    this.asideTimer.update();
    const wait = this.link.waitMs;
    if (wait > 0) {
      this.setRetryTimer(wait);
      return;
    }
    // The timer may belong to a longer delay that a flush or a success has ended.
    this.cancelRetryTimer?.();
    this.cancelRetryTimer = undefined;
    this.deliveries.advance();
  }

  /** Retries deferred events, because quarantine may have room. */
  private endPauses(): void {
    this.link.setQuarantineFull(false);
    if (this.parts.spool.asideUntil === undefined) return;
    this.parts.spool.endPauses();
    this.due.onAlarmsHeldBack();
  }

  private setRetryTimer(ms: number): void {
    this.cancelRetryTimer ??= this.clock.after(ms, () => {
      this.cancelRetryTimer = undefined;
      this.wake();
    });
  }
}
