import type { Clock } from '../../clock';
import type { RejectedEvent } from '../../frame';
import type { Batch, Exceptions, Spool } from '../../spool';
import { errorText } from '../reports/errorText';
import { rounded } from '../reports/rounded';
import type { Delivery, Statistics } from '../reports/Statistics';
import type { UplinkListener } from '../reports/UplinkListener';
import type { Exchange } from '../transport/Transport';
import type { Asking } from './Asking';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';
import type { DueEvents } from './DueEvents';
import { evenParts } from './evenParts';
import type { Link } from './Link';
import type { RequestSize } from './RequestSize';
import type { SpoolBackoff } from './SpoolBackoff';
import type { Suspects } from './Suspects';

export interface SettlementParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly link: Link;
  readonly encoder: BatchEncoder;
  readonly listener: Pick<UplinkListener, 'onEvent'>;
  readonly due: DueEvents;
  readonly backoff: SpoolBackoff;
  readonly suspects: Suspects;
  readonly asking: Asking;
  readonly size: RequestSize;
  readonly clock: Clock;
}

/** A completed attempt. */
export interface Try {
  readonly prepared: PreparedBatch;
  readonly exchange: Exchange;
  /** The era of the link in which the request was sent. */
  readonly era: number;
}

/**
 * Has the spool delete, keep, divide or quarantine batches, and counts what became of them. If the spool fails at that,
 * the batch is given back to it and retried later.
 */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /** The batch arrived. All counters are up to date on return; resolves once the spool has deleted the batch. */
  acknowledge(tried: Try): Promise<void> {
    const { prepared, exchange, era } = tried;
    const { spool, statistics, link, encoder, suspects, asking, size, clock } = this.parts;
    const { batch, rejected } = prepared;
    const refused = rejected.flatMap(({ index }) => batch.events.slice(index, index + 1));
    if (refused.length > 0 && !spool.hasQuarantineRoom(refused)) {
      return this.attempt(batch, () => this.acknowledgeOthers(tried));
    }
    const delivery = deliveryOf(prepared, exchange, clock.monotonic());
    const settle = async (): Promise<void> => {
      const deleted = spool.delivered(batch, exceptionsOf(prepared));
      statistics.onDelivered(delivery);
      suspects.onPassed(delivery.events);
      size.onArrived(batch);
      asking.end();
      link.succeeded(era);
      await deleted;
      this.forget(batch);
      this.report(prepared, exchange, delivery);
    };
    return this.attempt(batch, settle, () => {
      statistics.onDeliveryUndone(delivery);
      encoder.startOver(prepared);
    });
  }

  /** The batch arrived except for rejected events that do not fit into quarantine: these wait in the spool for room. */
  private async acknowledgeOthers({ prepared, exchange, era }: Try): Promise<void> {
    const { spool, link } = this.parts;
    const { batch, rejected, leftOut } = prepared;
    const isRejected = new Set(rejected.map(({ index }) => index));
    const runs = runsOf(batch.events.map((_, index) => isRejected.has(index)));
    const parts = await spool.divide(
      batch,
      runs.map(({ count }) => count),
    );
    this.forget(batch);
    link.setQuarantineFull(true);
    let told = { values: leftOut.values, refusedValues: prepared.refusedValues, bytes: exchange.bytes };
    for (const [i, { first, count, isIn }] of runs.entries()) {
      const part = parts[i];
      if (!part) continue;
      if (isIn) {
        this.giveBack(part, true, Number.POSITIVE_INFINITY);
        continue;
      }
      const { values, refusedValues, bytes } = told;
      const events = leftOut.events
        .filter(({ index }) => index >= first && index < first + count)
        .map((event) => ({ ...event, index: event.index - first }));
      const own = {
        ...prepared,
        batch: part,
        rejected: [],
        leftOut: { ...leftOut, events, values },
        refusedValues,
      };
      told = { values: {}, refusedValues: 0, bytes: 0 };
      await this.acknowledge({ prepared: own, exchange: { ...exchange, bytes }, era });
    }
  }

  /** An event sent as a probe arrived: the rest of its batch becomes separate batches. */
  async acknowledgeAsked(tried: Try): Promise<void> {
    const { prepared } = tried;
    const { whole } = prepared;
    if (!whole) return;
    let own: PreparedBatch | undefined;
    await this.attempt(whole, async () => {
      own = await this.separate(prepared, whole);
    });
    if (own) await this.acknowledge({ ...tried, prepared: own });
  }

  /** The format cannot carry anything in the batch, so there is nothing to send. */
  forgo(prepared: PreparedBatch): Promise<void> {
    const { spool } = this.parts;
    return this.attempt(prepared.batch, async () => {
      await spool.delivered(prepared.batch, exceptionsOf(prepared));
      this.forget(prepared.batch);
    });
  }

  /** Does what a failure calls for, and gives the batch back if the spool fails to do it. */
  fail(batch: Batch, act: () => Promise<void>): Promise<void> {
    this.noteIfAlarms(batch);
    return this.attempt(batch, act);
  }

  /** Like forgo(), for an event that was to be sent as a probe. */
  async forgoAsked(prepared: PreparedBatch): Promise<void> {
    const { whole } = prepared;
    if (!whole) return;
    await this.attempt(whole, async () => {
      await this.forgo(await this.separate(prepared, whole));
    });
  }

  /** The format cannot encode the batch: it is divided as if the backend had rejected it. */
  rejectUnencoded(batch: Batch, error: unknown): Promise<void> {
    this.noteIfAlarms(batch);
    const reason = `cannot be encoded: ${errorText(error)}`;
    return this.attempt(batch, async () => {
      if (batch.events.length > 1) await this.divide(batch, evenParts(batch.events.length, 2));
      else await this.quarantine(batch, [{ index: 0, error: reason }]);
    });
  }

  /** The batch would make too large a request. */
  divideBeforehand(batch: Batch, sizes: readonly number[]): Promise<void> {
    return this.attempt(batch, () => this.divide(batch, sizes));
  }

  /** Replaces a batch by parts of it. @param until as for Spool.giveBack(). */
  async divide(batch: Batch, sizes: readonly number[], until?: number): Promise<void> {
    const { spool, suspects, encoder } = this.parts;
    const parts = await spool.divide(batch, sizes);
    encoder.forget(batch);
    suspects.onDivided(batch, parts);
    for (const part of parts) this.giveBack(part, true, until);
  }

  /** The backend rejects every event of the batch. */
  async quarantine(batch: Batch, rejected: readonly RejectedEvent[]): Promise<void> {
    const { spool } = this.parts;
    const [only] = rejected;
    if (only && batch.events.length === 1) await spool.quarantine(batch, only.error);
    else await spool.delivered(batch, { quarantined: rejected, notCarried: [] });
    this.forget(batch);
    this.reportQuarantined(batch, rejected);
  }

  /**
   * Gives a batch back to the spool, which hands it out again before anything newer.
   * @param until monotonic time until which others go first.
   * @returns whether the spool took it.
   */
  giveBack(batch: Batch, wasSent = true, until?: number): boolean {
    this.noteIfAlarms(batch);
    this.parts.encoder.forgetUnsent(batch);
    try {
      this.parts.spool.giveBack(batch, wasSent, until);
      return true;
    } catch (error) {
      this.parts.statistics.onError(`storage: ${errorText(error)}`);
      return false;
    }
  }

  /** Gives back the batch that a probe belongs to. */
  giveBackAsked({ batch, whole = batch }: PreparedBatch): void {
    if (whole !== batch) this.parts.encoder.forget(batch);
    this.giveBack(whole);
  }

  onSpoolFailed(error: unknown): void {
    this.parts.statistics.onFailed(`storage: ${errorText(error)}`, 'storage');
    this.parts.backoff.onFailed();
  }

  /** Makes the event that was sent as a probe a batch of its own. */
  private async separate(prepared: PreparedBatch, whole: Batch): Promise<PreparedBatch> {
    const { spool, suspects, encoder, asking } = this.parts;
    const own = { ...prepared, whole: undefined };
    const [event] = prepared.batch.events;
    if (whole === prepared.batch || !event) return own;
    const before = whole.events.indexOf(event);
    const after = whole.events.length - before - 1;
    // A batch that was rejected as a whole is not sent as a whole again.
    const rest = evenParts(after, suspects.isRejected(whole) ? 2 : 1);
    const sizes = [before, 1, ...rest].filter((size) => size > 0);
    const parts = await spool.divide(whole, sizes);
    encoder.forget(whole);
    suspects.onDivided(whole, parts);
    const batch = parts.find(({ id }) => id === prepared.batch.id) ?? prepared.batch;
    for (const part of parts) if (part !== batch) this.giveBack(part);
    asking.onPassed(batch);
    return { ...own, batch };
  }

  private report({ batch, tries, rejected }: PreparedBatch, exchange: Exchange, delivery: Delivery): void {
    const { answer, durationMs } = exchange;
    const { events, bytes, valuesLeftOut = {} } = delivery;
    if (answer.kind !== 'answered') return;
    const { listener } = this.parts;
    const receipt = { batch: batch.id, events, bytes, status: answer.status, attempts: tries };
    const leftOut = Object.keys(valuesLeftOut).length > 0 ? { left_out: valuesLeftOut } : {};
    listener.onEvent({
      event: 'delivered',
      payload: { ...receipt, duration_ms: rounded(durationMs, 1), ...leftOut },
    });
    this.reportQuarantined(batch, rejected);
  }

  private reportQuarantined({ events }: Batch, rejected: readonly RejectedEvent[]): void {
    for (const { index, error } of rejected) {
      for (const event of events.slice(index, index + 1)) {
        this.parts.listener.onEvent({ event: 'quarantined', payload: { event, error } });
      }
    }
  }

  /** The batch is settled. */
  private forget(batch: Batch): void {
    this.parts.encoder.forget(batch);
    this.parts.suspects.forget(batch);
  }

  /** @param onGivenBack called if the spool failed and has the batch back. */
  private async attempt(batch: Batch, act: () => Promise<void>, onGivenBack = () => {}): Promise<void> {
    try {
      await act();
      this.parts.backoff.onWorked();
    } catch (error) {
      if (this.giveBack(batch)) onGivenBack();
      this.onSpoolFailed(error);
    }
  }

  /** Alarms that go back to the spool, whole or divided, go first again. */
  private noteIfAlarms(batch: Batch): void {
    if (batch.events.every((event) => event.alarm)) this.parts.due.onAlarmsHeldBack();
  }
}

