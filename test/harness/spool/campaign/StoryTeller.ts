import { type Clock, systemClock } from '../../../../src/clock';
import type { Batch, Drop } from '../../../../src/spool';
import { DiskSpool } from '../../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../../src/spool/diskSpoolOptions';
import { FORMAT_VERSION } from '../../../../src/spool/format/segmentFile';
import { freeLock } from '../crashedSpool';
import { roomyOptions } from '../DiskSpoolRig';
import { markedEvent, numberOf } from './markedEvents';

/** What had become of an event when the files were damaged. */
export interface EventTruth {
  fate: 'owed' | 'delivered' | 'dropped';
  /** The batch that it is in, if that batch was handed out, or in which it was delivered. */
  batch: string | undefined;
  /** Every batch in which it was handed out. */
  readonly seen: Set<string>;
}

export const CAMPAIGN_OPTIONS: DiskSpoolOptions = { ...roomyOptions, alarmsFirst: false, sync: 'always' };

/** Runs so fast that no minimum interval between actions delays anything. */
const fastClock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() * 1000 };

/** Small enough to need several files. */
export const CAMPAIGN_SEGMENT_BYTES = 2500;

/** Uses a spool on a real disk, life after life, and records what becomes of each event. */
export class StoryTeller {
  readonly truth: EventTruth[] = [];
  private spool: DiskSpool | undefined;

  constructor(
    private readonly directory: string,
    private readonly options: DiskSpoolOptions = CAMPAIGN_OPTIONS,
  ) {}

  /** @param formatVersion of the release that uses the spool from now on. */
  async open(formatVersion = FORMAT_VERSION): Promise<void> {
    this.spool = new DiskSpool(this.directory, this.options, {
      clock: fastClock,
      lock: freeLock,
      segmentBytes: CAMPAIGN_SEGMENT_BYTES,
      formatVersion,
    });
    this.spool.listen({
      onReady: () => undefined,
      onDropped: (drop) => this.dropped(drop),
      onStorage: () => undefined,
    });
    await this.spool.open();
  }

  async close(): Promise<void> {
    await this.live.close();
    this.spool = undefined;
  }

  /** @param atOnce events handed over together. */
  async append(count: number, atOnce = 8): Promise<void> {
    for (let left = count; left > 0; left -= atOnce) {
      const stored = Array.from({ length: Math.min(left, atOnce) }, () => {
        const number = this.truth.push({ fate: 'owed', batch: undefined, seen: new Set() }) - 1;
        return new Promise<void>((resolve) => this.live.append(markedEvent(number), resolve));
      });
      await Promise.all(stored);
    }
  }

  /** @throws {Error} when there is no batch. */
  async take(events: number): Promise<Batch> {
    const batch = await this.live.next({ events, bytes: 1e9 });
    if (!batch) throw new Error('there is no batch');
    for (const truth of this.of(batch)) {
      truth.batch = batch.id;
      truth.seen.add(batch.id);
    }
    return batch;
  }

  /** @param refused indexes in the batch of events that go to quarantine; `notCarried`: of any that cannot be sent. */
  async deliver(
    batch: Batch,
    refused: readonly number[] = [],
    notCarried: readonly number[] = [],
  ): Promise<void> {
    await this.live.delivered(batch, {
      quarantined: refused.map((index) => ({ index, error: 'refused' })),
      notCarried: notCarried.map((index) => ({ index })),
    });
    this.of(batch).forEach((truth, index) => {
      if (refused.includes(index) || notCarried.includes(index)) truth.batch = undefined;
      else truth.fate = 'delivered';
    });
  }

  async deliverNext(events: number): Promise<void> {
    await this.deliver(await this.take(events));
  }

  async split(batch: Batch): Promise<void> {
    await this.live.split(batch);
    for (const truth of this.of(batch)) truth.batch = undefined;
  }

  async quarantineNext(): Promise<void> {
    const batch = await this.take(1);
    await this.live.quarantine(batch, 'refused');
    for (const truth of this.of(batch)) truth.batch = undefined;
  }

  async retryQuarantine(): Promise<void> {
    await this.live.retryQuarantine();
  }

  async clearQuarantine(): Promise<void> {
    await this.live.clearQuarantine();
  }

  dropsReported(): void {
    this.live.dropsReported();
  }

  /** Drops the oldest waiting events until `depth` are left. */
  async shrinkTo(depth: number): Promise<void> {
    this.live.configure({ ...this.options, capacity: depth });
    // The drops happen at the old end of the log, where the next batch waits for its turn.
    await this.live.next({ events: 1, bytes: 1 }, 'live');
    this.live.configure(this.options);
  }

  get isOpen(): boolean {
    return this.spool !== undefined;
  }

  get depth(): number {
    return this.live.depth;
  }

  private get live(): DiskSpool {
    if (!this.spool) throw new Error('the spool is not open');
    return this.spool;
  }

  private of({ events }: Batch): EventTruth[] {
    return events.flatMap((event) => this.truth[numberOf(event)] ?? []);
  }

  private dropped({ series }: Drop): void {
    const truth = this.truth[Number(series?.slice(1))];
    if (truth) truth.fate = 'dropped';
  }
}
