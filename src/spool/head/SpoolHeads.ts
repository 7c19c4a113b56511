import type { SpoolDisk } from '../directory/SpoolDisk';
import type { DiskSpoolOptions } from '../diskSpoolOptions';
import { recordBytes, type StoredEvent } from '../format/eventRecord';
import type { SavedBatch, Span } from '../format/manifestRecord';
import type { LogName } from '../format/segmentFile';
import { rememberedEvents } from '../log/rememberedEvents';
import { NO_LIMITS, type Source, takeEvents } from '../log/takeEvents';
import { visitEvents } from '../log/visitEvents';
import type { BatchLimits, DropReason, Priority } from '../Spool';
import { DropsBySeries } from '../shared/DropsBySeries';
import type { Ledger } from './Ledger';

/** Batches that are made beforehand, with one sync for all of them. */
const MAX_SEALED_AHEAD = 64;

/** The part of a full spool that may be in batches beforehand: what is in batches can make no room. */
const SEALED_AHEAD_PART = 1 / 4;

/** Bytes of events that are kept in memory from when their batch is made until it is asked for. */
const MAX_FRESH_BYTES = 8 * 1024 * 1024;

export interface SpoolHeadsParts {
  readonly ledger: Ledger;
  readonly options: () => DiskSpoolOptions;
  readonly newId: () => string;
  /** Number of the first event that is not on disk yet. */
  readonly lowestPending: () => number;
  /** Whether ordinary events wait that are not on disk yet. */
  readonly pendsOrdinary: () => boolean;
  /** The disk could not make something durable. */
  readonly onFault: (error: unknown) => void;
}

/** Works at the old end of a spool's logs: makes batches of what waits on disk, reads them, divides them, drops. */
export class SpoolHeads {
  /** Events of batches that were just made, until they are first asked for. */
  private readonly fresh = new Map<
    string,
    { readonly events: readonly StoredEvent[]; readonly bytes: number }
  >();
  private freshBytes = 0;
  /** Batches to seal ahead the next time: none at first, so that draining starts at once, then ever more. */
  private mostAhead = 0;
  /** Batches that were made in this life and never sent. */
  readonly unsent = new Set<string>();
  private hasJustSealed = false;
  private hasArrived = false;
  /** The batch that was just made for somebody who is about to get it. */
  private beingGiven: string | undefined;

  constructor(private readonly parts: SpoolHeadsParts) {}

  /**
   * Makes a batch of what waits on disk, and makes it durable. Undefined when nothing does for this priority.
   * @param goesAhead whether further batches may be made beforehand.
   */
  async seal(limits: BatchLimits, priority: Priority, goesAhead = true): Promise<SavedBatch | undefined> {
    const { disk, state } = this.parts.ledger;
    if (!disk) return undefined;
    const first = await this.takeBatch(disk, this.sourcesFor(priority), limits, priority);
    if (!first) return undefined;
    const ahead = goesAhead ? await this.sealAhead(disk, first, limits, priority) : [];
    const batches = [first, ...ahead];
    const isSynced = this.parts.options().sync !== 'never';
    await this.durably(async () => {
      if (isSynced) await disk.syncEvents();
      await this.parts.ledger.record({ kind: 'sealed', batches });
      if (isSynced) await disk.syncManifest();
    });
    if (!state.batches.includes(first)) await this.parts.ledger.record({ kind: 'sealed', batches });
    this.hasJustSealed = this.hasArrived;
    this.hasArrived = false;
    const given = batches.find(({ count }) => count > 0);
    this.beingGiven = given?.id;
    for (const { id, spans } of batches) if (spans.every(({ lost }) => lost === 0)) this.unsent.add(id);
    await this.reportLost(batches);
    return given ?? this.seal(limits, priority, goesAhead);
  }

  /** A batch arrived. */
  onArrived(): void {
    this.hasArrived = true;
  }

  /** Whether batches were made since this was last asked, for somebody who delivers and asks for more of them at once. */
  takeJustSealed(): boolean {
    const { hasJustSealed } = this;
    this.hasJustSealed = false;
    return hasJustSealed;
  }

  /** The events of a batch that was just made, durably, and not asked for yet, if they are still at hand. */
  readFresh({ id, count }: SavedBatch): readonly StoredEvent[] | undefined {
    if (id === this.beingGiven) return undefined;
    const isWhole = this.fresh.get(id)?.events.length === count;
    return this.unsent.has(id) && isWhole ? this.takeFresh(id) : undefined;
  }

