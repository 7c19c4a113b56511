import type { Batch, BatchLimits, Spool, Turn } from '../spool';
import type { Courier } from './Courier';
import type { DueEvents } from './DueEvents';
import { errorText } from './errorText';
import type { Link } from './Link';
import type { Packer, Parcel } from './Packer';
import { readAnswers } from './readAnswers';
import { Settlement, type SettlementParts } from './Settlement';
import type { SpoolRest } from './SpoolRest';
import { type Ready, Track } from './Track';
import { type Exchange, hasArrived, unreachable } from './Transport';

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

/** A train: requests that are handed over before those under way are answered. At most so many, of so much text. */
const MAX_TRAIN = 64;
const MAX_TRAIN_BYTES = 16 * 1024 * 1024;

/** The part of a full spool that may be in a train: what is in batches can make no room. */
const TRAIN_PART = 1 / 4;

/**
 * Brings batches from the spool to the backend. While a request is under way the next one is made ready, so that it
 * follows at once. With a backlog before a backend that takes what we send, whole trains are handed over, so that no
 * request has to wait for a turn of our event loop. When a request fails, what was made ready or handed over and not
 * sent goes back, so that order is kept.
 */
export class Deliveries {
  private readonly alarms = new Track();
  private readonly ordinary = new Track();
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
    if (this.ordinary.underWay + this.alarms.underWay > this.link.concurrency) this.parts.courier.collect();
    this.sendReady(this.alarms);
    this.sendReady(this.ordinary);
    if (!this.alarms.isPreparing && this.mayPrepareAlarms()) this.prepare(this.alarms, 'alarms');
    const turn = this.ordinary.isPreparing ? undefined : this.ordinaryTurn();
    if (turn) this.prepare(this.ordinary, turn);
  }

  /** Gives back what is not under way; what was handed over and not sent comes back by and by. */
  recall(): void {
    this.parts.courier.recall();
    this.giveBackReady();
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
    const { isFailing, concurrency } = this.link;
    if (isFailing) return 1 - this.alarms.underWay - this.ordinary.underWay;
    const isExtraTaken = this.alarms.underWay > 0;
    const isExtraOurs = track === this.alarms ? !isExtraTaken : isExtraTaken;
    // What is handed over beyond these is a train, which takes up nothing.
    const taken = Math.min(this.alarms.underWay, concurrency) + Math.min(this.ordinary.underWay, concurrency);
    return concurrency + (isExtraOurs ? 1 : 0) - taken;
  }

  /** Requests that may begin now, and for which nothing is ready yet. */
  private roomToPrepare(track: Track): number {
    return this.free(track) - track.ready.length;
  }

  /** Whether one more may join the train. The next live events always may: they do not wait behind a backlog. */
  private hasRoomInTrain(track: Track, turn: Turn): boolean {
    if (!this.parts.courier.takesAhead || !this.link.isSteady || this.awaitsReturns(track)) return false;
    if (turn === 'live' && track.live <= this.link.concurrency) return true;
    const [requests, events, bytes] = [this.alarms, this.ordinary].reduce(
      ([r, e, b], one) => [r + one.underWay, e + one.events, b + one.bytes],
      [0, 0, 0],
    );
    return (
      requests < MAX_TRAIN &&
      events + this.limits.events <= this.spool.capacity * TRAIN_PART &&
      bytes < MAX_TRAIN_BYTES
    );
  }

  private awaitsReturns(track: Track): boolean {
    return track.awaitsReturns(this.link.concurrency);
  }

  private isDue(turn: Turn): boolean {
    return !this.parts.rest.isResting(turn) && this.parts.due.isDue(turn);
  }

  private mayPrepareAlarms(): boolean {
    if (!this.isDue('alarms')) return false;
    if (this.roomToPrepare(this.alarms) > 0) return true;
    const isTrain = this.parts.due.isFull('alarms') && this.hasRoomInTrain(this.alarms, 'alarms');
    return isTrain && this.alarms.ready.length === 0;
  }

  /** What to prepare next for the ordinary track: what is due, or ahead of a request what will not change any more. */
  private ordinaryTurn(): Turn | undefined {
    const { ordinary } = this;
    if (this.roomToPrepare(ordinary) > 0) {
      if (this.isDue('live')) return 'live';
      return this.isDue('any') ? 'any' : undefined;
    }
    if (this.link.isFailing || ordinary.underWay === 0 || this.awaitsReturns(ordinary)) return undefined;
    if (!ordinary.has('live') && this.isDue('live')) return 'live';
    return !ordinary.has('any') && this.parts.due.isFull('any') && this.isDue('any') ? 'any' : undefined;
  }

  private prepare(track: Track, turn: Turn): void {
    track.isPreparing = true;
    this.do(async () => {
      try {
        await this.takeNext(track, turn);
      } finally {
        track.isPreparing = false;
      }
    });
  }

  private async takeNext(track: Track, turn: Turn): Promise<void> {
    const { recalls } = this;
    const batch = await this.spool.next(this.limits, turn);
    this.parts.due.onTaken(turn, batch === undefined);
    if (!batch) {
      if (this.parts.due.isDue(turn)) this.parts.rest.onEmptyHanded(turn);
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
    else if (turn === 'live') track.ready.unshift({ parcel, turn });
    else track.ready.push({ parcel, turn });
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
    for (let [next] = track.ready; next; [next] = track.ready) {
      if (this.free(track) <= 0 && !this.hasRoomInTrain(track, next.turn)) return;
      track.ready.shift();
      this.send(track, next);
    }
  }

  private send(track: Track, ready: Ready): void {
    track.begin(ready);
    this.do(() => this.deliver(track, ready));
  }

  private async deliver(track: Track, ready: Ready): Promise<void> {
    const { parcel, turn } = ready;
    const { era } = this.link;
    const exchange = await this.exchange(parcel, turn);
    const settled = { parcel, exchange, era };
    if (exchange.answer.kind !== 'withheld') {
      parcel.tries++;
      this.parts.statistics.onSent(exchange.bytes);
    }
    const meaning = readAnswers(parcel, exchange, this.packer, (error) =>
      this.parts.statistics.onError(error),
    );
    if (meaning === 'delivered') {
      // The lane, that goes by the status alone, has stopped.
      if (!hasArrived(exchange)) this.recall();
      const forgotten = this.holding(
        parcel.batch,
        () => this.settlement.acknowledge(settled),
        () => this.settlement.undo(settled),
      );
      track.end(ready);
      this.parts.wake();
      await forgotten;
      return;
    }
    // What was prepared meanwhile must not overtake this batch, or its halves.
    const isWithheld = exchange.answer.kind === 'withheld';
    if (isWithheld) this.giveBackReady();
    else this.recall();
    this.noteIfAlarms(parcel.batch);
    track.returning++;
    if (isWithheld || this.parts.courier.isStopped) this.giveBack(parcel.batch, parcel.tries > 0);
    else await this.holding(parcel.batch, () => this.settlement.refuse(settled, meaning));
    track.returning--;
    track.end(ready);
  }

  private async exchange({ request, batch }: Parcel, turn: Turn): Promise<Exchange> {
    return request ? this.parts.courier.send(request, turn) : unreachable(`nothing to send of ${batch.id}`);
  }

  private giveBackReady(): void {
    this.recalls++;
    for (const track of [this.alarms, this.ordinary]) {
      track.interrupt();
      for (const { parcel } of track.ready.splice(0)) this.giveBack(parcel.batch, parcel.tries > 0);
    }
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
