import { partId, placeOf } from '../../frame';
import type { Batch, BatchLimits, Spool, WantsBatch } from '../../spool';
import type { Suspects } from './Suspects';

/** Probes start with the first events of the batch that failed, so that these stay in order if one is the culprit. */
const FIRST_EVENTS = 4;

/** Number of quick probes before the slow pace begins. */
const QUICK_ASKS = 8;

/** Batches probed before the first gets another turn; more in each round, so that every batch gets its turn. */
const FIRST_ROUND = 64;
const MORE_EACH_ROUND = 8;

/** In the first round, more and more batches are skipped between probes, to get past a long run of bad ones soon. */
const MOST_PASSED_OVER = 32;

/** If the response may not be about the event, it is probed this many times before others get a turn. */
const REPEATS = 3;

/** Steps of this fraction of a batch cover it evenly: the golden ratio. */
const STEP = (Math.sqrt(5) - 1) / 2;

/** Batches that take turns. */
class Ring {
  rounds = 0;
  private asks = 0;
  private readonly had = new Set<string>();

  hasHad(id: string): boolean {
    return this.had.has(id);
  }

  passOver(id: string): void {
    this.had.add(id);
  }

  onAsked(id: string): void {
    this.had.add(id);
    this.asks++;
    if (this.asks >= FIRST_ROUND + this.rounds * MORE_EACH_ROUND) this.beginRound();
  }

  /** @returns whether any batch had its turn in the previous round. */
  beginRound(): boolean {
    const isOver = this.had.size > 0;
    this.rounds++;
    this.asks = 0;
    this.had.clear();
    return isOver;
  }
}

/**
 * While nothing gets through, probes with one event at a time: each batch in turn, with a different event each time, so
 * that no single event stands for all. A batch is divided for this only once its event gets through.
 */
export class Asking {
  private on = false;
  private asks = 0;
  private repeats = 0;
  /** How many of the probes were batches of one event. */
  private singleAsks = 0;
  /** The batch that failed first. */
  private head: string | undefined;
  /** Events that failed alone have a ring of their own, because there may be many. */
  private singles = new Ring();
  private others = new Ring();
  /** How many events of each batch have been sent as probes. */
  private readonly asked = new Map<string, number>();
  /** The event that got through last: those after it in its batch are likely to get through as well. */
  private witness: ReturnType<typeof placeOf> | undefined;

  constructor(
    private readonly spool: Spool,
    private readonly suspects: Suspects,
  ) {}

  get isOn(): boolean {
    return this.on;
  }

  /** Whether the next probe is one of the quick ones. */
  get isQuick(): boolean {
    return this.asks < QUICK_ASKS;
  }

  /** Number of slow probes so far. */
  get slowAsks(): number {
    return Math.max(0, this.asks - QUICK_ASKS);
  }

  /** @param batch the one that failed. */
  begin({ id, events }: Batch): void {
    if (!this.on && events.length > 1) this.head = id;
    this.on = true;
    if (events.length > 1) return;
    this.asked.set(id, 1);
    this.singles.passOver(id);
  }

  /** Something got through. */
  end(): void {
    this.on = false;
    this.asks = 0;
    this.repeats = 0;
    this.singleAsks = 0;
    this.head = undefined;
    this.singles = new Ring();
    this.others = new Ring();
    this.asked.clear();
  }

  /** An event got through. @param part its batch, a part of the one that was probed. */
  onPassed(part: Batch): void {
    this.witness = placeOf(part.id);
  }

  /** The batch to probe with next, which has to be given back or settled. */
  async next(limits: BatchLimits): Promise<Batch | undefined> {
    const { witness, head } = this;
    if (witness && (head === undefined || this.others.hasHad(head))) {
      this.witness = undefined;
      const isBehind: WantsBatch = (id) => {
        const { whole, first } = placeOf(id);
        return whole === witness.whole && first > witness.first && !this.suspects.isSingle(id);
      };
      const behind = await this.spool.next(limits, 'any', isBehind);
      if (behind && isBehind(behind.id)) return behind;
      // A new batch comes after those that were given back.
      if (behind) this.spool.giveBack(behind, false);
    }
    const { others, singles } = this;
    const rings = this.isQuick || this.asks % 2 === 0 ? [others, singles] : [singles, others];
    for (const ring of rings) {
      const found = await this.nextOf(ring, limits);
      if (found) return found;
      const again = ring.beginRound() ? await this.nextOf(ring, limits) : undefined;
      if (again) return again;
    }
    return undefined;
  }

  /** The probe for a batch: one event, with the ID that it has as a part of the batch. */
  questionOf(batch: Batch): Batch {
    const { id, events } = batch;
    if (events.length === 1) return batch;
    const asked = this.asked.get(id) ?? 0;
    const isInOrder = id === this.head && asked < FIRST_EVENTS;
    const place = isInOrder ? asked % events.length : Math.floor(((asked * STEP) % 1) * events.length);
    return { id: partId(id, place, 1), events: events.slice(place, place + 1) };
  }

  /** The probe of a batch failed. @param isAbout whether the response may be about its event. */
  onRefused({ id, events }: Batch, isAbout: boolean): void {
    if (!isAbout && ++this.repeats < REPEATS) return;
    this.repeats = 0;
    this.asks++;
    const asked = (this.asked.get(id) ?? 0) + 1;
    this.asked.set(id, asked);
    // Probing with the same events again right away is no use.
    if (asked > events.length) this.asks = Math.max(this.asks, QUICK_ASKS);
    if (events.length === 1) this.singleAsks++;
    if (events.length === 1) this.singles.onAsked(id);
    else if (id !== this.head || asked >= Math.min(FIRST_EVENTS, events.length)) this.others.onAsked(id);
  }

  /** Whether a batch gets its turn after others: it is a single event that failed, or may fail. */
  private isLast(id: string): boolean {
    const { suspects } = this;
    return suspects.isSingle(id) && (suspects.isTried(id) || this.singleAsks > 0);
  }

  private async nextOf(ring: Ring, limits: BatchLimits): Promise<Batch | undefined> {
    let found = await this.look(ring, limits);
    for (let left = this.mostPassedOver(ring); found && left > 0; left--) {
      ring.passOver(found.id);
      this.spool.giveBack(found, false);
      found = await this.look(ring, limits);
    }
    return found;
  }

  private mostPassedOver({ rounds }: Ring): number {
    if (rounds > 0 || this.isQuick) return 0;
    return Math.min(MOST_PASSED_OVER, 2 ** Math.min(this.slowAsks, 30));
  }

  /** Among events in no batch yet, alarms get every other turn. */
  private async look(ring: Ring, limits: BatchLimits): Promise<Batch | undefined> {
    const isOfSingles = ring === this.singles;
    const wants: WantsBatch = (id) => !ring.hasHad(id) && this.isLast(id) === isOfSingles;
    const priorities = this.asks % 2 === 0 ? (['any', 'alarms'] as const) : (['alarms', 'any'] as const);
    for (const priority of priorities) {
      const batch = await this.spool.next(limits, priority, wants);
      if (batch) return batch;
    }
    return undefined;
  }
}
