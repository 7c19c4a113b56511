import { join } from 'node:path';
import type { FileSystem, SpoolFile } from '../files/FileSystem';
import type { ReadFaults } from '../files/ReadFaults';
import { arrivalOf, isEventRecord, numberOf, orderOf } from '../format/eventRecord';
import type { SegmentEnd } from '../format/manifestRecord';
import type { Position } from '../format/Position';
import { fileName, footerRecord, type LogName, segmentHeader } from '../format/segmentFile';
import type { UnplacedEvent } from './PlacedEvent';
import { RecentEvents } from './RecentEvents';
import { Segment } from './Segment';
import { SegmentReader } from './SegmentReader';

/** How far a visit of events got. */
export interface Visited {
  readonly at: Position;
  /** Events before this position that could not be read. */
  readonly lost: number;
  /** Whether it stopped where files are gone but the events that follow are in memory. */
  readonly isInMemory: boolean;
}

/** The events of one append, encoded. */
export interface EncodedEvents {
  readonly bytes: Buffer;
  /** The same events, with their numbers; until they are written, `offset` is the offset within `bytes`. */
  readonly events: readonly UnplacedEvent[];
}

export interface EventLogParts {
  readonly directory: string;
  readonly files: FileSystem;
  readonly faults: ReadFaults;
  readonly name: LogName;
  /** Size in bytes at which a file is complete. */
  readonly segmentBytes: () => number;
  /** Version of new files; by default that of this release. */
  readonly formatVersion: number | undefined;
  /** Returns a number for a new file, higher than that of any file before. */
  readonly newNumber: () => number;
}

/** The logs of a spool. */
export type EventLogs = Readonly<Record<LogName, EventLog>>;

/** The file being written. */
interface Tail {
  readonly segment: Segment;
  readonly file: SpoolFile;
  nameIsDurable: boolean;
}

/** One log of events: a sequence of segments, of which the last is being written. */
export class EventLog {
  /** Number of the next event. */
  nextN = 0;
  /** Bytes written since the start. */
  written = 0;
  /** Where files end in which a write failed: whatever the write left beyond does not count. */
  readonly brokenEnds: SegmentEnd[] = [];
  readonly recent = new RecentEvents();
  private readonly segments: Segment[] = [];
  private readonly reader: SegmentReader;
  private tail: Tail | undefined;
  /** Files with writes that are not synced yet; complete files are closed after the sync. */
  private readonly unsynced = new Set<Tail>();

  constructor(private readonly parts: EventLogParts) {
    this.reader = new SegmentReader(parts.files, parts.faults);
  }

  get name(): LogName {
    return this.parts.name;
  }

  /** In the order of their numbers. */
  get files(): readonly Segment[] {
    return this.segments;
  }

  get end(): Position {
    const last = this.segments.at(-1);
    return { segment: last?.number ?? 0, offset: last?.size ?? 0, n: this.nextN };
  }

  get isDirty(): boolean {
    return this.unsynced.size > 0;
  }

  get oldest(): Segment | undefined {
    return this.segments[0];
  }

  get newest(): Segment | undefined {
    return this.segments.at(-1);
  }

  /** Adds an existing file; to be called in the order of the file numbers. */
  addFound(segment: Segment): void {
    this.segments.push(segment);
    this.nextN = Math.max(this.nextN, segment.endN);
  }

  isWritingTo(segment: Segment): boolean {
    return segment === this.tail?.segment;
  }

  segmentOf(number: number): Segment | undefined {
    return this.segments.find((segment) => segment.number === number);
  }

  /** The file of an event, or of the next event there is. */
  segmentWith(n: number): Segment | undefined {
    return this.segments.find(({ endN }) => endN > n);
  }

  /** Begins a file, so that a disk that cannot create one is noticed early. @throws what the file system throws. */
  async prepare(): Promise<void> {
    await this.tailWithRoom(0);
  }

