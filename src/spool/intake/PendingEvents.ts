import type { EdgeEvent } from '../../frame';
import { recordBytes } from '../format/eventRecord';
import { LANES, type LaneName } from '../format/segmentFile';
import type { UnplacedEvent } from '../log/PlacedEvent';
import { Fifo } from '../shared/Fifo';

/** An event that was taken in; its place is known once it is written. */
export interface PendingEvent extends UnplacedEvent {
  /** Called once its fate is on disk. */
  stored: () => void;
}

const nothing = (): void => undefined;

/** Events in memory on their way to the disk, or waiting for it to work again. */
export class PendingEvents {
  bytes = 0;
  private readonly lanes: Record<LaneName, Fifo<PendingEvent>> = { ordinary: new Fifo(), alarm: new Fifo() };

  get length(): number {
    return this.lanes.ordinary.length + this.lanes.alarm.length;
  }

  count(lane: LaneName): number {
    return this.lanes[lane].length;
  }

  peek(lane: LaneName): PendingEvent | undefined {
    return this.lanes[lane].peek();
  }

  get oldestArrival(): number | undefined {
    const arrivals = LANES.flatMap((lane) => this.lanes[lane].peek()?.arrival ?? []);
    return arrivals.length === 0 ? undefined : Math.min(...arrivals);
  }

  /** Number of the event that came first; infinite where there is none. */
  get lowestOrder(): number {
    return Math.min(...LANES.map((lane) => this.lanes[lane].peek()?.order ?? Number.POSITIVE_INFINITY));
  }

  /** Gives every event a number that is higher by so much. */
  raiseOrders(by: number): void {
    for (const lane of LANES) {
      this.lanes[lane].forEach((event) => {
        event.order += by;
      });
    }
  }

  /** Moves every arrival by so many milliseconds: the spool counts its time anew. */
  moveArrivals(by: number): void {
    for (const lane of LANES) {
      this.lanes[lane].forEach((event) => {
        event.arrival = Math.max(0, event.arrival + by);
      });
    }
  }

  /** @param arrival milliseconds since the epoch. */
  add(event: EdgeEvent, arrival: number, order: number, stored: () => void): void {
    const bytes = recordBytes(event);
    this.bytes += bytes;
    this.lanes[event.alarm ? 'alarm' : 'ordinary'].push({
      event,
      arrival,
      order,
      bytes,
      n: 0,
      segment: 0,
      offset: 0,
      lost: 0,
      stored,
    });
  }

  /** Takes the oldest events of a lane out, within the limits but at least one if there is one. */
  take(lane: LaneName, maxEvents: number, maxBytes: number): PendingEvent[] {
    const taken: PendingEvent[] = [];
    let bytes = 0;
    while (taken.length < maxEvents) {
      bytes += this.lanes[lane].peek()?.bytes ?? 0;
      if (taken.length > 0 && bytes > maxBytes) break;
      const event = this.takeOldest(lane);
      if (!event) break;
      taken.push(event);
    }
    return taken;
  }

  takeOldest(lane: LaneName): PendingEvent | undefined {
    const event = this.lanes[lane].shift();
    this.bytes -= event?.bytes ?? 0;
    return event;
  }

  takeNewest(lane: LaneName): PendingEvent | undefined {
    const event = this.lanes[lane].pop();
    this.bytes -= event?.bytes ?? 0;
    return event;
  }

  /** The lane whose oldest event came first. */
  get oldestLane(): LaneName {
    const [ordinary, alarm] = [this.lanes.ordinary.peek(), this.lanes.alarm.peek()];
    return alarm && (!ordinary || alarm.order < ordinary.order) ? 'alarm' : 'ordinary';
  }

  /** Puts events that take() gave back to where they were. */
  putBack(lane: LaneName, events: readonly PendingEvent[]): void {
    const rest = this.lanes[lane];
    this.lanes[lane] = new Fifo();
    for (const event of events) this.bytes += event.bytes;
    for (const event of events) this.lanes[lane].push(event);
    for (let event = rest.shift(); event; event = rest.shift()) this.lanes[lane].push(event);
  }

  /** Every event counts as stored from now on, as well as memory can. */
  callStored(): void {
    for (const lane of LANES) {
      this.lanes[lane].forEach((event) => {
        const { stored } = event;
        event.stored = nothing;
        stored();
      });
    }
  }
}
