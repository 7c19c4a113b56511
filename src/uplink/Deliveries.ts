import type { Batch, BatchLimits, Priority, Spool } from '../spool';
import type { Courier } from './Courier';
import type { DueEvents } from './DueEvents';
import { errorText } from './errorText';
import type { Link } from './Link';
import type { Packer, Parcel } from './Packer';
import { readAnswers } from './readAnswers';
import { Settlement, type SettlementParts } from './Settlement';
import type { SpoolRest } from './SpoolRest';
import { type Exchange, unreachable } from './Transport';

export interface DeliveriesParts extends Omit<SettlementParts, 'giveBack'> {
  readonly due: DueEvents;
  readonly rest: SpoolRest;
  readonly courier: Courier;
  /** Events in one request at most. */
  readonly flushBatch: number;
  /** Bytes of events in one request at most. */
  readonly maxBatchBytes: number;
  /** There may be more to do now. */
  readonly wake: () => void;
}

/** Requests of one kind. Alarms have a track of their own, so that they wait for no other event. */
interface Track {
  /** Taken from the spool and written, to be sent next. */
  readonly ready: { readonly parcel: Parcel; readonly priority: Priority }[];
  isPreparing: boolean;
  underWay: number;
  /** Of those under way: batches that did not arrive, and that the spool is bringing to where they belong. */
  returning: number;
}

/**
 * Brings batches from the spool to the backend. While a request is under way the next one is made ready, so that it
 * follows at once; when a request fails, what was made ready goes back, so that order is kept.
 */
export class Deliveries {
  private readonly alarms: Track = { ready: [], isPreparing: false, underWay: 0, returning: 0 };
  private readonly ordinary: Track = { ready: [], isPreparing: false, underWay: 0, returning: 0 };
  /** Goes up with each recall: what was being prepared then goes back too. */
  private recalls = 0;
  private readonly work = new Set<Promise<void>>();
  private readonly settlement: Settlement;
  private readonly limits: BatchLimits;
  private readonly spool: Spool;
  private readonly link: Link;
  private readonly packer: Packer;

  constructor(private readonly parts: DeliveriesParts) {
    this.spool = parts.spool;
    this.link = parts.link;
    this.packer = parts.packer;
    this.limits = { events: parts.flushBatch, bytes: parts.maxBatchBytes };
    this.settlement = new Settlement({ ...parts, giveBack: (batch) => this.giveBack(batch) });
  }

  /** Whether something is being prepared, sent or settled. */
  get isBusy(): boolean {
    return this.work.size > 0;
  }

  /** Sends what can be sent now, and prepares what comes next. */
  goOn(): void {
    this.sendReady(this.alarms);
    this.sendReady(this.ordinary);
    if (!this.alarms.isPreparing && this.roomToPrepare(this.alarms) > 0 && this.isDue('alarms')) {
      this.prepare(this.alarms, 'alarms');
    }
    const priority = this.ordinary.isPreparing ? undefined : this.ordinaryPriority();
    if (priority) this.prepare(this.ordinary, priority);
  }

  /** Gives back what is not under way. */
  recall(): void {
    this.recalls++;
    for (const { ready } of [this.alarms, this.ordinary]) {
      for (const { parcel } of ready.splice(0)) this.giveBack(parcel.batch, parcel.tries > 0);
    }
  }

  /** Resolves with the next step of the work, or with all of it. */
  async step(): Promise<void> {
    await Promise.race(this.work);
  }

  async finished(): Promise<void> {
    while (this.work.size > 0) await Promise.all(this.work);
  }

  /** Requests that may begin now on a track. Alarms may exceed what is allowed by one request. */
  private free(track: Track): number {
    const underWay = this.alarms.underWay + this.ordinary.underWay;
    if (this.link.isFailing) return 1 - underWay;
    const isExtraTaken = this.alarms.underWay > 0;
    const isExtraOurs = track === this.alarms ? !isExtraTaken : isExtraTaken;
    return this.link.concurrency + (isExtraOurs ? 1 : 0) - underWay;
  }

  /** Requests that may begin now, and for which nothing is ready yet. */
  private roomToPrepare(track: Track): number {
    return this.free(track) - track.ready.length;
  }

  private isDue(priority: Priority): boolean {
    return !this.parts.rest.isResting(priority) && this.parts.due.isDue(priority);
  }

  /** What to prepare next for the ordinary track: what is due, or ahead of a request what will not change any more. */
  private ordinaryPriority(): Priority | undefined {
    const { ordinary } = this;
    const isMissing = (priority: Priority) => !ordinary.ready.some((ready) => ready.priority === priority);
    if (this.roomToPrepare(ordinary) > 0) {
      if (this.isDue('live')) return 'live';
      return this.isDue('any') ? 'any' : undefined;
    }
    if (this.link.isFailing || ordinary.underWay === 0 || ordinary.returning > 0) return undefined;
    if (isMissing('live') && this.isDue('live')) return 'live';
    return isMissing('any') && this.parts.due.isFull && this.isDue('any') ? 'any' : undefined;
  }

