import type { Batch, Exceptions, Spool } from '../../spool';
import type { UplinkListener } from '../reports/guardListener';
import type { Delivery, Statistics } from '../reports/Statistics';
import { type StatusClass, statusClass } from '../transport/statusClasses';
import type { Exchange } from '../transport/Transport';
import type { Link } from './Link';
import type { Packer, Parcel } from './Packer';

/** Of an answer, in an error. */
const ERROR_TEXT_LENGTH = 200;

export interface SettlementParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly link: Link;
  readonly packer: Packer;
  readonly listener: Pick<UplinkListener, 'onEvent'>;
  /** The batch is given back to the spool, to be taken again before anything newer. */
  readonly giveBack: (batch: Batch) => void;
}

/** A request with its answer, and the link's era when it began. */
export interface Settled {
  readonly parcel: Parcel;
  readonly exchange: Exchange;
  readonly era: number;
}

/** Does what an answer says: counts, tells the link, and brings the batch to where it now belongs. */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /** The batch arrived. Everything is counted when this returns; it resolves when the spool has forgotten the batch. */
  async acknowledge({ parcel, exchange, era }: Settled): Promise<void> {
    const { spool, statistics, link, packer, listener } = this.parts;
    const { batch, tries: attempts } = parcel;
    const { answer, durationMs } = exchange;
    if (answer.kind !== 'answered') return;
    const delivery = deliveryOf(parcel, exchange);
    const forgotten = spool.delivered(batch, exceptionsOf(parcel));
    statistics.onDelivered(delivery);
    link.succeeded(era);
    await forgotten;
    packer.forget(batch);
    const { events, bytes, valuesLeftOut = {} } = delivery;
    const receipt = { batch: batch.id, events, bytes, status: answer.status, attempts };
    const left = Object.keys(valuesLeftOut).length > 0 ? { left_out: valuesLeftOut } : {};
    listener.onEvent({ event: 'delivered', payload: { ...receipt, duration_ms: durationMs, ...left } });
    for (const { index, error } of parcel.rejected) {
      for (const event of batch.events.slice(index, index + 1)) {
        listener.onEvent({ event: 'quarantined', payload: { event, error } });
      }
    }
  }

  /** There is nothing in the batch that the format can carry. */
  async forgo(parcel: Parcel): Promise<void> {
    const { spool, packer } = this.parts;
    await spool.delivered(parcel.batch, exceptionsOf(parcel));
    packer.forget(parcel.batch);
  }

  /** The spool could not forget a batch that arrived, and has it again. */
  undo({ parcel, exchange }: Settled): void {
    this.parts.statistics.onDeliveryUndone(deliveryOf(parcel, exchange));
    this.parts.packer.startOver(parcel);
  }

  /** The batch did not arrive. @param meaning of the answer; undefined where there was none. */
  async refuse(
    { parcel, exchange: { answer }, era }: Settled,
    meaning: StatusClass | undefined,
  ): Promise<void> {
    const { statistics, link, giveBack } = this.parts;
    const { batch } = parcel;
    if (answer.kind === 'unreachable') {
      giveBack(batch);
      statistics.onFailed(answer.error, 'network');
      link.failed({ error: answer.error, status: undefined, retryAfterMs: 0, era });
      return;
    }
    const { status, retryAfterMs = 0 } = answer;
    const text = answer.text.slice(0, ERROR_TEXT_LENGTH).trim();
    const error = `HTTP ${status}${text ? `: ${text}` : ''}`;
    const failure = { error, status, retryAfterMs, era };
    switch (meaning ?? statusClass(status)) {
      case 'retry':
        giveBack(batch);
        statistics.onFailed(error, status);
        link.failed(failure);
        return;
      case 'refused':
        giveBack(batch);
        statistics.onFailed(error, status);
        link.refused(failure);
        return;
      case 'encoding':
        giveBack(batch);
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

  /** Narrows a batch that the backend does not take down to the event it does not take, and sets that aside. */
  async isolate(batch: Batch, error: string): Promise<void> {
    const { spool, packer, listener } = this.parts;
    if (batch.events.length > 1) await spool.split(batch);
    else await spool.quarantine(batch, error);
    packer.forget(batch);
    if (batch.events.length > 1) return;
    for (const event of batch.events) {
      listener.onEvent({ event: 'quarantined', payload: { event, error } });
    }
  }
}

/** An event is counted once: as quarantined or dropped where it is an exception. */
function exceptionsOf({ leftOut, rejected }: Parcel): Exceptions | undefined {
  if (leftOut.events.length + rejected.length === 0) return undefined;
  return { quarantined: rejected, notCarried: leftOut.events };
}

function deliveryOf({ batch, leftOut, rejected, refusedValues }: Parcel, { bytes }: Exchange): Delivery {
  const except = new Set([...leftOut.events, ...rejected].map(({ index }) => index));
  const arrived = except.size === 0 ? batch.events : batch.events.filter((_, index) => !except.has(index));
  const bytesIn = arrived.reduce((sum, event) => sum + event.bytesIn, 0);
  const refused = refusedValues > 0 ? { refused: refusedValues } : {};
  return { events: arrived.length, bytesIn, bytes, valuesLeftOut: { ...leftOut.values, ...refused } };
}
