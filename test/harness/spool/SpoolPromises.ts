import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Drop } from '../../../src/spool';
import type { Sync } from '../../../src/spool/diskSpoolOptions';
import type { ReadOut } from './crashedSpool';
import type { Crash } from './crashStates';

/**
 * What has become of an event.
 * - `kept`: the spool owes it, once it is stored
 * - `leaving`: it may be gone any time, or still be there
 * - `dropped`: so the spool has said, and owes to say it again after a crash until it is told that it was heard
 * - `gone`: it is gone for good, as long as the page cache lives
 * - `lost`: it is gone for good
 */
export type Fate = 'kept' | 'leaving' | 'dropped' | 'gone' | 'lost';

export interface PromisedEvent {
  readonly event: EdgeEvent;
  /** As the spool stored it. */
  readonly sync: Sync;
  fate: Fate;
  /** How often that was decided. */
  decisions: number;
  /** No `kill` takes it any more, and no `power cut`. */
  stored: boolean;
  durable: boolean;
  /** Was in quarantine once, or dropped; if it waits again, then perhaps at a new place. */
  aside: boolean;
}

/** A batch that the spool gave. */
export interface PromisedBatch {
  readonly id: string;
  numbers: readonly number[];
  /** No power cut takes it. */
  durable: boolean;
  /** What its holder asked to be done with it. */
  settling: 'delivered' | 'split' | 'quarantine' | undefined;
  /** It was delivered, and the spool knows. */
  settled: boolean;
}

export const topicOf = (number: number): string => `s${number}`;
export const numberOf = ({ topic }: EdgeEvent): number => Number(topic.slice(1));

/** All that a spool has promised up to a moment, whatever lives it has had. Events go by their numbers, from 0. */
export class SpoolPromises {
  events: PromisedEvent[] = [];
  batches: PromisedBatch[] = [];
  /** Which events go in which order: each log for itself where alarms go first, nothing where that has changed. */
  order: 'all' | 'each log' | 'none' = 'none';
  /** Whether the power has ever failed: there may be holes in the files since. */
  isHoley = false;

  /**
   * Whether the manifest may have holes: the power fails or failed, and there were no syncs. Of two things that happened
   * to an event only the later one may be known then, so that it is in two places.
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

  /** The events that it concerns are to have this fate. */
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

  /** Goes on after a crash with what it has left. */
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
      // Where nothing is synced, a power cut may have taken a part of it.
      batch.numbers = survivors.get(batch.id) ?? batch.numbers;
      if (!batch.settled) batch.settling = undefined;
      batch.durable ||= crash === 'power cut';
    }
  }
}