/** Each event counts once: one that is quarantined or dropped does not count as delivered. */
function exceptionsOf({ leftOut, rejected }: PreparedBatch): Exceptions | undefined {
  if (leftOut.events.length + rejected.length === 0) return undefined;
  return { quarantined: rejected, notCarried: leftOut.events };
}

/** @param now monotonic. */
function deliveryOf(prepared: PreparedBatch, { bytes }: Exchange, now: number): Delivery {
  const { batch, leftOut, rejected, refusedValues } = prepared;
  const except = new Set([...leftOut.events, ...rejected].map(({ index }) => index));
  const arrived = except.size === 0 ? batch.events : batch.events.filter((_, index) => !except.has(index));
  const bytesIn = arrived.reduce((sum, event) => sum + event.bytesIn, 0);
  const { takenInAt = [] } = batch;
  const tookMs = takenInAt.filter((_, index) => !except.has(index)).map((since) => Math.max(0, now - since));
  const refused = refusedValues > 0 ? { refused: refusedValues } : {};
  const valuesLeftOut = { ...leftOut.values, ...refused };
  return { events: arrived.length, bytesIn, bytes, valuesLeftOut, tookMs };
}

/** Runs of equal values. */
function runsOf(values: readonly boolean[]): { first: number; count: number; readonly isIn: boolean }[] {
  const runs: { first: number; count: number; readonly isIn: boolean }[] = [];
  values.forEach((isIn, index) => {
    const last = runs.at(-1);
    if (last?.isIn === isIn) last.count++;
    else runs.push({ first: index, count: 1, isIn });
  });
  return runs;
}
