import { type Clock, within } from '../../clock';
import type { FileSystem } from '../files/FileSystem';
import { GroupSync } from '../files/GroupSync';
import type { ReadFaults } from '../files/ReadFaults';
import { SyncTimes } from '../files/SyncTimes';
import { EventWriter } from '../format/eventRecord';
import type { ManifestRecord } from '../format/manifestRecord';
import { LOGS, type LogName } from '../format/segmentFile';
import type { EncodedEvents, EventLogs } from '../log/EventLog';
import type { UnplacedEvent } from '../log/PlacedEvent';
import { Manifest } from '../manifest/Manifest';
import { oldestEvent, oldestSegment } from '../manifest/oldestNeeded';
import type { SpoolState } from '../manifest/SpoolState';
import type { Drop } from '../Spool';
import { FileNumbers } from './FileNumbers';
import { type FoundSpool, recoverSpool } from './recoverSpool';

export interface SpoolDiskParts {
  readonly directory: string;
  readonly files: FileSystem;
  readonly faults: ReadFaults;
  readonly clock: Clock;
  readonly segmentBytes: () => number;
  /** The format version to write, and the highest to read; by default that of this release. */
  readonly formatVersion?: number | undefined;
}

/**
 * Milliseconds that a removal waits for the next batch, to share its sync: that batch would otherwise wait for the
 * removal's sync and then for its own, which takes seconds on a slow card.
 */
const NEXT_BATCH_MS = 50;

/** The files of an open spool: its event logs, and the manifest, which records what happens to the events. */
export class SpoolDisk {
  readonly logs: EventLogs;
  readonly state: SpoolState;
  /** Drops from before the restart that were never reported. */
  readonly unreported: readonly Drop[];
  readonly syncTimes = new SyncTimes();
  /** When the last sync of events ended, by the monotonic clock. */
  syncedAt = Number.NEGATIVE_INFINITY;
  private readonly manifest: Manifest;
  private readonly writers: Readonly<Record<LogName, EventWriter>>;
  private readonly eventSync = new GroupSync(() => this.syncLogs());
  private reclaiming: Promise<void> | undefined;
  private isReclaimWanted = false;
  /** Whether removals may wait for the next batch. */
  private mayWait = false;
  private endWait = (): void => undefined;

  private constructor(
    private readonly parts: SpoolDiskParts,
    readonly found: FoundSpool,
    numbers: FileNumbers,
  ) {
    this.logs = found.logs;
    this.state = found.state;
    this.unreported = found.state.unreported;
    const { directory, files, formatVersion } = parts;
    this.manifest = new Manifest(directory, files, numbers.next, found.manifests, formatVersion);
    this.writers = { ordinary: new EventWriter(), alarm: new EventWriter() };
  }

  /**
   * Reads a directory and starts a new manifest.
   * @throws what the file system throws.
   */
  static async open(parts: SpoolDiskParts): Promise<SpoolDisk> {
    const numbers = new FileNumbers();
    const disk = new SpoolDisk(parts, await recoverSpool({ ...parts, numbers }), numbers);
    try {
      disk.state.addDrops(disk.found.lost);
      await disk.syncFound();
      await disk.compactManifest();
      for (const path of disk.found.obsolete) await parts.files.remove(path);
      await disk.reclaim();
      disk.mayWait = true;
      return disk;
    } catch (error) {
      await disk.close(false).catch(() => undefined);
      throw error;
    }
  }

