import type { Priority } from '../../spool';
import type { PreparedBatch } from './BatchEncoder';
import type { Link } from './Link';

/** A batch that is being taken from the spool and encoded. */
export interface Preparation {
  /** Whether it has to go back to the spool once it is prepared. */
  isRecalled: boolean;
}

/** Batches of one kind in sending order: at most one being prepared, some ready, some in flight. */
export class RequestQueue {
  /** At most one, so that order is kept. */
  preparation: Preparation | undefined;
  inFlight = 0;
  /** Of those in flight: batches that did not arrive and are still being given back, divided or quarantined. */
  returning = 0;
  private ready: { readonly prepared: PreparedBatch; readonly priority: Priority }[] = [];

  get readyCount(): number {
    return this.ready.length;
  }

  hasReady(priority: Priority): boolean {
    return this.ready.some((ready) => ready.priority === priority);
  }

  /** Adds a batch that is ready. Live events go before a backlog that was prepared before them. */
  add(prepared: PreparedBatch, priority: Priority): void {
    if (priority === 'live') this.ready.unshift({ prepared, priority });
    else this.ready.push({ prepared, priority });
  }

  /** Takes the batch to send next. */
  shift(): PreparedBatch | undefined {
    return this.ready.shift()?.prepared;
  }

  /** Takes all ready batches and marks the one being prepared. */
  recall(): PreparedBatch[] {
    if (this.preparation) this.preparation.isRecalled = true;
    return this.ready.splice(0).map(({ prepared }) => prepared);
  }
}

/** How many requests may be in flight at once, and the two queues that share them. */
export class InFlightWindow {
  /** Alarms have their own queue, so that they do not wait for other events. */
  readonly alarms = new RequestQueue();
  readonly ordinary = new RequestQueue();

  constructor(private readonly link: Pick<Link, 'isFailing' | 'concurrency'>) {}

  /** Whether nothing is being prepared, ready or in flight. */
  get isIdle(): boolean {
    return [this.alarms, this.ordinary].every(
      ({ preparation, readyCount, inFlight }) => !preparation && readyCount === 0 && inFlight === 0,
    );
  }

  /**
   * How many more requests of a queue may be sent now. One request with alarms may exceed the link's concurrency, but
   * not while the backend fails: then a single request probes it.
   */
  free(queue: RequestQueue): number {
    const inFlight = this.alarms.inFlight + this.ordinary.inFlight;
    if (this.link.isFailing) return 1 - inFlight;
    const isExtraTaken = this.alarms.inFlight > 0;
    const isExtraOurs = queue === this.alarms ? !isExtraTaken : isExtraTaken;
    return this.link.concurrency + (isExtraOurs ? 1 : 0) - inFlight;
  }

  /** How many more batches of a queue are worth preparing, because they could be sent at once. */
  roomToPrepare(queue: RequestQueue): number {
    return this.free(queue) - queue.readyCount;
  }
}