  private prepare(track: Track, priority: Priority): void {
    track.isPreparing = true;
    this.do(async () => {
      try {
        await this.takeNext(track, priority);
      } finally {
        track.isPreparing = false;
      }
    });
  }

  private async takeNext(track: Track, priority: Priority): Promise<void> {
    const { recalls } = this;
    const batch = await this.spool.next(this.limits, priority);
    this.parts.due.onTaken(priority, batch === undefined);
    if (!batch) {
      if (this.parts.due.isDue(priority)) this.parts.rest.onEmptyHanded(priority);
      return;
    }
    const parcel = await this.pack(batch);
    if (!parcel) return;
    if (!parcel.request) {
      await this.holding(batch, () => this.settlement.forgo(parcel));
      return;
    }
    if (recalls !== this.recalls) this.giveBack(batch, parcel.tries > 0);
    // Live events go before a backlog that was prepared before them.
    else if (priority === 'live') track.ready.unshift({ parcel, priority });
    else track.ready.push({ parcel, priority });
  }

  /** Undefined for a batch that cannot be written: it is narrowed down as if the backend had rejected it. */
  private async pack(batch: Batch): Promise<Parcel | undefined> {
    try {
      return this.packer.pack(batch);
    } catch (error) {
      this.noteIfAlarms(batch);
      const reason = `cannot be encoded: ${errorText(error)}`;
      await this.holding(batch, () => this.settlement.isolate(batch, reason));
      return undefined;
    }
  }

  private sendReady(track: Track): void {
    while (this.free(track) > 0) {
      const next = track.ready.shift();
      if (!next) return;
      track.underWay++;
      this.do(() => this.deliver(track, next.parcel));
    }
  }

  private async deliver(track: Track, parcel: Parcel): Promise<void> {
    const { era } = this.link;
    const exchange = await this.exchange(parcel);
    const settled = { parcel, exchange, era };
    parcel.tries++;
    this.parts.statistics.onSent(exchange.bytes);
    const meaning = readAnswers(parcel, exchange, this.packer, (error) =>
      this.parts.statistics.onError(error),
    );
    if (meaning === 'delivered') {
      const forgotten = this.holding(
        parcel.batch,
        () => this.settlement.acknowledge(settled),
        () => this.settlement.undo(settled),
      );
      track.underWay--;
      this.parts.wake();
      await forgotten;
      return;
    }
    // What was prepared meanwhile must not overtake this batch, or its halves.
    this.recall();
    this.noteIfAlarms(parcel.batch);
    track.returning++;
    if (this.parts.courier.isStopped) this.giveBack(parcel.batch);
    else await this.holding(parcel.batch, () => this.settlement.refuse(settled, meaning));
    track.returning--;
    track.underWay--;
  }

  private async exchange({ request, batch }: Parcel): Promise<Exchange> {
    return request ? this.parts.courier.send(request) : unreachable(`nothing to send of ${batch.id}`);
  }

  /**
   * Does something with a batch that we hold. When the spool fails at it, the batch goes back, to be tried again later.
   * @param onBack called when it did.
   */
  private async holding(batch: Batch, act: () => Promise<void>, onBack = () => {}): Promise<void> {
    try {
      await act();
      this.parts.rest.onWorked();
    } catch (error) {
      if (this.giveBack(batch)) onBack();
      this.onSpoolFailed(error);
    }
  }

  /** Returns whether the spool still has the batch. */
  private giveBack(batch: Batch, wasSent = true): boolean {
    this.noteIfAlarms(batch);
    this.packer.forgetUnsent(batch);
    try {
      this.spool.giveBack(batch, wasSent);
      return true;
    } catch (error) {
      this.parts.statistics.onError(`storage: ${errorText(error)}`);
      return false;
    }
  }

  /** A batch that is not settled yet, or its halves, are the spool's again: alarms among them go first. */
  private noteIfAlarms(batch: Batch): void {
    if (batch.events.every((event) => event.alarm)) this.parts.due.onAlarmsHeldBack();
  }

  private onSpoolFailed(error: unknown): void {
    this.parts.statistics.onFailed(`storage: ${errorText(error)}`, 'storage');
    this.parts.rest.onFailed();
  }

  private do(act: () => Promise<void>): void {
    const done = act()
      .catch((error: unknown) => this.onSpoolFailed(error))
      .finally(() => {
        this.work.delete(done);
        this.parts.wake();
      });
    this.work.add(done);
  }
}
