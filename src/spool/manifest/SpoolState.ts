import { recordBytes } from '../format/eventRecord';
import type {
  AsideEvent,
  AsideTrace,
  BatchTrace,
  HeldEvent,
  KeyRange,
  ManifestRecord,
  SavedAside,
  SavedBatch,
  SavedClock,
  SavedDenied,
  SavedState,
  SegmentEnd,
  Span,
} from '../format/manifestRecord';
import type { Position } from '../format/Position';
import { LOGS, type LogName } from '../format/segmentFile';
import type { Drop } from '../Spool';
import type { StepHistory } from '../shared/StepHistory';
import { UnreportedDrops } from '../shared/UnreportedDrops';
import { addStretch, eventsIn, ofNextDevice, openRange, overlap, type Range, withoutStretch } from './ranges';
import { isWithin, keyed } from './withTrace';

/** Maximum number of ranges per log; beyond that, live events are no longer told apart. */
const MAX_RANGES = 32;

const START: Position = { segment: 0, offset: 0, n: 0 };

/** Everything about a spool's events except the events themselves: those waiting, in batches, or dropped. */
export class SpoolState {
  ranges: Record<LogName, Range[]> = { ordinary: [openRange(START)], alarm: [openRange(START)] };
  batches: SavedBatch[] = [];
  quarantine: AsideEvent[] = [];
  /** Events from quarantine that wait again. */
  replay: readonly HeldEvent[] = [];
  /** Key of the next event that is set aside; higher than any other. */
  nextKey = 1;
  /** Whether events of logs were set aside since the last snapshot: these are in only one manifest file. */
  hasNewAside = false;
  ends: SegmentEnd[] = [];
  /** Minimum number of the next event in each log. */
  next: Readonly<Record<LogName, number>> = { ordinary: 0, alarm: 0 };
  /** How many bytes of events a request may hold, if that has been learned. */
  requestBytes: number | undefined;
  /** Files of a later version, which are left alone until that version is back. */
  aside: SavedAside | undefined;
  denied: SavedDenied | undefined;
  /** As last noted. */
  clock: SavedClock | undefined;
  steps: StepHistory = [];
  /** Whether records may be missing: an event may then be in two places until a later record says where it is. */
  isSuspect = false;
  private readonly drops = new UnreportedDrops();
  private weighed = { replay: this.replay, bytes: 0 };

  get hasUnreported(): boolean {
    return this.drops.size > 0;
  }

  get unreported(): readonly Drop[] {
    return this.drops.list;
  }

