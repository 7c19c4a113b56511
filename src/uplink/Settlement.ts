import type { Batch, Spool } from '../spool';
import type { UplinkListener } from './guardListener';
import type { Link } from './Link';
import type { Packer, Parcel } from './Packer';
import type { Delivery, Statistics } from './Statistics';
import { type StatusClass, statusClass } from './statusClasses';
import type { Exchange } from './Transport';

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
    const forgotten = spool.delivered(batch);
    statistics.onDelivered(delivery);
    link.succeeded(era);
    await forgotten;
    packer.forget(batch);
    const { events, bytes } = delivery;
    const receipt = { batch: batch.id, events, bytes, status: answer.status, attempts };
    listener.onEvent({ event: 'delivered', payload: { ...receipt, duration_ms: durationMs } });
  }

  /** The spool could not forget a batch that arrived, and has it again. */
  undo({ parcel, exchange }: Settled): void {
    this.parts.statistics.onDeliveryUndone(deliveryOf(parcel, exchange));
  }

  /** The batch did not arrive. */
  async refuse({ parcel, exchange: { answer }, era }: Settled): Promise<void> {
    const { statistics, link, packer, giveBack } = this.parts;
    const { batch } = parcel;
    // It has no answer, and is not refused.
    if (answer.kind === 'withheld') return;
    if (answer.kind === 'unreachable') {
      giveBack(batch);
      statistics.onFailed(answer.error, 'network');
      link.failed({ error: answer.error, status: undefined, retryAfterMs: 0, era });
      return;
    }
    const { status, retryAfterMs = 0 } = answer;
    const error = `HTTP ${status}${answer.text ? `: ${answer.text}` : ''}`;
    const failure = { error, status, retryAfterMs, era };
    switch (classOf(status, parcel)) {
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
        packer.stopCompressing();
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

function deliveryOf({ batch }: Parcel, { bytes }: Exchange): Delivery {
  const bytesIn = batch.events.reduce((sum, event) => sum + event.bytesIn, 0);
  return { events: batch.events.length, bytesIn, bytes };
}

/** A 415 to a request that was not compressed is not about compression. */
function classOf(status: number, { request }: Parcel): StatusClass {
  const found = statusClass(status);
  return found === 'encoding' && !request.gzip ? 'rejected' : found;
}
