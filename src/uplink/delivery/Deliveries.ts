import type { Batch, BatchLimits, Priority, Spool } from '../../spool';
import type { Statistics } from '../reports/Statistics';
import { bytesOut, type Exchange, unreachable } from '../transport/Transport';
import type { Asking } from './Asking';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';
import type { DueEvents } from './DueEvents';
import { evenParts } from './evenParts';
import type { Failures } from './Failures';
import { InFlightWindow, type Preparation, type RequestQueue } from './InFlightWindow';
import type { Link } from './Link';
import { setAsideUnreceived } from './missingReceiver';
import type { RequestSender } from './RequestSender';
import type { RequestSize } from './RequestSize';
import { isSuccess, type Meaning, readAnswers } from './readAnswers';
import type { Settlement } from './Settlement';
import type { SpoolBackoff } from './SpoolBackoff';
import type { Suspects } from './Suspects';

export interface DeliveriesParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly link: Link;
  readonly encoder: BatchEncoder;
  readonly due: DueEvents;
  readonly backoff: SpoolBackoff;
  readonly sender: RequestSender;
  readonly settlement: Settlement;
  readonly failures: Failures;
  readonly suspects: Suspects;
  readonly size: RequestSize;
  readonly asking: Asking;
  readonly limits: BatchLimits;
  /** Called when there may be more to do. */
  readonly onProgress: () => void;
}

/** What was sent of a batch and what the response means; undefined if there was none. */
interface Sent {
  readonly exchange: Exchange;
  readonly meaning: Meaning | undefined;
}

/**
 * Takes batches from the spool to the backend. While a request is in flight, the next batch is prepared so that it can
 * follow at once. If the request fails, prepared batches go back to the spool, so that order is kept.
 */
export class Deliveries {
  private readonly window: InFlightWindow;
  private readonly tasks = new Set<Promise<void>>();

  constructor(private readonly parts: DeliveriesParts) {
    this.window = new InFlightWindow(parts.link);
  }

  /** Whether a batch is being prepared, sent or settled. */
  get isBusy(): boolean {
    return this.tasks.size > 0;
  }

  /** Sends what can be sent now, and prepares what comes next. */
  advance(): void {
    const { alarms, ordinary } = this.window;
    this.sendReady(alarms);
    this.sendReady(ordinary);
    if (this.parts.asking.isOn) {
      this.ask();
      return;
    }
    if (!alarms.preparation && this.window.roomToPrepare(alarms) > 0 && this.isDue('alarms')) {
      this.prepare(alarms, 'alarms');
    }
    const priority = ordinary.preparation ? undefined : this.nextOrdinary();
    if (priority) this.prepare(ordinary, priority);
  }

  /** Gives back every batch that is not in flight. */
  recall(): void {
    const { alarms, ordinary } = this.window;
    for (const queue of [alarms, ordinary]) {
      for (const prepared of queue.recall()) this.giveBack(prepared);
    }
  }

  /** Resolves when any of the tasks is done. */
  async step(): Promise<void> {
    await Promise.race(this.tasks);
  }

  async finished(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }

  /** Prepares a probe that shows whether anything gets through. */
  private ask(): void {
    const { spool, backoff, asking, limits, settlement } = this.parts;
    const { ordinary } = this.window;
    if (!this.window.isIdle || backoff.isWaiting('any') || spool.waiting + spool.heldBack === 0) return;
    this.prepareAs(ordinary, async (preparation) => {
      const whole = await asking.next(limits);
      if (!whole) return backoff.onEmptyHanded('any');
      const prepared = await this.encode(asking.questionOf(whole), whole);
      if (!prepared) return;
      if (!prepared.request) await settlement.forgoAsked(prepared);
      else if (preparation.isRecalled) this.giveBack(prepared);
      else ordinary.add(prepared, 'any');
    });
  }

  private isDue(priority: Priority): boolean {
    return !this.parts.backoff.isWaiting(priority) && this.parts.due.isDue(priority);
  }

  /** What to prepare next for the ordinary queue: due events or, with a request in flight, a batch that cannot grow. */
  private nextOrdinary(): Priority | undefined {
    const { ordinary } = this.window;
    if (this.window.roomToPrepare(ordinary) > 0) {
      if (this.isDue('live')) return 'live';
      return this.isDue('any') ? 'any' : undefined;
    }
    if (this.parts.link.isFailing || ordinary.inFlight === 0 || ordinary.returning > 0) return undefined;
    if (!ordinary.hasReady('live') && this.isDue('live')) return 'live';
    return !ordinary.hasReady('any') && this.parts.due.isFull && this.isDue('any') ? 'any' : undefined;
  }

  private prepare(queue: RequestQueue, priority: Priority): void {
    this.prepareAs(queue, (preparation) => this.takeNext(queue, priority, preparation));
  }

