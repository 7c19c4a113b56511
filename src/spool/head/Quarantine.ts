import type { EdgeEvent } from '../../frame';
import { recordBytes } from '../format/eventRecord';
import type { QuarantinedEvent } from '../Spool';
import { dropOf } from '../shared/DropsBySeries';
import { hasQuarantineRoom, quarantineExcess } from '../shared/quarantineExcess';
import type { SpoolStatus } from '../status/SpoolStatus';
import type { Ledger } from './Ledger';

/** The events of a spool on disk that the backend refused. */
export class Quarantine {
  constructor(
    private readonly status: SpoolStatus,
    private readonly ledger: Ledger,
  ) {}

  get length(): number {
    return this.ledger.state.quarantine.length;
  }

  hasRoom(events: readonly EdgeEvent[]): boolean {
    return hasQuarantineRoom(this.ledger.state.quarantine, events, recordBytes);
  }

  /** Of which nobody has heard. */
  get unreported(): readonly QuarantinedEvent[] {
    return this.ledger.state.quarantine.filter(({ unreported }) => unreported);
  }

  /** Somebody has heard of these. */
  async reported(events: readonly EdgeEvent[]): Promise<void> {
    const heard = new Set(events);
    const keys = this.ledger.state.quarantine
      .filter(({ event, unreported }) => unreported && heard.has(event))
      .flatMap(({ key }) => key ?? []);
    if (keys.length > 0) await this.ledger.record({ kind: 'quarantine-reported', keys });
  }

  /** What was put aside is made safe; the oldest goes when it is too much. */
  async bound(): Promise<void> {
    await this.ledger.syncManifest();
    const { quarantine } = this.ledger.state;
    const excess = quarantineExcess(quarantine, recordBytes);
    if (excess === 0) return;
    const dropped = quarantine.slice(0, excess).map(({ event }) => event);
    this.status.watch?.onSettled(dropped);
    const drops = dropped.map((event) => dropOf(event, 'quarantine_full'));
    await this.ledger.record({ kind: 'quarantine-shortened', events: excess, drops });
  }

  /** Lets all of it wait again. @param arrival of what waits again from now on. @returns how many events. */
  async retry(arrival: number): Promise<number> {
    const { length } = this;
    if (length === 0) return 0;
    await this.ledger.record({ kind: 'quarantine-retried', arrival });
    await this.ledger.syncManifest();
    return length;
  }

  /** Drops all of it. @returns how many events. */
  async clear(): Promise<number> {
    const cleared = this.ledger.state.quarantine.map(({ event }) => event);
    const drops = cleared.map((event) => dropOf(event, 'cleared'));
    if (drops.length === 0) return 0;
    this.status.watch?.onSettled(cleared);
    await this.ledger.record({ kind: 'quarantine-cleared', drops });
    await this.ledger.syncManifest();
    return drops.length;
  }
}