  /** Syncs what was written before the restart and perhaps not synced, because everything from now on builds on it. */
  private async syncFound(): Promise<void> {
    for (const name of LOGS) {
      for (const { path } of this.logs[name].files) {
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
    const events = this.logs.ordinary.written + this.logs.alarm.written;
    return { events, total: events + this.manifest.written };
  }

  /**
   * Appends events to a log; then they wait there.
   * @param written called at the moment from which they wait there.
   * @throws what the file system throws.
   */
  async write(name: LogName, events: readonly UnplacedEvent[], written: () => void): Promise<void> {
    const encoded = this.encode(name, events);
    await this.logs[name].append(encoded);
    this.count(name, events.length, encoded.bytes.length);
    written();
  }

  /** Writes a record that the state already reflects. @throws what the file system throws. */
  record(record: ManifestRecord): Promise<void> {
    return this.manifest.append(record);
  }

  /** Whether the manifest should be compacted. */
  get isManifestLong(): boolean {
    return this.manifest.isLong;
  }

  /** Starts a new manifest file with a snapshot of the state; proves that the disk can be written to. */
  async compactManifest(): Promise<void> {
    const { state } = this;
    for (const name of LOGS) state.ends.push(...this.logs[name].brokenEnds.splice(0));
    state.next = this.next;
    const { hasNewAside } = state;
    state.hasNewAside = false;
    try {
      await this.manifest.compact(state.save());
    } catch (error) {
      state.hasNewAside ||= hasNewAside;
      throw error;
    }
  }

  /** Number of the next event in each log. */
  get next(): Readonly<Record<LogName, number>> {
    return { ordinary: this.logs.ordinary.nextN, alarm: this.logs.alarm.nextN };
  }

  /** Makes events that were written before this call durable. */
  syncEvents(): Promise<void> {
    return this.eventSync.sync();
  }

  syncManifest(): Promise<void> {
    return this.manifest.sync();
  }

  /** Whether events or the manifest are being synced. */
  get isSyncing(): boolean {
    return this.eventSync.isBusy || this.manifest.isSyncing;
  }

  /** Removes files that are no longer needed, once the records that say so are durable. */
  reclaim(): Promise<void> {
    this.isReclaimWanted = true;
    this.reclaiming ??= this.reclaimWanted();
    return this.reclaiming;
  }

  /**
   * For a full disk: removes what is not needed, including the files being written to, even if the fact that it is not
   * needed can no longer be recorded.
   */
  async makeSpace(): Promise<void> {
    await this.reclaimed().catch(() => undefined);
    this.mayWait = true;
    for (const name of LOGS) {
      const { newest } = this.logs[name];
      if (newest && newest.number < this.oldestNeeded(name)) this.logs[name].giveUpTail();
    }
    await this.syncEvents().catch(() => undefined);
    await this.removeUnneeded(true);
  }

  /** @param complete whether to complete the files, which speeds up the next opening. */
  async close(complete: boolean): Promise<void> {
    try {
      await this.reclaimed();
      if (!complete) return;
      for (const name of LOGS) await this.logs[name].complete();
      await this.syncEvents();
      await this.record({ kind: 'closed', next: this.next });
      await this.syncManifest();
    } finally {
      await this.manifest.close();
      for (const name of LOGS) await this.logs[name].close();
    }
  }

  private encode(name: LogName, events: readonly UnplacedEvent[]): EncodedEvents {
    const writer = this.writers[name];
    writer.reset();
    let n = this.logs[name].nextN;
    for (const event of events) {
      event.n = n++;
      const start = writer.length;
      event.offset = writer.add(event, event.n, event.order);
      event.bytes = event.offset - start;
    }
    return { bytes: writer.bytes(), events };
  }

  private count(name: LogName, events: number, bytes: number): void {
    const range = this.state.openRange(name);
    range.events += events;
    range.bytes += bytes;
  }

  private async syncLogs(): Promise<void> {
    if (!LOGS.some((name) => this.logs[name].isDirty)) return;
    const startedAt = this.parts.clock.monotonic();
    for (const name of LOGS) await this.logs[name].sync();
    this.syncedAt = this.parts.clock.monotonic();
    this.syncTimes.add(this.syncedAt - startedAt);
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

  /** Resolves without delay once all removals so far are done. */
  private async reclaimed(): Promise<void> {
    this.mayWait = false;
    this.endWait();
    await this.reclaiming;
  }

  private async nextBatch(): Promise<void> {
    if (!this.mayWait) return;
    await within(
      this.parts.clock,
      NEXT_BATCH_MS,
      new Promise((resolve) => {
        this.endWait = resolve;
      }),
    );
  }

  private async removeUnneeded(isFull: boolean): Promise<void> {
    for (const name of LOGS) {
      const log = this.logs[name];
      log.recent.forgetBefore(oldestEvent(this.state, name));
      const oldest = this.oldestNeeded(name);
      if (!log.oldest || log.oldest.number >= oldest || log.isWritingTo(log.oldest)) continue;
      if (isFull) await this.manifest.removeStandIns();
      // Events set aside from these files are then in two manifest files.
      else if (this.state.hasNewAside) await this.compactManifest();
      else await this.manifest.syncShared(this.nextBatch());
      const paths = await log.forgetBefore(oldest);
      for (const path of paths) await this.parts.files.remove(path);
      this.state.ends = this.state.ends.filter((end) => end.log !== name || log.segmentOf(end.number));
    }
  }

  private oldestNeeded(name: LogName): number {
    const log = this.logs[name];
    const endOf = (segment: number): number => log.segmentOf(segment)?.endN ?? Number.POSITIVE_INFINITY;
    return oldestSegment(this.state, name, endOf);
  }
}
