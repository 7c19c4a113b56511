import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Drop } from '../../../src/spool';
import type { Sync } from '../../../src/spool/diskSpoolOptions';
import type { ReadOut } from './crashedSpool';
import type { Crash } from './crashStates';

/**
 * What has become of an event.
 * - `kept`: the spool owes it once it is stored
 * - `leaving`: it may go at any time, or still be there
 * - `dropped`: the spool has reported this, and must report it again after a crash until the report is confirmed
 * - `gone`: it is gone for good, as long as the page cache survives
 * - `lost`: it is gone for good
 */
export type Fate = 'kept' | 'leaving' | 'dropped' | 'gone' | 'lost';

export interface PromisedEvent {
  readonly event: EdgeEvent;
  /** The sync mode with which the spool stored it. */
  readonly sync: Sync;
  fate: Fate;
  /** How often its fate was decided. */
  decisions: number;
  /** Whether it survives a `kill`; `durable`: a `power cut`, too. */
  stored: boolean;
  durable: boolean;
  /** Was once in quarantine, or dropped; if it waits again, its place may be new. */
  aside: boolean;
}

/** A batch that the spool gave out. */
export interface PromisedBatch {
  readonly id: string;
  numbers: readonly number[];
  /** It survives a power cut. */
  durable: boolean;
  /** What its holder asked the spool to do with it. */
  settling: 'delivered' | 'split' | 'quarantine' | undefined;
  /** It was delivered, and the spool knows. */
  settled: boolean;
}

export const topicOf = (number: number): string => `s${number}`;
export const numberOf = ({ topic }: EdgeEvent): number => Number(topic.slice(1));

/** Everything that a spool has promised up to a moment, in all its lives. Events are identified by number, from 0. */
export class SpoolPromises {
  events: PromisedEvent[] = [];
  batches: PromisedBatch[] = [];
  /** Which events keep their order: all, those of each log if alarms go first, or none if that setting has changed. */
  order: 'all' | 'each log' | 'none' = 'none';
  /** Whether there ever was a power cut: the files may have had holes since. */
  isHoley = false;

  /**
   * Whether the manifest may have holes: there is or was a power cut, and there were no syncs. Of two things that
   * happened to an event, only the later may be known then, so that the event is in two places.
   */
  isForgetful(crash?: Crash): boolean {
    return (crash === 'power cut' || this.isHoley) && this.events.some(({ sync }) => sync === 'never');
  }

  snapshot(): SpoolPromises {
    const copy = new SpoolPromises();
    copy.events = this.events.map((event) => ({ ...event }));
    copy.batches = this.batches.map((batch) => ({ ...batch }));
    copy.order = this.order;
    copy.isHoley = this.isHoley;
    return copy;
  }

  append(event: EdgeEvent, sync: Sync): PromisedEvent {
    const fate = { fate: 'kept', decisions: 0, stored: false, durable: false, aside: false } as const;
    const promised: PromisedEvent = { event, sync, ...fate };
    this.events.push(promised);
    return promised;
  }

  gave(batch: Batch, isDurable: boolean): PromisedBatch {
    const numbers = batch.events.map((event) => numberOf(event));
    for (const event of this.eventsOf(numbers)) {
      event.stored = true;
      event.durable ||= isDurable;
    }
    const known = this.batches.find(({ id }) => id === batch.id);
    if (known) {
      known.durable ||= isDurable;
      return known;
    }
    const promised = { id: batch.id, numbers, durable: isDurable, settling: undefined, settled: false };
    this.batches.push(promised);
    return promised;
  }

  eventsOf(numbers: readonly number[]): PromisedEvent[] {
    return numbers.flatMap((number) => this.events[number] ?? []);
  }

  /** Gives this fate to the events concerned. */
  decide(fate: Fate, concerns: (event: PromisedEvent) => boolean): void {
    for (const event of this.events.filter(concerns)) {
      event.fate = fate;
      event.decisions++;
    }
  }

  forget(batch: PromisedBatch): void {
    this.batches = this.batches.filter((other) => other !== batch);
  }

  dropped({ series }: Drop): void {
    this.decide('dropped', (event) => event.event.topic === series);
  }

  dropsHeard(): void {
    this.decide('leaving', ({ fate }) => fate === 'dropped');
  }

  /** Continues after a crash with what it has left. */
  survive(crash: Crash, { batches, quarantined, recovered }: ReadOut): void {
    this.isHoley ||= crash === 'power cut';
    for (const event of this.events) event.aside ||= event.fate === 'dropped';
    const present = new Set([...batches.flatMap(({ events }) => events), ...quarantined].map(numberOf));
    const survivors = new Map(batches.map(({ id, events }) => [id, events.map(numberOf)]));
    const unreported = new Set(recovered.unreported.map(({ series }) => series));
    this.events.forEach((event, number) => {
      if (present.has(number)) {
        Object.assign(event, { fate: 'kept', stored: true });
        event.durable ||= crash === 'power cut';
      } else if (unreported.has(event.event.topic)) event.fate = 'dropped';
      else event.fate = crash === 'kill' && event.fate !== 'lost' ? 'gone' : 'lost';
    });
    this.batches = this.batches.filter(
      ({ id, settling }) => survivors.has(id) || (crash === 'kill' && settling === 'delivered'),
    );
    for (const batch of this.batches) {
      batch.settled = !survivors.has(batch.id);
      // Without syncs, a power cut may have taken part of it.
      batch.numbers = survivors.get(batch.id) ?? batch.numbers;
      if (!batch.settled) batch.settling = undefined;
      batch.durable ||= crash === 'power cut';
    }
  }
}