  /** Appends events. @throws what the file system throws; then none of them counts as written. */
  async append(events: EncodedEvents): Promise<void> {
    const tail = await this.tailWithRoom(events.bytes.length);
    try {
      await tail.file.write(events.bytes, tail.segment.size);
    } catch (error) {
      this.breakOff(tail);
      throw error;
    }
    this.took(tail, events);
  }

  /** Makes everything durable that was written before this call. */
  async sync(): Promise<void> {
    const syncing = [...this.unsynced];
    this.unsynced.clear();
    try {
      for (const tail of syncing) {
        const { files, directory } = this.parts;
        await Promise.all([
          tail.file.sync(),
          tail.nameIsDurable ? undefined : files.syncDirectory(directory),
        ]);
        tail.nameIsDurable = true;
        if (tail !== this.tail && !this.unsynced.has(tail)) await tail.file.close();
      }
    } catch (error) {
      // A failed sync may have discarded the data it should have saved: these files are no longer trusted.
      this.giveUpTail();
      for (const { file } of new Set([...syncing, ...this.unsynced]))
        await file.close().catch(() => undefined);
      this.unsynced.clear();
      throw error;
    }
  }

  /** How many events lie between two positions, as far as known without reading them. */
  count(from: Position, to: Position | null): number {
    const toN = to?.n ?? Number.POSITIVE_INFINITY;
    let count = 0;
    let counted = from.n;
    for (const { firstN, endN } of this.segments) {
      const first = Math.max(counted, firstN);
      const end = Math.min(toN, endN);
      count += Math.max(0, end - first);
      counted = Math.max(counted, end);
    }
    return count;
  }

  /** Bytes between two positions. */
  bytes(from: Position, to: Position | null): number {
    let bytes = 0;
    for (const { number, size } of this.segments) {
      if (number < from.segment || (to && number > to.segment)) continue;
      const end = to?.segment === number ? to.offset : size;
      bytes += Math.max(0, end - (number === from.segment ? from.offset : 0));
    }
    return bytes;
  }

  /**
   * Passes the events from a position on to the visitor, until it returns false, `to` is reached, or a file is gone
   * whose end is still in memory.
   * @param visitor gets an event's payload, the position after it, and how many events before it could not be read.
   */
  async visit(
    from: Position,
    to: Position | null,
    visitor: (payload: Buffer, after: Position, lost: number) => boolean,
  ): Promise<Visited> {
    let at = from;
    let lost = 0;
    for (const segment of [...this.segments]) {
      const isLast = to?.segment === segment.number;
      if (segment.number < from.segment || (to && segment.number > to.segment)) continue;
      let n = Math.max(at.n, segment.firstN);
      const start = segment.number === from.segment ? from.offset : 0;
      const end = isLast ? to.offset : segment.size;
      const endN = isLast ? to.n : segment.endN;
      let stopped = false;
      let takenTo = 0;
      const firstN = n;
      // If damage has shifted the records, the wanted event may lie before its expected place, or past the end.
      let isSought = start > 0;
      const take = (payload: Buffer, offset: number): boolean => {
        const found = numberOf(payload);
        if (found < n || found >= endN) return true;
        if (isSought && found > n && n === firstN) return false;
        const after = { segment: segment.number, offset, n: found + 1 };
        if (!visitor(payload, after, lost + found - n)) {
          stopped = true;
          return false;
        }
        lost += found - n;
        n = found + 1;
        takenTo = offset;
        return true;
      };
      let stoppedAt = await this.visitSegment(segment, start, end, take);
      const isMoved = isSought && !stopped && n === firstN && n < endN;
      isSought = false;
      if (isMoved) stoppedAt = await this.visitSegment(segment, 0, end, take);
      if (n < endN && !stopped && end < segment.size) {
        stoppedAt = await this.visitSegment(segment, takenTo, segment.size, take);
      }
      if (stopped && stoppedAt !== undefined) {
        return { at: { segment: segment.number, offset: stoppedAt, n }, lost, isInMemory: false };
      }
      const { first } = this.recent;
      if (stoppedAt === undefined && first && first.n < endN) {
        const next = Math.max(n, first.n);
        return {
          at: { segment: segment.number, offset: 0, n: next },
          lost: lost + next - n,
          isInMemory: true,
        };
      }
      lost += Math.max(0, endN - n);
      at = { segment: segment.number, offset: end, n: Math.max(n, endN) };
    }
    return { at, lost, isInMemory: false };
  }

