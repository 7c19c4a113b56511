import type { DiskSpoolOptions } from '../diskSpoolOptions';
import type { StoredEvent } from '../format/eventRecord';
import type { SavedBatch } from '../format/manifestRecord';
import type { LogName } from '../format/segmentFile';
import type { EventLogs } from '../log/EventLog';
import { type Source, takeEvents } from '../log/takeEvents';
import type { SpoolState } from '../manifest/SpoolState';
import type { BatchLimits, Priority } from '../Spool';
import { ofDevice } from '../shared/ofDevice';

/** How many batches are sealed ahead, with one sync for all of them: initially, and at most. */
const INITIAL_AHEAD = 7;
const MAX_AHEAD = 64;

/** The part of a full spool that batches sealed ahead may hold: events in batches cannot make room. */
const AHEAD_PART = 1 / 4;

/** What sealing needs to know about events that are not on disk yet. */
export interface Unwritten {
  /** Number of the first one. */
  readonly lowestOrder: number;
  count(log: LogName): number;
}

/** What the next batches are made from. */
export interface SealRequest {
  readonly logs: EventLogs;
  readonly state: SpoolState;
  readonly options: DiskSpoolOptions;
  readonly unwritten: Unwritten;
  readonly limits: BatchLimits;
  readonly priority: Priority;
  /** Whether further batches may be sealed ahead. */
  readonly goesAhead: boolean;
  /** How far the clock is ahead of the spool's count of time, milliseconds. */
  readonly clockAhead: number;
}

/** A batch with its events. */
export interface SealedBatch {
  readonly batch: SavedBatch;
  readonly events: readonly StoredEvent[];
}

/** Makes batches of the events waiting on disk: decides which events they hold, and changes nothing. */
export class BatchSealer {
  /** How many batches to seal ahead next time: few at first, so that draining starts at once, then more each time. */
  private mostAhead = INITIAL_AHEAD;

  constructor(private readonly newId: () => string) {}

  /** The next batch and those sealed ahead with it; empty if no events of this priority are waiting. */
  async seal(request: SealRequest): Promise<readonly SealedBatch[]> {
    const first = await this.take(request, sourcesFor(request));
    if (!first) return [];
    return request.goesAhead ? [first, ...(await this.sealAhead(request, first.batch))] : [first];
  }

  private async take(
    {
      logs,
      state: { steps },
      options: { alarmsFirst },
      unwritten,
      limits,
      priority,
      clockAhead,
    }: SealRequest,
    { sources, device }: Sources,
  ): Promise<SealedBatch | undefined> {
    const below = alarmsFirst ? undefined : unwritten.lowestOrder;
    const { spans, events, bytes } = await takeEvents(logs, sources, limits, below);
    if (spans.length === 0) return undefined;
    const arrival = events[0]?.arrival ?? 0;
    const isOfAlarms = alarmsFirst && spans.every(({ log }) => log === 'alarm');
    const place = { id: this.newId(), priority: isOfAlarms ? 'alarms' : priority, spans, held: [] } as const;
    const clock = steps.length > 0 ? { clock: { steps, ahead: clockAhead } } : {};
    return {
      batch: { ...place, count: events.length, bytes, arrival, ...ofDevice(device), ...clock },
      events,
    };
  }

  /** Further full batches from the same source. */
  private async sealAhead(request: SealRequest, first: SavedBatch): Promise<SealedBatch[]> {
    const { state, options, limits, priority } = request;
    const ahead: SealedBatch[] = [];
    const [span, second] = first.spans;
    const isMixed = !options.alarmsFirst && state.waitingIn('alarm') > 0;
    if (priority === 'alarms' || isMixed || !span || second || first.count < limits.events) return ahead;
    const { log } = span;
    const range = priority === 'live' ? state.openRange(log) : state.oldestRange(log);
    const most = Math.min(this.mostAhead, (options.capacity * AHEAD_PART) / limits.events);
    let left = range.events - span.events - span.lost;
    let from = span.to;
    while (ahead.length < most && left >= limits.events) {
      const sealed = await this.take(request, {
        sources: [{ log, from, to: range.to }],
        device: range.device,
      });
      const taken = sealed?.batch.spans[0];
      if (!sealed || !taken || sealed.batch.count < limits.events) break;
      ahead.push(sealed);
      from = taken.to;
      left -= taken.events + taken.lost;
    }
    this.mostAhead = Math.min(MAX_AHEAD, this.mostAhead * 2 + 1);
    return ahead;
  }
}

/** What a batch is taken from: events that a single device took in. */
interface Sources {
  readonly sources: readonly Source[];
  readonly device: string | undefined;
}

function sourcesFor({ state, options, unwritten, priority }: SealRequest): Sources {
  const { alarmsFirst, device: current } = options;
  if (priority === 'alarms' && !alarmsFirst) return { sources: [], device: undefined };
  const alarms = { log: 'alarm', range: state.oldestRange('alarm') } as const;
  const range = priority === 'live' ? state.openRange('ordinary') : state.oldestRange('ordinary');
  const ordinary = { log: 'ordinary', range } as const;
  const wanted = [];
  if (priority !== 'alarms') wanted.push(ordinary);
  const hasOrdinary = priority !== 'any' || range.events > 0 || unwritten.count('ordinary') > 0;
  if (priority === 'alarms' || !alarmsFirst || !hasOrdinary) wanted.push(alarms);
  const there = wanted.filter(({ range: { events } }) => events > 0);
  // Events that another device took in all came before those of this one.
  const device = (there.find((each) => each.range.device !== current) ?? there[0])?.range.device;
  const sources = there
    .filter((each) => each.range.device === device)
    .map(({ log, range: { from, to } }) => ({ log, from, to, isFollowed: to !== null }));
  return { sources, device };
}
