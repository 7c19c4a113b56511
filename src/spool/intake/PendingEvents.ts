import type { EdgeEvent } from '../../frame';
import { recordBytes } from '../format/eventRecord';
import { LOGS, type LogName } from '../format/segmentFile';
import type { UnplacedEvent } from '../log/PlacedEvent';
import { Fifo } from '../shared/Fifo';

/** An accepted event; its place is known once it is written. */
export interface PendingEvent extends UnplacedEvent {
  /** Called once its fate is on disk. */
  stored: () => void;
}

/** The callback of an event that already counts as stored. */
export const alreadyStored = (): void => undefined;

/** Events in memory on their way to the disk, or waiting for it to work again. */
export class PendingEvents {
  bytes = 0;
  private readonly queues: Record<LogName, Fifo<PendingEvent>> = { ordinary: new Fifo(), alarm: new Fifo() };

  get length(): number {
    return this.queues.ordinary.length + this.queues.alarm.length;
  }

  count(log: LogName): number {
    return this.queues[log].length;
  }

  peek(log: LogName): PendingEvent | undefined {
    return this.queues[log].peek();
  }

  get oldestArrival(): number | undefined {
    const arrivals = LOGS.flatMap((log) => this.queues[log].peek()?.arrival ?? []);
    return arrivals.length === 0 ? undefined : Math.min(...arrivals);
  }

  /** Number of the first event; infinite if there is none. */
  get lowestOrder(): number {
    return Math.min(...LOGS.map((log) => this.queues[log].peek()?.order ?? Number.POSITIVE_INFINITY));
  }

  /** Raises the number of every event by this much. */
  raiseOrders(by: number): void {
    for (const log of LOGS) {
      this.queues[log].forEach((event) => {
        event.order += by;
      });
    }
  }

  /** Moves every arrival by this many milliseconds, because the spool's clock was restarted. */
  moveArrivals(by: number): void {
    for (const log of LOGS) {
      this.queues[log].forEach((event) => {
        event.arrival = Math.max(0, event.arrival + by);
      });
    }
  }

  /** @param arrival milliseconds since the epoch. */
  add(event: EdgeEvent, arrival: number, order: number, stored: () => void): void {
    const bytes = recordBytes(event);
    this.bytes += bytes;
    this.queues[event.alarm ? 'alarm' : 'ordinary'].push({
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

  /** Removes the oldest events of a log: as many as fit the limits, but at least one if there is one. */
  take(log: LogName, maxEvents: number, maxBytes: number): PendingEvent[] {
    const taken: PendingEvent[] = [];
    let bytes = 0;
    while (taken.length < maxEvents) {
      bytes += this.queues[log].peek()?.bytes ?? 0;
      if (taken.length > 0 && bytes > maxBytes) break;
      const event = this.takeOldest(log);
      if (!event) break;
      taken.push(event);
    }
    return taken;
  }

  takeOldest(log: LogName): PendingEvent | undefined {
    const event = this.queues[log].shift();
    this.bytes -= event?.bytes ?? 0;
    return event;
  }

  takeNewest(log: LogName): PendingEvent | undefined {
    const event = this.queues[log].pop();
    this.bytes -= event?.bytes ?? 0;
    return event;
  }

  /** The log that has the oldest event. */
  get oldestLog(): LogName {
    const [ordinary, alarm] = [this.queues.ordinary.peek(), this.queues.alarm.peek()];
    return alarm && (!ordinary || alarm.order < ordinary.order) ? 'alarm' : 'ordinary';
  }

  /** Puts events from take() back where they were. */
  putBack(log: LogName, events: readonly PendingEvent[]): void {
    const rest = this.queues[log];
    this.queues[log] = new Fifo();
    for (const event of events) this.bytes += event.bytes;
    for (const event of events) this.queues[log].push(event);
    for (let event = rest.shift(); event; event = rest.shift()) this.queues[log].push(event);
  }

  /** From now on every event counts as stored, as far as memory can. @param before gets those that did not yet. */
  callStored(before: (event: PendingEvent) => void): void {
    const newlyStored: (() => void)[] = [];
    for (const log of LOGS) {
      this.queues[log].forEach((event) => {
        const { stored } = event;
        if (stored === alreadyStored) return;
        event.stored = alreadyStored;
        before(event);
        newlyStored.push(stored);
      });
    }
    for (const stored of newlyStored) stored();
  }
}
