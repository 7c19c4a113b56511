import type { Clock } from '../../clock';
import type { Batch, Exceptions, Spool } from '../../spool';
import { errorText } from '../reports/errorText';
import type { Delivery, Statistics } from '../reports/Statistics';
import type { UplinkListener } from '../reports/UplinkListener';
import { statusClass } from '../transport/statusClasses';
import type { Exchange } from '../transport/Transport';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';
import type { DueEvents } from './DueEvents';
import type { Link } from './Link';
import type { Meaning } from './readAnswers';
import type { SpoolBackoff } from './SpoolBackoff';

/** How much of an answer an error quotes. */
const ERROR_TEXT_LENGTH = 200;

export interface SettlementParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly link: Link;
  readonly encoder: BatchEncoder;
  readonly listener: Pick<UplinkListener, 'onEvent'>;
  readonly due: DueEvents;
  readonly backoff: SpoolBackoff;
  readonly clock: Clock;
}

/** A try that is over. */
export interface Try {
  readonly prepared: PreparedBatch;
  readonly exchange: Exchange;
  /** The era of the link in which the request was sent. */
  readonly era: number;
}

/**
 * Does what an answer means for a batch: counts, tells the link, and has the spool delete, keep, split or quarantine the
 * batch. When the spool fails at that, the batch is given back to it and tried again later.
 */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /** The batch arrived. Everything is counted when this returns; it resolves once the spool has deleted the batch. */
  acknowledge({ prepared, exchange, era }: Try): Promise<void> {
    const { spool, statistics, link, encoder, clock } = this.parts;
    const { batch } = prepared;
    const delivery = deliveryOf(prepared, exchange, clock.monotonic());
    const settle = async (): Promise<void> => {
      const deleted = spool.delivered(batch, exceptionsOf(prepared));
      statistics.onDelivered(delivery);
      link.succeeded(era);
      await deleted;
      encoder.forget(batch);
      this.report(prepared, exchange, delivery);
    };
    return this.attempt(batch, settle, () => {
      statistics.onDeliveryUndone(delivery);
      encoder.startOver(prepared);
    });
  }

  /** The format cannot carry anything of the batch, so that there is nothing to send. */
  forgo(prepared: PreparedBatch): Promise<void> {
    const { spool, encoder } = this.parts;
    return this.attempt(prepared.batch, async () => {
      await spool.delivered(prepared.batch, exceptionsOf(prepared));
      encoder.forget(prepared.batch);
    });
  }

  /** The batch did not arrive. @param meaning of the answer; undefined where there was none. */
  fail(failed: Try, meaning: Meaning | undefined): Promise<void> {
    const { batch } = failed.prepared;
    this.noteIfAlarms(batch);
    return this.attempt(batch, () => this.handleFailure(failed, meaning));
  }

  /** The format cannot encode the batch: it is divided as if the backend had rejected it. */
  rejectUnencoded(batch: Batch, error: unknown): Promise<void> {
    this.noteIfAlarms(batch);
    return this.attempt(batch, () => this.isolate(batch, `cannot be encoded: ${errorText(error)}`));
  }

  /**
   * Gives a batch back to the spool, which gives it out again before anything newer.
   * @returns whether the spool took it.
   */
  giveBack(batch: Batch, wasSent = true): boolean {
    this.noteIfAlarms(batch);
    this.parts.encoder.forgetUnsent(batch);
    try {
      this.parts.spool.giveBack(batch, wasSent);
      return true;
    } catch (error) {
      this.parts.statistics.onError(`storage: ${errorText(error)}`);
      return false;
    }
  }

  onSpoolFailed(error: unknown): void {
    this.parts.statistics.onFailed(`storage: ${errorText(error)}`, 'storage');
    this.parts.backoff.onFailed();
  }

  private async handleFailure({ prepared, exchange, era }: Try, meaning?: Meaning): Promise<void> {
    const { statistics, link } = this.parts;
    const { batch } = prepared;
    const { answer } = exchange;
    if (answer.kind !== 'answered') {
      const { kind, error } = answer;
      this.giveBack(batch);
      statistics.onFailed(error, 'network');
      link.failed({ error, status: undefined, retryAfterMs: 0, era, mayBeStored: kind === 'unreadable' });
      return;
    }
    const { status, retryAfterMs = 0 } = answer;
    const text = answer.text.slice(0, ERROR_TEXT_LENGTH).trim();
    const { because } = meaning ?? {};
    const said = [because?.error, because?.cause === 'web-page' ? '' : text].filter(Boolean).join(': ');
    const error = `HTTP ${status}${said ? `: ${said}` : ''}`;
    const failure = { error, status, retryAfterMs, era, ...(because && { cause: because.cause }) };
    switch (meaning?.kind ?? statusClass(status)) {
      case 'retry':
        this.giveBack(batch);
        statistics.onFailed(error, status);
        link.failed(failure);
        return;
      case 'refused':
        this.giveBack(batch);
        statistics.onFailed(error, status);
        link.refused(failure);
        return;
      case 'encoding':
        this.giveBack(batch);
        return;
      case 'too-large':
      case 'rejected':
        statistics.onError(error);
        link.succeeded(era);
        await this.isolate(batch, error);
        return;
      case 'delivered':
        return;
    }
  }

  /** Splits a batch until the event that the backend does not accept is alone, and quarantines that event. */
  private async isolate(batch: Batch, error: string): Promise<void> {
    const { spool, encoder, listener } = this.parts;
    if (batch.events.length > 1) await spool.split(batch);
    else await spool.quarantine(batch, error);
    encoder.forget(batch);
    if (batch.events.length > 1) return;
    for (const event of batch.events) {
      listener.onEvent({ event: 'quarantined', payload: { event, error } });
    }
  }

  private report({ batch, tries, rejected }: PreparedBatch, exchange: Exchange, delivery: Delivery): void {
    const { answer, durationMs } = exchange;
    const { events, bytes, valuesLeftOut = {} } = delivery;
    if (answer.kind !== 'answered') return;
    const { listener } = this.parts;
    const receipt = { batch: batch.id, events, bytes, status: answer.status, attempts: tries };
    const leftOut = Object.keys(valuesLeftOut).length > 0 ? { left_out: valuesLeftOut } : {};
    listener.onEvent({ event: 'delivered', payload: { ...receipt, duration_ms: durationMs, ...leftOut } });
    for (const { index, error } of rejected) {
      for (const event of batch.events.slice(index, index + 1)) {
        listener.onEvent({ event: 'quarantined', payload: { event, error } });
      }
    }
  }

  /** @param onGivenBack called when the spool failed and has the batch again. */
  private async attempt(batch: Batch, act: () => Promise<void>, onGivenBack = () => {}): Promise<void> {
    try {
      await act();
      this.parts.backoff.onWorked();
    } catch (error) {
      if (this.giveBack(batch)) onGivenBack();
      this.onSpoolFailed(error);
    }
  }

  /** Alarms that go back to the spool, whole or in halves, go first again. */
  private noteIfAlarms(batch: Batch): void {
    if (batch.events.every((event) => event.alarm)) this.parts.due.onAlarmsHeldBack();
  }
}

/** Every event is counted once: one that is quarantined or dropped does not count as delivered. */
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
