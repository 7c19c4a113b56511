import { recordBytes, type StoredEvent } from '../format/eventRecord';
import type {
  ManifestRecord,
  SavedBatch,
  SavedRange,
  SavedState,
  SegmentEnd,
  Span,
} from '../format/manifestRecord';
import type { Position } from '../format/Position';
import { LOGS, type LogName } from '../format/segmentFile';
import type { Drop, QuarantinedEvent } from '../Spool';

/** Events of a log that wait. The last range of a log is open: what is appended belongs to it. */
export interface Range extends SavedRange {
  from: Position;
  to: Position | null;
  events: number;
  bytes: number;
}

/** Series of which drops are kept apart until they are reported; the others are added up. */
const MAX_DROP_SERIES = 1000;

/** Ranges of one log; with more, what is live is no longer told apart. */
const MAX_RANGES = 32;

const START: Position = { segment: 0, offset: 0, n: 0 };

/** Everything about a spool's events but the events themselves: what waits, what is in batches, what was dropped. */
export class SpoolState {
  ranges: Record<LogName, Range[]> = { ordinary: [openRange(START)], alarm: [openRange(START)] };
  batches: SavedBatch[] = [];
  quarantine: QuarantinedEvent[] = [];
  /** Out of quarantine, waiting again. */
  replay: readonly StoredEvent[] = [];
  ends: SegmentEnd[] = [];
  /** Set where an orderly end is the last that is known. */
  closedAt: Readonly<Record<LogName, number>> | undefined;
  private drops = new Map<string, Drop>();
  private weighed = { replay: this.replay, bytes: 0 };

  get hasUnreported(): boolean {
    return this.drops.size > 0;
  }

  get unreported(): readonly Drop[] {
    return [...this.drops.values()];
  }

  apply(record: ManifestRecord): void {
    switch (record.kind) {
      case 'snapshot':
        this.restore(record.state);
        return;
      case 'sealed':
        for (const batch of record.batches) {
          for (const span of batch.spans) this.take(span);
          this.batches.push(batch);
        }
        return;
      case 'unsealed':
        for (const id of [...record.ids].reverse()) this.unseal(id);
        return;
      case 'hold':
        if (this.replay.length < record.replayed) this.retryQuarantine(record.batch.arrival);
        this.replay = this.replay.slice(record.replayed);
        this.batches.push(record.batch);
        return;
      case 'delivered':
        this.replace(record.id, []);
        return;
      case 'delivered-except':
        if (!this.replace(record.id, [])) return;
        this.quarantine.push(...record.quarantined);
        this.addDrops(record.drops);
        return;
      case 'split':
        this.replace(record.id, record.halves);
        return;
      case 'quarantined':
        // A batch that is not known comes back in another way, if the record that made it is damaged.
        if (record.id === '' || this.replace(record.id, [])) this.quarantine.push(...record.events);
        return;
      case 'quarantine-shortened':
        this.quarantine.splice(0, record.events);
        this.addDrops(record.drops);
        return;
      case 'quarantine-cleared':
        this.quarantine = [];
        this.addDrops(record.drops);
        return;
      case 'quarantine-retried':
        this.retryQuarantine(record.arrival);
        return;
      case 'dropped':
        if (record.span) this.take(record.span);
        this.replay = this.replay.slice(record.replayed);
        this.addDrops(record.drops);
        return;
      case 'reported':
        this.drops.clear();
        return;
      case 'closed':
        this.closedAt = record.next;
        return;
      case 'live':
        this.divide(record.at);
        return;
    }
  }

  /** The range that new events of a log belong to. */
  openRange(log: LogName): Range {
    const last = this.ranges[log].at(-1);
    if (last) return last;
    const range = openRange(START);
    this.ranges[log].push(range);
    return range;
  }

  /** The oldest range of a log with events in it, else the open one. */
  oldestRange(log: LogName): Range {
    return this.ranges[log].find(({ events }) => events > 0) ?? this.openRange(log);
  }

  /** Events that wait, in no batch. */
  get waiting(): number {
    return this.waitingIn('ordinary') + this.waitingIn('alarm') + this.replay.length;
  }

  get batchedEvents(): number {
    let events = 0;
    for (const { count } of this.batches) events += count;
    return events;
  }

  /** Of all events that wait or are in batches. */
  get bytes(): number {
    let bytes = this.replayBytes;
    for (const batch of this.batches) bytes += batch.bytes;
    for (const log of LOGS) for (const range of this.ranges[log]) bytes += range.bytes;
    return bytes;
  }

  /** Whether ordinary events are told apart into a backlog and what came since. */
  get isDivided(): boolean {
    return this.ranges.ordinary.length > 1;
  }

  private get replayBytes(): number {
    if (this.weighed.replay !== this.replay) {
      const bytes = this.replay.reduce((sum, { event }) => sum + recordBytes(event), 0);
      this.weighed = { replay: this.replay, bytes };
    }
    return this.weighed.bytes;
  }

  /** Events that wait in a log. */
  waitingIn(log: LogName): number {
    let events = 0;
    for (const range of this.ranges[log]) events += range.events;
    return events;
  }