  apply(record: ManifestRecord): void {
    switch (record.kind) {
      case 'snapshot':
        this.restore(record.state);
        return;
      case 'sealed':
        for (const batch of record.batches) {
          if (this.hasBatch(batch.id)) continue;
          this.claim(batch.spans);
          this.batches.push(batch);
        }
        return;
      case 'unsealed':
        for (const id of [...record.ids].reverse()) this.unseal(id);
        return;
      case 'hold': {
        const { batch, replayed, keys } = record;
        if (this.hasBatch(batch.id)) return;
        if (!keys && this.replay.length < replayed) this.retryQuarantine(batch.arrival, undefined);
        this.takeReplayed(replayed, keys);
        this.settleOrigins(batch.held.flatMap(({ of }) => of ?? []));
        this.batches.push(batch);
        return;
      }
      case 'delivered':
        this.settle(record.id, [], record);
        return;
      case 'delivered-except':
        if (!this.settle(record.id, [], record)) return;
        this.setAside(record.quarantined, record.id);
        this.addDrops(record.drops);
        return;
      case 'split':
        this.settle(record.id, record.halves, record);
        return;
      case 'quarantined':
        // If the batch is unknown because the record that made it is damaged, it comes back in another way.
        if (record.id === '' || this.settle(record.id, [], record)) this.setAside(record.events, record.id);
        return;
      case 'quarantine-shortened':
        if (record.keys) this.forgetAside(record);
        else this.quarantine.splice(0, record.events);
        this.addDrops(record.drops);
        return;
      case 'quarantine-cleared':
        if (record.keys) this.forgetAside(record);
        else this.quarantine = [];
        this.addDrops(record.drops);
        return;
      case 'quarantine-retried':
        this.retryQuarantine(record.arrival, record.keys);
        return;
      case 'dropped':
        if (record.span) this.claim([record.span]);
        this.takeReplayed(record.replayed, record.keys);
        this.addDrops(record.drops);
        return;
      case 'reported':
        this.drops.clear();
        this.addDrops(record.since ?? []);
        return;
      case 'quarantine-reported':
        this.onQuarantineReported(record.keys);
        return;
      case 'continued':
        return;
      case 'closed':
      case 'written':
        this.next = record.next;
        return;
      case 'live':
        this.divide(record.at);
        return;
      case 'learned':
        this.requestBytes = record.requestBytes ?? undefined;
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

  /** The oldest range of a log that has events, or else the open one. */
  oldestRange(log: LogName): Range {
    return this.ranges[log].find(({ events }) => events > 0) ?? this.openRange(log);
  }

  /** Waiting events, in no batch. */
  get waiting(): number {
    return this.waitingIn('ordinary') + this.waitingIn('alarm') + this.replay.length;
  }

  /** Waiting and batched events in files that cannot be opened. */
  get unavailable(): number {
    return this.denied ? eventsIn(this.denied) : 0;
  }

  get batchedEvents(): number {
    let events = 0;
    for (const { count } of this.batches) events += count;
    return events;
  }

  /** Bytes of all events that wait or are in batches. */
  get bytes(): number {
    let bytes = this.replayBytes;
    for (const batch of this.batches) bytes += batch.bytes;
    for (const log of LOGS) for (const range of this.ranges[log]) bytes += range.bytes;
    return bytes;
  }

  /** Whether ordinary events are divided into a backlog and those that came since. */
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

  addDrops(drops: readonly Drop[]): void {
    this.drops.add(drops);
  }

  /** All drops so far are being reported. */
  dropsTold(): void {
    this.drops.tell();
  }

  /** The report was heard. @returns the drops since dropsTold(). */
  dropsHeard(): readonly Drop[] {
    return this.drops.heard();
  }

  save(): SavedState {
    const places = (log: LogName) =>
      this.ranges[log].map(({ events: _events, bytes: _bytes, ...place }) => place);
    return {
      ranges: { ordinary: places('ordinary'), alarm: places('alarm') },
      batches: this.batches,
      quarantine: this.quarantine,
      replay: this.replay,
      drops: this.unreported,
      ends: this.ends,
      next: this.next,
      ...(this.aside ? { aside: this.aside } : {}),
      ...(this.denied ? { denied: this.denied } : {}),
      ...(this.clock ? { clock: this.clock } : {}),
      ...(this.steps.length > 0 ? { steps: this.steps } : {}),
      ...(this.requestBytes === undefined ? {} : { requestBytes: this.requestBytes }),
    };
  }

  /**
   * Events appended from now on were taken in by this device.
   * @param ends the ends of the logs.
   * @param former the device of existing events whose device nobody knows.
   */
  changeDevice(device: string, ends: Readonly<Record<LogName, Position>>, former = device): void {
    const known = { device: former };
    this.batches = this.batches.map((batch) => ({ ...known, ...batch }));
    this.quarantine = this.quarantine.map((event) => ({ ...known, ...event }));
    this.replay = this.replay.map((event) => ({ ...known, ...event }));
    for (const log of LOGS) this.ranges[log] = ofNextDevice(this.ranges[log], device, ends[log], former);
  }

  /** Adds quarantined and retried events that are known from elsewhere. */
  addAside({ quarantine, replay }: Pick<SpoolState, 'quarantine' | 'replay'>): void {
    this.setAside(
      quarantine.map(({ key: _key, of: _of, ...event }) => event),
      '',
    );
    const events = replay.map(({ of: _, ...event }, i) => ({ ...event, key: this.nextKey + i }));
    this.nextKey += events.length;
    this.replay = [...this.replay, ...events];
  }

  private restore(saved: SavedState): void {
    for (const log of LOGS) {
      this.ranges[log] = saved.ranges[log].map((place) => ({ ...place, events: 0, bytes: 0 }));
    }
    this.batches = [...saved.batches];
    const aside = [...saved.replay, ...saved.quarantine];
    const held = saved.batches.flatMap((batch) => batch.held);
    this.nextKey = 1 + [...aside, ...held].reduce((highest, { key = 0 }) => Math.max(highest, key), 0);
    // Release 0.1.0 gives no keys: then all events get new ones, as keys must rise.
    const isKeyed = aside.every(({ key }) => key !== undefined);
    this.replay = isKeyed ? saved.replay : saved.replay.map((event) => ({ ...event, key: this.nextKey++ }));
    this.quarantine = saved.quarantine.map((event) => (isKeyed ? event : { ...event, key: this.nextKey++ }));
    this.hasNewAside = false;
    this.ends = [...saved.ends];
    this.next = saved.next ?? { ordinary: 0, alarm: 0 };
    this.aside = saved.aside;
    this.denied = saved.denied;
    this.clock = saved.clock;
    this.steps = saved.steps ?? [];
    this.requestBytes = saved.requestBytes;
    this.drops.clear();
    this.addDrops(saved.drops);
  }

  /** Takes stretches out of the waiting events, and out of batches that damage has left behind. */
  private claim(spans: readonly Span[]): void {
    if (this.isSuspect) {
      const left = this.batches.filter((batch) =>
        batch.spans.some((span) => spans.some((own) => overlap(span, own))),
      );
      for (const { id } of left.reverse()) this.unseal(id);
    }
    for (const span of spans) this.ranges[span.log] = withoutStretch(this.ranges[span.log], span);
  }

  private hasBatch(id: string): boolean {
    return this.batches.some((batch) => batch.id === id);
  }

  /**
   * Puts others in place of a batch. If it is unknown because the record that made it cannot be read, the trace says
   * which events were in it.
   * @returns false if nothing is known about it.
   */
  private settle(id: string, replacement: readonly SavedBatch[], { spans, keys }: BatchTrace): boolean {
    if (this.replace(id, replacement)) return true;
    if (!spans && !keys) return false;
    if (spans) this.claim(spans);
    if (keys) this.takeReplayed(0, keys);
    this.batches.push(...replacement);
    return true;
  }

  private replace(id: string, replacement: readonly SavedBatch[]): boolean {
    const index = this.batches.findIndex((batch) => batch.id === id);
    if (index >= 0) this.batches.splice(index, 1, ...replacement);
    return index >= 0;
  }

  private setAside(events: readonly AsideEvent[], batch: string): void {
    const added = keyed(events, batch, this).filter(
      ({ key }) => !this.quarantine.some((other) => other.key === key),
    );
    for (const { key = 0 } of added) this.nextKey = Math.max(this.nextKey, key + 1);
    this.quarantine.push(...added);
    this.hasNewAside ||= added.length > 0;
  }

  /** Removes events from `replay`: by their keys, or from its beginning. */
  private takeReplayed(count: number, keys: KeyRange | undefined): void {
    if (!keys) {
      this.replay = this.replay.slice(count);
      return;
    }
    this.replay = this.replay.filter((event) => !isWithin(event, keys));
    // The record that moved them from quarantine to `replay` may be missing.
    if (this.isSuspect) this.quarantine = this.quarantine.filter((event) => !isWithin(event, keys));
  }

  private onQuarantineReported(keys: readonly number[]): void {
    const heard = new Set<number | undefined>(keys);
    this.quarantine = this.quarantine.map(({ unreported, ...event }) =>
      unreported && !heard.has(event.key) ? { ...event, unreported } : event,
    );
  }

  private forgetAside({ keys, of = [] }: AsideTrace): void {
    if (keys) this.quarantine = this.quarantine.filter((event) => !isWithin(event, keys));
    this.settleOrigins(of);
  }

  /** Removes batches whose only event was rejected: the record of that may be missing. */
  private settleOrigins(ids: readonly string[]): void {
    if (!this.isSuspect) return;
    this.batches = this.batches.filter(({ id, count }) => count !== 1 || !ids.includes(id));
  }

  private retryQuarantine(arrival: number, keys: KeyRange | undefined): void {
    const isRetried = (event: AsideEvent): boolean => !keys || isWithin(event, keys);
    const retried = this.quarantine
      .filter(isRetried)
      .map(({ error: _error, unreported: _unreported, ...event }) => ({ ...event, arrival }));
    this.replay = [...this.replay, ...retried];
    this.quarantine = this.quarantine.filter((event) => !isRetried(event));
  }

  private unseal(id: string): void {
    const batch = this.batches.find((candidate) => candidate.id === id);
    if (!batch) return;
    this.replace(id, []);
    for (const { log, from, to, events, bytes } of batch.spans) {
      addStretch(this.ranges[log], { from, to, events, bytes, device: batch.device });
    }
  }

  private divide(at: Position): void {
    const ranges = this.ranges.ordinary;
    const last = this.openRange('ordinary');
    if (last.from.n >= at.n || ranges.length >= MAX_RANGES) return;
    last.to = at;
    ranges.push(openRange(at, last.device));
  }
}
