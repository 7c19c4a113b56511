import type { Clock } from '../../clock';
import type { FileSystem } from '../files/FileSystem';
import { GroupSync } from '../files/GroupSync';
import type { ReadFaults } from '../files/ReadFaults';
import { SyncTimes } from '../files/SyncTimes';
import { EventWriter } from '../format/eventRecord';
import type { JournalRecord } from '../format/journalRecord';
import { LANES, type LaneName } from '../format/segmentFile';
import type { EncodedEvents, Lane } from '../log/Lane';
import type { UnplacedEvent } from '../log/PlacedEvent';
import { Journal } from '../manifest/Journal';
import type { SpoolState } from '../manifest/SpoolState';
import type { Drop } from '../Spool';
import { FileNumbers, type FoundSpool, recoverSpool } from './recoverSpool';

export interface SpoolDiskParts {
  readonly directory: string;
  readonly files: FileSystem;
  readonly faults: ReadFaults;
  readonly clock: Clock;
  readonly segmentBytes: () => number;
}

/** The files of an open spool: a log of events for each lane, and the journal of what happens to them. */
export class SpoolDisk {
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly state: SpoolState;
  /** Drops of an earlier life that nobody reported. */
  readonly unreported: readonly Drop[];
  readonly syncTimes = new SyncTimes();
  private readonly journal: Journal;
  private readonly writers: Readonly<Record<LaneName, EventWriter>>;
  private readonly eventSync = new GroupSync(() => this.syncLanes());
  private reclaiming: Promise<void> | undefined;
  private isReclaimWanted = false;

  private constructor(
    private readonly parts: SpoolDiskParts,
    readonly found: FoundSpool,
    numbers: FileNumbers,
  ) {
    this.lanes = found.lanes;
    this.state = found.state;
    this.unreported = found.state.unreported;
    this.journal = new Journal(parts.directory, parts.files, numbers.next);
    this.writers = { ordinary: new EventWriter(), alarm: new EventWriter() };
  }

  /**
   * Reads a directory and begins a journal of its own.
   * @throws what the file system throws.
   */
  static async open(parts: SpoolDiskParts): Promise<SpoolDisk> {
    const numbers = new FileNumbers();
    const disk = new SpoolDisk(parts, await recoverSpool({ ...parts, numbers }), numbers);
    try {
      disk.state.addDrops(disk.found.lost);
      await disk.syncFound();
      await disk.renewJournal();
      for (const path of disk.found.obsolete) await parts.files.remove(path);
      await disk.reclaim();
      return disk;
    } catch (error) {
      await disk.close(false).catch(() => undefined);
      throw error;
    }
  }

  /** What an earlier life wrote and did not sync any more is built upon from now on. */
  private async syncFound(): Promise<void> {
    for (const name of LANES) {
      for (const { path } of this.lanes[name].files) {
        const file = await this.parts.files.openToRead(path);
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      }
    }
  }

  /** Bytes written since the start. */
  get written(): { readonly events: number; readonly total: number } {
    const events = this.lanes.ordinary.written + this.lanes.alarm.written;
    return { events, total: events + this.journal.written };
  }

  /** Writes events to the end of a lane; they wait then. @throws what the file system throws. */
  async write(name: LaneName, events: readonly UnplacedEvent[]): Promise<void> {
    const encoded = this.encode(name, events);
    await this.lanes[name].append(encoded);
    this.count(name, events.length, encoded.bytes.length);
  }

  /** Writes down what the state was made to hold already. @throws what the file system throws. */
  record(record: JournalRecord): Promise<void> {
    return this.journal.append(record);
  }

  /** Whether the journal had better be begun anew. */
  get isJournalLong(): boolean {
    return this.journal.isLong;
  }

  /** Begins the journal anew with all that the state holds; proves that the disk can be written. */
  async renewJournal(): Promise<void> {
    for (const name of LANES) this.state.ends.push(...this.lanes[name].brokenEnds.splice(0));
    await this.journal.renew(this.state.save());
  }

  /** Makes durable the events that were written before this call. */
  syncEvents(): Promise<void> {
    return this.eventSync.sync();
  }

  syncJournal(): Promise<void> {
    return this.journal.sync();
  }

  /** Removes the files that nothing needs any more, once it is durable that nothing does. */
  reclaim(): Promise<void> {
    this.isReclaimWanted = true;
    this.reclaiming ??= this.reclaimWanted();
    return this.reclaiming;
  }

  /**
   * On a full disk: gives back what is not needed, the files that were written to included, even if it cannot be
   * written down any more that it is not needed.
   */
  async makeSpace(): Promise<void> {
    await this.reclaiming?.catch(() => undefined);
    for (const name of LANES) {
      const { newest } = this.lanes[name];
      if (newest && newest.number < this.oldestNeeded(name)) this.lanes[name].giveUpTail();
    }
    await this.syncEvents().catch(() => undefined);
    await this.removeUnneeded(true);
  }

  /** @param complete whether to end the files in good order, which makes the next opening quicker. */
  async close(complete: boolean): Promise<void> {
    try {
      await this.reclaiming;
      if (!complete) return;
      for (const name of LANES) await this.lanes[name].complete();
      await this.syncEvents();
      const { ordinary, alarm } = this.lanes;
      await this.record({ kind: 'closed', next: { ordinary: ordinary.nextN, alarm: alarm.nextN } });
      await this.syncJournal();
    } finally {
      await this.journal.close();
      for (const name of LANES) await this.lanes[name].close();
    }
  }

  private encode(name: LaneName, events: readonly UnplacedEvent[]): EncodedEvents {
    const writer = this.writers[name];
    writer.reset();
    let n = this.lanes[name].nextN;
    for (const event of events) {
      event.n = n++;
      const start = writer.length;
      event.offset = writer.add(event, event.n, event.order);
      event.bytes = event.offset - start;
    }
    return { bytes: writer.bytes(), events };
  }

  private count(name: LaneName, events: number, bytes: number): void {
    const range = this.state.openRange(name);
    range.events += events;
    range.bytes += bytes;
  }

  private async syncLanes(): Promise<void> {
    if (!LANES.some((name) => this.lanes[name].isDirty)) return;
    const startedAt = this.parts.clock.monotonic();
    for (const name of LANES) await this.lanes[name].sync();
    this.syncTimes.add(this.parts.clock.monotonic() - startedAt);
  }

  private async reclaimWanted(): Promise<void> {
    try {
      while (this.isReclaimWanted) {
        this.isReclaimWanted = false;
        await this.removeUnneeded(false);
      }
    } finally {
      this.reclaiming = undefined;
    }
  }

  private async removeUnneeded(isFull: boolean): Promise<void> {
    for (const name of LANES) {
      const lane = this.lanes[name];
      const oldest = this.oldestNeeded(name);
      if (!lane.oldest || lane.oldest.number >= oldest || lane.isWritingTo(lane.oldest)) continue;
      if (!isFull) await this.syncJournal();
      const paths = await lane.forgetBefore(oldest);
      for (const path of paths) await this.parts.files.remove(path);
      this.state.ends = this.state.ends.filter((end) => end.lane !== name || lane.segmentOf(end.number));
    }
  }

  private oldestNeeded(name: LaneName): number {
    const lane = this.lanes[name];
    const endOf = (segment: number): number => lane.segmentOf(segment)?.endN ?? Number.POSITIVE_INFINITY;
    return this.state.oldestSegment(name, endOf);
  }
}