  private prepareAs(queue: RequestQueue, task: (preparation: Preparation) => Promise<void>): void {
    const preparation = { isRecalled: false };
    queue.preparation = preparation;
    this.run(async () => {
      try {
        await task(preparation);
      } finally {
        queue.preparation = undefined;
      }
    });
  }

  private async takeNext(queue: RequestQueue, priority: Priority, preparation: Preparation): Promise<void> {
    const { spool, due, backoff, settlement, suspects, size } = this.parts;
    const limits = size.within(this.parts.limits);
    const wants = (id: string): boolean => !suspects.has(id);
    const other = suspects.isTurnOfOthers ? await spool.next(limits, priority, wants) : undefined;
    const batch = other ?? (await spool.next(limits, priority));
    due.onTaken(priority, batch === undefined);
    if (!batch) {
      if (due.isDue(priority)) backoff.onEmptyHanded(priority);
      return;
    }
    const parts = size.partsOf(batch);
    if (parts > 1) return settlement.divideBeforehand(batch, evenParts(batch.events.length, parts));
    const prepared = await this.encode(batch);
    if (!prepared) return;
    if (!prepared.request) await settlement.forgo(prepared);
    else if (preparation.isRecalled) this.giveBack(prepared);
    else queue.add(prepared, priority);
  }

  /** Resolves with undefined for a batch that the format cannot encode, once it is settled. */
  private async encode(batch: Batch, whole?: Batch): Promise<PreparedBatch | undefined> {
    try {
      return this.parts.encoder.prepare(batch, whole);
    } catch (error) {
      await this.parts.settlement.rejectUnencoded(whole ?? batch, error);
      return undefined;
    }
  }

  private sendReady(queue: RequestQueue): void {
    while (this.window.free(queue) > 0) {
      const prepared = queue.shift();
      if (!prepared) return;
      queue.inFlight++;
      this.run(() => this.deliver(queue, prepared));
    }
  }

  private async deliver(queue: RequestQueue, prepared: PreparedBatch): Promise<void> {
    const { link, sender, settlement, failures } = this.parts;
    const { batch, whole } = prepared;
    const { era } = link;
    const { exchange, meaning } = await this.send(prepared);
    if (meaning?.kind === 'delivered' && whole) {
      await settlement.acknowledgeAsked({ prepared, exchange, era });
      queue.inFlight--;
      return;
    }
    if (meaning?.kind === 'delivered') {
      // The next request need not wait for the spool to delete the batch.
      const deleted = settlement.acknowledge({ prepared, exchange, era });
      queue.inFlight--;
      this.parts.onProgress();
      await deleted;
      return;
    }
    // Batches prepared meanwhile must not overtake this one or its parts.
    this.recall();
    queue.returning++;
    let isDecided = false;
    const onDecided = (): void => {
      if (isDecided) return;
      isDecided = true;
      queue.returning--;
      queue.inFlight--;
      this.parts.onProgress();
    };
    const failed = { prepared, exchange, era };
    if (sender.isStopped) settlement.giveBackAsked(prepared);
    else await settlement.fail(whole ?? batch, () => failures.handle(failed, meaning, onDecided));
    onDecided();
  }

  /** Sends the rest of a batch. A part without a receiver is left out if another part has one. */
  private async send(prepared: PreparedBatch): Promise<Sent> {
    const { encoder, sender, statistics } = this.parts;
    const onError = (error: string): void => statistics.onError(error);
    const { batch, request } = prepared;
    const exchange = request
      ? await sender.send(request, (answer, place) => isSuccess(prepared, answer, place, encoder))
      : unreachable(`nothing to send from ${batch.id}`);
    prepared.tries++;
    statistics.onSent(bytesOut(exchange));
    const meaning = readAnswers(prepared, exchange, encoder, onError);
    if (meaning?.kind !== 'refused' || meaning.because) return { exchange, meaning };
    const error = await setAsideUnreceived(prepared, exchange, encoder, sender);
    if (error === undefined) return { exchange, meaning };
    onError(error);
    if (!prepared.request) {
      const answer = exchange.earlier?.at(-1) ?? exchange.answer;
      return { exchange: { ...exchange, answer }, meaning: { kind: 'delivered' } };
    }
    const rest = await this.send(prepared);
    return { ...rest, exchange: { ...rest.exchange, bytes: exchange.bytes + rest.exchange.bytes } };
  }

  private giveBack({ batch, whole = batch, tries }: PreparedBatch): void {
    this.parts.settlement.giveBack(whole, tries > 0);
  }

  private run(task: () => Promise<void>): void {
    const done = task()
      .catch((error: unknown) => this.parts.settlement.onSpoolFailed(error))
      .finally(() => {
        this.tasks.delete(done);
        this.parts.onProgress();
      });
    this.tasks.add(done);
  }
}
