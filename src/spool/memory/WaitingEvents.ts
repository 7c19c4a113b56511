import type { EdgeEvent } from '../../frame';
import type { BatchLimits, Priority } from '../Spool';
import { Fifo } from '../shared/Fifo';

/** An event in memory: its size, its place in the order of arrival, and the monotonic time of arrival. */
export interface LaidEvent {
  readonly event: EdgeEvent;
  readonly bytes: number;
  readonly place: number;
  readonly since: number;
  /** As in Batch. */
  readonly device: string | undefined;
}

/** What is known about an event that is to be kept in memory. */
export type GivenEvent = Omit<LaidEvent, 'place'> & {
  /** In the order of arrival, if known. */
  readonly place?: number | undefined;
};

/** Waiting events in memory: alarms, a backlog, and events that came since. */
export class WaitingEvents {
  private readonly alarms = new Fifo<LaidEvent>();
  private backlog = new Fifo<LaidEvent>();
  /** Ordinary events that came since startLive(); without it they all wait in `backlog`. */
  private live = new Fifo<LaidEvent>();
  private isLive = false;
  private lastPlace = 0;
  private heldBytes = { alarms: 0, ordinary: 0 };

  get alarmCount(): number {
    return this.alarms.length;
  }

  get ordinaryCount(): number {
    return this.backlog.length + this.live.length;
  }

  get liveCount(): number {
    return this.live.length;
  }

  get length(): number {
    return this.alarmCount + this.ordinaryCount;
  }

  get alarmBytes(): number {
    return this.heldBytes.alarms;
  }

  get ordinaryBytes(): number {
    return this.heldBytes.ordinary;
  }

  /** Since when the oldest of them has waited. */
  get oldest(): number | undefined {
    const heads = [this.alarms, this.backlog, this.live].flatMap((queue) => queue.peek() ?? []);
    return heads.length === 0 ? undefined : Math.min(...heads.map(({ since }) => since));
  }

  push(given: GivenEvent): void {
    const { event, bytes } = given;
    const queue = event.alarm ? this.alarms : this.isLive ? this.live : this.backlog;
    queue.push(this.lay(given));
    this.count(event, bytes);
  }

  /** Gives an event its place without putting it in a queue. */
  lay({ place = this.lastPlace + 1, ...event }: GivenEvent): LaidEvent {
    this.lastPlace = Math.max(this.lastPlace, place);
    return { ...event, place };
  }

  /** Events waiting now become the backlog; events from now on are live, or part of the backlog. */
  turnToBacklog(isLiveFromNow: boolean): void {
    this.isLive = isLiveFromNow;
    if (this.backlog.length === 0) [this.backlog, this.live] = [this.live, this.backlog];
    for (let laid = this.live.shift(); laid; laid = this.live.shift()) this.backlog.push(laid);
  }

  /**
   * Takes the oldest events of a priority: of one device, and of either the backlog or what came since, not both. A
   * single event may exceed the bytes.
   * @param isMixed whether alarms keep their place among the others; if not, they are taken separately.
   */
  take(limits: BatchLimits, priority: Priority, isMixed: boolean): LaidEvent[] {
    const taken: LaidEvent[] = [];
    let bytes = 0;
    const ordinary = priority === 'live' || this.backlog.length === 0 ? this.live : this.backlog;
    const isOfAlarms = priority === 'alarms' || (priority === 'any' && ordinary.length === 0);
    const mayMix = isMixed && priority === 'any';
    while (taken.length < limits.events) {
      const queue = isOfAlarms || (mayMix && this.isAlarmOldest) ? this.alarms : ordinary;
      const next = queue.peek();
      bytes += next?.bytes ?? 0;
      if (taken.length > 0 && (bytes > limits.bytes || next?.device !== taken[0]?.device)) break;
      const laid = this.shift(queue);
      if (!laid) break;
      taken.push(laid);
    }
    return taken;
  }

  /** Takes the event to drop first: the oldest, alarms last. */
  takeLeastWanted(): LaidEvent | undefined {
    return this.shift(this.ordinaryQueue ?? this.alarms);
  }

  /** Takes an event that has waited since before this moment. */
  takeOlderThan(moment: number): LaidEvent | undefined {
    const queue = [this.alarms, this.backlog, this.live].find(
      (each) => (each.peek()?.since ?? moment) < moment,
    );
    return queue && this.shift(queue);
  }

  private get ordinaryQueue(): Fifo<LaidEvent> | undefined {
    return [this.backlog, this.live].find((queue) => queue.length > 0);
  }

  private get isAlarmOldest(): boolean {
    const alarm = this.alarms.peek();
    const ordinary = this.ordinaryQueue?.peek();
    return alarm !== undefined && (ordinary === undefined || alarm.place < ordinary.place);
  }

  private shift(queue: Fifo<LaidEvent>): LaidEvent | undefined {
    const laid = queue.shift();
    if (laid) this.count(laid.event, -laid.bytes);
    return laid;
  }

  private count(event: EdgeEvent, bytes: number): void {
    this.heldBytes[event.alarm ? 'alarms' : 'ordinary'] += bytes;
  }
}
