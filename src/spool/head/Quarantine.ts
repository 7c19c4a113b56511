import type { EdgeEvent } from '../../frame';
import { recordBytes } from '../format/eventRecord';
import type { AsideEvent, AsideTrace } from '../format/manifestRecord';
import type { QuarantinedEvent } from '../Spool';
import { dropOf } from '../shared/DropsBySeries';
import { hasQuarantineRoom, quarantineExcess } from '../shared/quarantineExcess';
import { chosenBy } from '../shared/quarantineId';
import type { SpoolStatus } from '../status/SpoolStatus';
import type { Ledger } from './Ledger';

/** The events of a spool on disk that the backend rejected. */
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

  /** Quarantined events that nobody has heard of yet. */
  get unreported(): readonly QuarantinedEvent[] {
    return this.ledger.state.quarantine.filter(({ unreported }) => unreported);
  }

  /** These events have been reported. */
  async reported(events: readonly EdgeEvent[]): Promise<void> {
    const heard = new Set(events);
    const keys = this.ledger.state.quarantine
      .filter(({ event, unreported }) => unreported && heard.has(event))
      .flatMap(({ key }) => key ?? []);
    if (keys.length > 0) await this.ledger.record({ kind: 'quarantine-reported', keys });
  }

  /** Makes the quarantined events durable, and drops the oldest if there are too many. */
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

  /**
   * Lets events wait again.
   * @param arrival the new arrival of these events.
   * @param ids their IDs, from quarantineId(); all events if absent.
   * @returns how many events.
   */
  async retry(arrival: number, ids?: readonly string[]): Promise<number> {
    const retried = this.chosen(ids);
    if (retried.length === 0) return 0;
    if (ids === undefined) await this.ledger.record({ kind: 'quarantine-retried', arrival });
    else {
      await this.ledger.recordOfSome(
        retried.map((event) => ({ kind: 'quarantine-retried', arrival, ...traceOf(event) })),
      );
    }
    await this.ledger.syncManifest();
    return retried.length;
  }

  /** Drops events. @param ids as for retry(). @returns how many. */
  async clear(ids?: readonly string[]): Promise<number> {
    const cleared = this.chosen(ids);
    const drops = cleared.map(({ event }) => dropOf(event, 'cleared'));
    if (drops.length === 0) return 0;
    this.status.watch?.onSettled(cleared.map(({ event }) => event));
    if (ids === undefined) await this.ledger.record({ kind: 'quarantine-cleared', drops });
    else {
      await this.ledger.recordOfSome(
        cleared.map((event, i) => ({
          kind: 'quarantine-cleared',
          drops: drops.slice(i, i + 1),
          ...traceOf(event),
        })),
      );
    }
    await this.ledger.syncManifest();
    return drops.length;
  }

  /** Leaves out events that no record can tell from the others. */
  private chosen(ids: readonly string[] | undefined): readonly AsideEvent[] {
    const { quarantine } = this.ledger.state;
    if (ids === undefined) return quarantine;
    const isChosen = chosenBy(ids);
    return quarantine.filter((event) => event.key !== undefined && isChosen(event));
  }
}

/** For a record about this event alone. */
function traceOf({ key = 0, of }: AsideEvent): AsideTrace {
  return { keys: { from: key, to: key }, ...(of === undefined ? {} : { of: [of] }) };
}