  /**
   * Number of the oldest file of a log that is still needed; the end of a file counts as the next one's start.
   * @param endOf number of the event after a file's last one.
   */
  oldestSegment(log: LogName, endOf: (segment: number) => number): number {
    const needed = ({ segment, n }: Position): number => (n >= endOf(segment) ? segment + 1 : segment);
    let oldest = Number.POSITIVE_INFINITY;
    for (const { from, to, events } of this.ranges[log]) {
      if (events > 0 || to === null) oldest = Math.min(oldest, needed(from));
    }
    for (const { spans } of this.batches) {
      for (const span of spans) if (span.log === log) oldest = Math.min(oldest, needed(span.from));
    }
    return oldest;
  }

  /** Number of the oldest event of a log that waits or is in a batch; where there is none, of the next. */
  oldestEvent(log: LogName): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { from, to, events } of this.ranges[log]) {
      if (events > 0 || to === null) oldest = Math.min(oldest, from.n);
    }
    for (const { spans } of this.batches) {
      for (const span of spans) if (span.log === log) oldest = Math.min(oldest, span.from.n);
    }
    return oldest;
  }

  addDrops(drops: readonly Drop[]): void {
    for (const drop of drops) {
      const own = drop.series === undefined ? drop.reason : `${drop.reason} ${drop.series}`;
      const key = this.drops.has(own) || this.drops.size < MAX_DROP_SERIES ? own : drop.reason;
      this.drops.set(key, mergeDrops(this.drops.get(key), key === own ? drop : ofNoSeries(drop)));
    }
  }

  save(): SavedState {
    const places = (log: LogName) => this.ranges[log].map(({ from, to }) => ({ from, to }));
    return {
      ranges: { ordinary: places('ordinary'), alarm: places('alarm') },
      batches: this.batches,
      quarantine: this.quarantine,
      replay: this.replay,
      drops: this.unreported,
      ends: this.ends,
    };
  }

  private restore(saved: SavedState): void {
    for (const log of LOGS) {
      this.ranges[log] = saved.ranges[log].map(({ from, to }) => ({ from, to, events: 0, bytes: 0 }));
    }
    this.batches = [...saved.batches];
    this.quarantine = [...saved.quarantine];
    this.replay = [...saved.replay];
    this.ends = [...saved.ends];
    this.closedAt = undefined;
    this.drops.clear();
    this.addDrops(saved.drops);
  }

  /** Takes a stretch out of what waits. It usually begins a range; after damage to the manifest it may not. */
  private take(span: Span): void {
    const ranges = this.ranges[span.log];
    const index = ranges.findIndex(
      ({ from, to }) => from.n <= span.from.n && (to === null || span.from.n < to.n),
    );
    const range = ranges[index];
    if (!range) return;
    if (range.from.n < span.from.n) {
      ranges.splice(index, 0, { from: range.from, to: span.from, events: 0, bytes: 0 });
    }
    range.from = span.to;
    range.events = Math.max(0, range.events - span.events - span.lost);
    range.bytes = range.events === 0 ? 0 : Math.max(0, range.bytes - span.bytes);
    this.ranges[span.log] = ranges.filter(({ from, to }) => to === null || from.n < to.n);
  }

  private replace(id: string, replacement: readonly SavedBatch[]): boolean {
    const index = this.batches.findIndex((batch) => batch.id === id);
    if (index >= 0) this.batches.splice(index, 1, ...replacement);
    return index >= 0;
  }

  private retryQuarantine(arrival: number): void {
    this.replay = [...this.replay, ...this.quarantine.map(({ event }) => ({ event, arrival }))];
    this.quarantine = [];
  }

  private unseal(id: string): void {
    const batch = this.batches.find((candidate) => candidate.id === id);
    if (!batch) return;
    this.replace(id, []);
    for (const { log, from, to, events, bytes } of batch.spans) {
      const ranges = this.ranges[log];
      const next = ranges.find((range) => range.from.n === to.n);
      if (next) {
        next.from = from;
        next.events += events;
        next.bytes += bytes;
        continue;
      }
      const index = ranges.findIndex((range) => range.from.n > from.n);
      ranges.splice(index < 0 ? ranges.length : index, 0, { from, to, events, bytes });
    }
  }

  private divide(at: Position): void {
    const ranges = this.ranges.ordinary;
    const last = this.openRange('ordinary');
    if (last.from.n >= at.n || ranges.length >= MAX_RANGES) return;
    last.to = at;
    ranges.push(openRange(at));
  }
}

export function openRange(from: Position): Range {
  return { from, to: null, events: 0, bytes: 0 };
}

function ofNoSeries({ reason, events, from, to }: Drop): Drop {
  return { reason, events, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Two drops for the same reason as one; of several series, of none. */
function mergeDrops(earlier: Drop | undefined, drop: Drop): Drop {
  if (!earlier) return drop;
  const merged: Drop = { reason: drop.reason, events: earlier.events + drop.events };
  const times = [earlier.from, drop.from, earlier.to, drop.to].filter((time) => time !== undefined);
  return {
    ...merged,
    ...(earlier.series !== undefined && earlier.series === drop.series ? { series: drop.series } : {}),
    ...(times.length > 0 ? { from: Math.min(...times), to: Math.max(...times) } : {}),
  };
}
