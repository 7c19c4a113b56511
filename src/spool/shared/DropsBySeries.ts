import type { EdgeEvent } from '../../frame';
import type { Drop, DropReason } from '../Spool';

/** Merges drops for one reason into one drop per series. */
export class DropsBySeries {
  private readonly drops = new Map<string, Drop>();

  constructor(private readonly reason: DropReason) {}

  add({ topic, time }: EdgeEvent): void {
    const drop = this.drops.get(topic);
    this.drops.set(topic, {
      reason: this.reason,
      events: (drop?.events ?? 0) + 1,
      series: topic,
      from: Math.min(drop?.from ?? time, time),
      to: Math.max(drop?.to ?? time, time),
    });
  }

  list(): Drop[] {
    return [...this.drops.values()];
  }
}

export function dropOf({ topic, time }: EdgeEvent, reason: DropReason): Drop {
  return { reason, events: 1, series: topic, from: time, to: time };
}