  /** These batches are none any more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.unsent.delete(id);
      this.takeFresh(id);
    }
  }

  /** Arrival of the event that waits longest in a log. */
  async oldestArrival(log: LogName): Promise<number | undefined> {
    const { disk, state } = this.parts.ledger;
    const { from, to, events } = state.oldestRange(log);
    if (!disk || events === 0) return undefined;
    const taken = await takeEvents(disk.logs, [{ log, from, to }], { events: 1, bytes: 1 });
    return taken.events[0]?.arrival;
  }

  /** The events of a batch, those of them that can still be read. @throws what the file system throws. */
  async read(batch: SavedBatch): Promise<readonly StoredEvent[]> {
    const { disk } = this.parts.ledger;
    if (batch.id === this.beingGiven) this.beingGiven = undefined;
    const fresh = this.takeFresh(batch.id);
    if (fresh) return fresh;
    if (batch.spans.length === 0 || !disk) return batch.held;
    return (await takeEvents(disk.logs, batch.spans, NO_LIMITS)).events;
  }

  /** The events of a batch that can be known without the disk. */
  remember({ id, spans }: SavedBatch): readonly StoredEvent[] {
    const { disk } = this.parts.ledger;
    return this.fresh.get(id)?.events ?? (disk ? rememberedEvents(disk.logs, spans) : []);
  }

  /** Puts two batches in the place of one. @param known its events, for where the disk has them no more. */
  async split(batch: SavedBatch, known: readonly StoredEvent[]): Promise<void> {
    const { ledger, newId, options } = this.parts;
    const half = Math.ceil(batch.count / 2);
    const first = { ...batch, id: newId(), count: half };
    const rest = { ...batch, id: newId(), count: batch.count - half };
    let halves = [withHeld(first, known.slice(0, half)), withHeld(rest, known.slice(half))];
    if (ledger.disk && batch.spans.length > 0) {
      const limits = { events: half, bytes: Number.POSITIVE_INFINITY };
      const { spans, events, bytes } = await takeEvents(ledger.disk.logs, batch.spans, limits);
      const remaining = batch.spans.flatMap((span) => without(span, spans) ?? []);
      if (events.length === half) {
        halves = [
          { ...first, spans, bytes },
          { ...rest, spans: remaining, bytes: batch.bytes - bytes },
        ];
      }
    }
    await this.durably(async () => {
      await ledger.record({ kind: 'split', id: batch.id, halves: halves.filter(({ count }) => count > 0) });
      if (options().sync !== 'never') await ledger.disk?.syncManifest();
    });
  }

  /**
   * Drops the oldest events of a log as long as `goesOn` says so.
   * @param goesOn gets the arrival of the event in question, and how many events and bytes are dropped already.
   * @returns how many events and bytes that were.
   */
  async dropWhile(
    log: LogName,
    reason: DropReason,
    goesOn: (arrival: number, events: number, bytes: number) => boolean,
  ): Promise<{ readonly events: number; readonly bytes: number }> {
    const { disk, state } = this.parts.ledger;
    const range = state.oldestRange(log);
    if (!disk || range.events === 0) return { events: 0, bytes: 0 };
    const gone = new DropsBySeries(reason);
    let events = 0;
    let bytes = 0;
    const { from } = range;
    const { at, lost } = await visitEvents(disk.logs[log], range, (placed) => {
      if (!goesOn(placed.arrival, events, bytes)) return false;
      gone.add(placed.event);
      events++;
      bytes += placed.bytes;
      return true;
    });
    const drops = gone.list();
    if (lost > 0) drops.push({ reason: 'unreadable', events: lost });
    if (drops.length === 0) return { events, bytes };
    const span: Span = { log, from, to: at, events, lost, bytes };
    await this.parts.ledger.record({ kind: 'dropped', span, replayed: 0, drops });
    return { events: events + lost, bytes };
  }

  private keepFresh(id: string, events: readonly StoredEvent[], bytes: number): void {
    this.fresh.set(id, { events, bytes });
    this.freshBytes += bytes;
    for (const oldest of this.fresh.keys()) {
      if (this.freshBytes <= MAX_FRESH_BYTES) break;
      this.takeFresh(oldest);
    }
  }

  private takeFresh(id: string): readonly StoredEvent[] | undefined {
    const fresh = this.fresh.get(id);
    this.fresh.delete(id);
    this.freshBytes -= fresh?.bytes ?? 0;
    return fresh?.events;
  }