  /** Reads through a whole file of unknown content to find out what it holds. */
  async survey(segment: Segment, size: number): Promise<void> {
    await this.reader.visit(segment.path, 0, size, (payload, end) => {
      if (isEventRecord(payload)) {
        const n = numberOf(payload);
        if (segment.count === 0) segment.firstN = n;
        if (n >= segment.endN) segment.take(n + 1, arrivalOf(payload), orderOf(payload));
      }
      segment.size = end;
      return true;
    });
  }

  /** Removes the files below a number from the log. @returns their paths, for the caller to delete. */
  async forgetBefore(number: number): Promise<string[]> {
    const paths: string[] = [];
    for (let first = this.segments[0]; first && first.number < number; first = this.segments[0]) {
      if (this.isWritingTo(first)) break;
      this.segments.shift();
      await this.reader.forget(first.path);
      paths.push(first.path);
    }
    return paths;
  }

  /** Completes the file being written; the next append begins a new one. */
  async complete(): Promise<void> {
    const { tail } = this;
    if (!tail) return;
    const footer = footerRecord(tail.segment.footer);
    this.giveUpTail();
    await tail.file.write(footer, tail.segment.size);
    tail.segment.size += footer.length;
    this.written += footer.length;
  }

  /** Stops writing to the current file. */
  giveUpTail(): void {
    if (this.tail) this.unsynced.add(this.tail);
    this.tail = undefined;
  }

  async close(): Promise<void> {
    const open = new Set([...this.unsynced, ...(this.tail ? [this.tail] : [])]);
    this.unsynced.clear();
    this.tail = undefined;
    await this.reader.close();
    for (const { file } of open) await file.close();
  }

  private breakOff({ segment }: Tail): void {
    const { number, size, endN } = segment;
    this.brokenEnds.push({ log: this.parts.name, number, size, endN });
    this.giveUpTail();
  }

  /** Returns where it stopped; undefined if the file is gone for good. Any other error may be temporary. */
  private async visitSegment(
    segment: Segment,
    from: number,
    to: number,
    visitor: (payload: Buffer, end: number) => boolean,
  ): Promise<number | undefined> {
    try {
      return await this.reader.visit(segment.path, from, to, (payload, end) =>
        isEventRecord(payload) ? visitor(payload, end) : true,
      );
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private took(tail: Tail, { bytes, events }: EncodedEvents): void {
    for (const event of events) {
      event.segment = tail.segment.number;
      event.offset += tail.segment.size;
    }
    this.recent.add(events);
    this.nextN += events.length;
    const last = events.at(-1);
    if (last) tail.segment.take(this.nextN, last.arrival, last.order);
    tail.segment.size += bytes.length;
    this.written += bytes.length;
    this.unsynced.add(tail);
  }

  private async tailWithRoom(bytes: number): Promise<Tail> {
    const { segmentBytes, newNumber, directory, files, name, formatVersion } = this.parts;
    if (this.tail && this.tail.segment.count > 0 && this.tail.segment.size + bytes > segmentBytes()) {
      await this.complete();
    }
    if (this.tail) return this.tail;
    const number = newNumber();
    const path = join(directory, fileName({ kind: name, number }));
    const file = await files.create(path);
    const tail = { segment: new Segment(number, path, this.nextN), file, nameIsDurable: false };
    const header = segmentHeader({ kind: name, number }, this.nextN, formatVersion);
    try {
      await file.write(header, 0);
    } catch (error) {
      await file.close();
      throw error;
    }
    tail.segment.size = header.length;
    this.written += header.length;
    this.segments.push(tail.segment);
    this.tail = tail;
    return tail;
  }
}
