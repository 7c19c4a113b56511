import type { EdgeEvent } from '../frame';
import type { DropReason } from '../spool';
import { DropsBySeries } from '../spool/shared/DropsBySeries';
import type { SentDrops } from './messages';

type Done = () => void;

/** Events dropped before they were handed over, until the engine is told. */
export class RefusedEvents {
  events = 0;
  private bytesIn = 0;
  private suppressed = 0;
  private done: Done[] = [];
  private byReason = new Map<DropReason, DropsBySeries>();

  /** @param done called once the engine has counted the event. */
  add(event: EdgeEvent, reason: DropReason, suppressed: number, done: Done | undefined): void {
    this.events++;
    this.bytesIn += event.bytesIn;
    this.suppressed += suppressed;
    const drops = this.byReason.get(reason) ?? new DropsBySeries(reason);
    this.byReason.set(reason, drops);
    drops.add(event);
    if (done) this.done.push(done);
  }

  /** Removes and returns all of them. */
  take(id: number): { readonly sent: SentDrops; readonly done: readonly Done[] } {
    const { events, bytesIn, suppressed, done } = this;
    const drops = [...this.byReason.values()].flatMap((one) => one.list());
    this.events = 0;
    this.bytesIn = 0;
    this.suppressed = 0;
    this.done = [];
    this.byReason = new Map();
    return { sent: { id, drops, events, bytesIn, suppressed }, done };
  }
}