  private async takeBatch(
    disk: SpoolDisk,
    sources: readonly Source[],
    limits: BatchLimits,
    priority: Priority,
  ): Promise<SavedBatch | undefined> {
    const { alarmsFirst } = this.parts.options();
    const below = alarmsFirst ? undefined : this.parts.lowestPending();
    const { spans, events, bytes } = await takeEvents(disk.logs, sources, limits, below);
    if (spans.length === 0) return undefined;
    const arrival = events[0]?.arrival ?? 0;
    const isAlarms = alarmsFirst && spans.every(({ log }) => log === 'alarm');
    const id = this.parts.newId();
    this.keepFresh(id, events, bytes);
    return {
      id,
      priority: isAlarms ? 'alarms' : priority,
      spans,
      held: [],
      count: events.length,
      bytes,
      arrival,
    };
  }

  /** Further full batches of the same source. */
  private async sealAhead(
    disk: SpoolDisk,
    first: SavedBatch,
    limits: BatchLimits,
    priority: Priority,
  ): Promise<SavedBatch[]> {
    const ahead: SavedBatch[] = [];
    const [span, second] = first.spans;
    const { state } = this.parts.ledger;
    const isMixed = !this.parts.options().alarmsFirst && state.waitingIn('alarm') > 0;
    if (priority === 'alarms' || isMixed || !span || second || first.count < limits.events) return ahead;
    const range = priority === 'live' ? state.openRange(span.log) : state.oldestRange(span.log);
    const most = (this.parts.options().capacity * SEALED_AHEAD_PART) / limits.events;
    let left = range.events - span.events - span.lost;
    let from = span.to;
    while (ahead.length < Math.min(this.mostAhead, most) && left >= limits.events) {
      const batch = await this.takeBatch(disk, [{ log: span.log, from, to: range.to }], limits, priority);
      const taken = batch?.spans[0];
      if (!batch || !taken || batch.count < limits.events) break;
      ahead.push(batch);
      from = taken.to;
      left -= taken.events + taken.lost;
    }
    this.mostAhead = Math.min(MAX_SEALED_AHEAD, this.mostAhead * 2 + 1);
    return ahead;
  }

  private sourcesFor(priority: Priority): Source[] {
    const { alarmsFirst } = this.parts.options();
    if (priority === 'alarms' && !alarmsFirst) return [];
    const { state } = this.parts.ledger;
    const alarms = { log: 'alarm', range: state.oldestRange('alarm') } as const;
    const range = priority === 'live' ? state.openRange('ordinary') : state.oldestRange('ordinary');
    const ordinary = { log: 'ordinary', range } as const;
    const wanted = [];
    if (priority !== 'alarms') wanted.push(ordinary);
    const hasOrdinary = priority !== 'any' || range.events > 0 || this.parts.pendsOrdinary();
    if (priority === 'alarms' || !alarmsFirst || !hasOrdinary) wanted.push(alarms);
    return wanted
      .filter(({ range: { events } }) => events > 0)
      .map(({ log, range: { from, to } }) => ({ log, from, to, isFollowed: to !== null }));
  }

  /** What should have been in the stretches of these batches and cannot be read. */
  private async reportLost(batches: readonly SavedBatch[]): Promise<void> {
    const lost = batches.flatMap(({ spans }) => spans).reduce((sum, span) => sum + span.lost, 0);
    if (lost > 0) {
      const drops = [{ reason: 'unreadable', events: lost } as const];
      await this.parts.ledger.record({ kind: 'dropped', span: null, replayed: 0, drops });
    }
    for (const { id, count } of batches) {
      if (count === 0) await this.parts.ledger.record({ kind: 'delivered', id });
    }
  }

  /** A disk that fails must not hold up the delivery: what is sent then is just not as safe. */
  private async durably(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.parts.onFault(error);
    }
  }
}

function withHeld(batch: SavedBatch, held: readonly StoredEvent[]): SavedBatch {
  return { ...batch, spans: [], held, bytes: held.reduce((sum, { event }) => sum + recordBytes(event), 0) };
}

/** What is left of a stretch without those that begin it. */
function without(span: Span, taken: readonly Span[]): Span | undefined {
  const part = taken.find(({ log }) => log === span.log);
  if (!part) return span;
  const events = span.events - part.events;
  const lost = span.lost - part.lost;
  if (events <= 0 && lost <= 0) return undefined;
  return { ...span, from: part.to, events, lost, bytes: span.bytes - part.bytes };
}
