import type { Turn } from '../spool';
import type { Parcel } from './Packer';

/** Taken from the spool and written, to be sent next. */
export interface Ready {
  readonly parcel: Parcel;
  readonly turn: Turn;
}

/** Requests of one kind. Alarms have a track of their own, so that they wait for no other event. */
export class Track {
  readonly ready: Ready[] = [];
  isPreparing = false;
  /** Handed over and not settled: their number, the events in them, and their text. */
  underWay = 0;
  events = 0;
  bytes = 0;
  /** Of those under way: batches that did not arrive, and that the spool is bringing to where they belong. */
  returning = 0;
  /** Of those under way: batches of live events, that do not wait for a backlog. */
  live = 0;
  private isInterrupted = false;

  begin(ready: Ready): void {
    this.count(ready, 1);
  }

  end(ready: Ready): void {
    this.count(ready, -1);
    if (this.underWay === 0) this.isInterrupted = false;
  }

  has(turn: Turn): boolean {
    return this.ready.some((ready) => ready.turn === turn);
  }

  /** Some of what is under way may come back unsent, and is to be sent before anything newer. */
  interrupt(): void {
    this.isInterrupted = this.underWay > 0;
  }

  /** Whether that may still be. @param parallel requests that may be under way at once without a train. */
  awaitsReturns(parallel: number): boolean {
    if (this.underWay < parallel) this.isInterrupted = false;
    return this.isInterrupted || this.returning > 0;
  }

  private count({ parcel: { batch, textLength }, turn }: Ready, sign: 1 | -1): void {
    this.underWay += sign;
    this.events += sign * batch.events.length;
    this.bytes += sign * textLength;
    if (turn === 'live') this.live += sign;
  }
}
