import type { EdgeEvent } from '../../frame';
import type { QuarantinedEvent } from '../Spool';
import { hasQuarantineRoom, quarantineExcess } from '../shared/quarantineExcess';
import { chosenBy } from '../shared/quarantineId';
import { bytesOf } from './LaidBatch';

/** The quarantined events of a spool in memory, oldest first. */
export class MemoryQuarantine {
  private list: QuarantinedEvent[] = [];

  get count(): number {
    return this.list.length;
  }

  /** Quarantined events that nobody has heard of yet. */
  get unreported(): readonly QuarantinedEvent[] {
    return this.list.filter(({ unreported }) => unreported);
  }

  /** These events have been reported. */
  reported(events: readonly EdgeEvent[]): void {
    const heard = new Set(events);
    this.list = this.list.map(({ unreported, ...each }) =>
      unreported && !heard.has(each.event) ? { ...each, unreported } : each,
    );
  }

  hasRoom(events: readonly EdgeEvent[]): boolean {
    return hasQuarantineRoom(this.list, events, bytesOf);
  }

  /** @returns the events that have to go to make room. */
  add(refused: readonly QuarantinedEvent[]): readonly QuarantinedEvent[] {
    this.list.push(...refused);
    const excess = quarantineExcess(this.list, bytesOf);
    const gone = this.list.slice(0, excess);
    if (excess > 0) this.list = this.list.slice(excess);
    return gone;
  }

  /** @param ids their IDs, from quarantineId(); all events if absent. */
  take(ids?: readonly string[]): QuarantinedEvent[] {
    const isTaken = this.list.map(chosenBy(ids));
    const taken = this.list.filter((_, i) => isTaken[i]);
    this.list = this.list.filter((_, i) => !isTaken[i]);
    return taken;
  }
}
