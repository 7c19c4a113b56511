import type { EdgeEvent } from '../../frame';
import type { QuarantinedEvent } from '../Spool';
import { hasQuarantineRoom, quarantineExcess } from '../shared/quarantineExcess';
import { bytesOf } from './LaidBatch';

/** The quarantined events of a spool in memory, oldest first. */
export class MemoryQuarantine {
  private list: QuarantinedEvent[] = [];

  get count(): number {
    return this.list.length;
  }

  /** Of which nobody has heard. */
  get unreported(): readonly QuarantinedEvent[] {
    return this.list.filter(({ unreported }) => unreported);
  }

  /** Somebody has heard of these. */
  reported(events: readonly EdgeEvent[]): void {
    const heard = new Set(events);
    this.list = this.list.map(({ unreported, ...each }) =>
      unreported && !heard.has(each.event) ? { ...each, unreported } : each,
    );
  }

  hasRoom(events: readonly EdgeEvent[]): boolean {
    return hasQuarantineRoom(this.list, events, bytesOf);
  }

  /** @returns those that have to go for it. */
  add(refused: readonly QuarantinedEvent[]): readonly QuarantinedEvent[] {
    this.list.push(...refused);
    const excess = quarantineExcess(this.list, bytesOf);
    const gone = this.list.slice(0, excess);
    if (excess > 0) this.list = this.list.slice(excess);
    return gone;
  }

  takeAll(): QuarantinedEvent[] {
    const taken = this.list;
    this.list = [];
    return taken;
  }
}
