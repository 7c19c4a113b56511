import { systemClock } from '../../clock';
import { type LeftOutReason, printable } from '../../frame';
import type { DropReason, Spool, StorageState } from '../../spool';
import { copyLatencies, countLatency, type Latencies, noLatencies } from './LatencyHistogram';
import { rounded } from './rounded';
import type { LinkState } from './UplinkEvent';

/**
 * The statistics object: first the names from the Python package, then further ones. docs/statistics.md defines them.
 * `events_flushed + buffer_depth + events_dropped + events_quarantined = events_ingested`
 * holds at all times.
 */
export interface Stats {
  readonly events_ingested: number;
  readonly events_flushed: number;
  readonly events_dropped: number;
  readonly flush_errors: number;
  /** Bytes of request bodies sent, even in vain. */
  readonly bytes_sent: number;
  /** Of `bytes_sent`: those that arrived. */
  readonly bytes_delivered: number;
  readonly buffer_depth: number;
  readonly buffer_capacity: number;
  readonly uptime_seconds: number;
  readonly device_id: string;
  readonly backend_url: string;

  readonly messages_received: number;
  readonly messages_compressed: number;
  readonly messages_delta_filtered: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly compression_ratio: number;
  readonly connected: boolean;
  /** The state of the connection to the backend. */
  readonly state: StateName;
  /** How often each state was entered. */
  readonly state_changes: Readonly<Partial<Record<StateName, number>>>;

  readonly buffer_bytes: number;
  readonly buffer_seconds: number;
  readonly events_quarantined: number;
  /** Events whose time, stamped by us, was corrected after the clock was set. */
  readonly events_restamped: number;
  /** Of `buffer_depth`: events deferred because they fail while others get through. */
  readonly events_waiting_aside: number;
  readonly dropped_by_reason: Readonly<Partial<Record<DropReason, number>>>;
  /** By HTTP status; `network` if there was no response, `storage` if the spool failed. */
  readonly retries_by_status: Readonly<Record<string, number>>;
  readonly sync_ms_p99: number | null;
  readonly batches_sent: number;
  /**
   * Values of delivered events that the backend does not have: by the reason why the format left them out, or `refused`
   * if the backend did not accept them, without saying which they are.
   */
  readonly values_left_out: Readonly<Partial<Record<LeftOutReason | 'refused', number>>>;
  readonly last_error: string | null;
  /** Milliseconds since the epoch. */
  readonly last_error_at: number | null;
  readonly storage: StorageState['kind'];
  /** Since the start; 0 in memory. */
  readonly bytes_written: number;
  /** Bytes written per byte of events; null until an event is written to disk. */
  readonly write_amplification: number | null;
}

/** What statistics need to know about a spool. */
export type SpoolFacts = Pick<
  Spool,
  | 'depth'
  | 'capacity'
  | 'bytes'
  | 'waitingAside'
  | 'quarantined'
  | 'oldestArrival'
  | 'syncMsP99'
  | 'written'
  | 'storage'
>;

/** What the statistics contain besides the counters. */
export interface StatsContext {
  readonly spool: SpoolFacts;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly uptimeMs: number;
  readonly deviceId: string;
  readonly backendUrl: string;
  readonly state: LinkState;
}

/** The state of the connection in a word. A refusal with a cause, such as a web page, has a word of its own. */
export type StateName = LinkState['kind'] | (typeof STATES_BY_CAUSE)[keyof typeof STATES_BY_CAUSE];

/** Names for refusals whose status does not say why. */
const STATES_BY_CAUSE = {
  'web-page': 'web_page',
  'no-success': 'no_success',
  'rejects-all': 'rejects_all',
} as const;

/** The counters, as plain data that can be passed to another thread. */
export interface Counters {
  ingested: number;
  /** Events found in the spool at the start. */
  recovered: number;
  suppressed: number;
  restamped: number;
  bytesIn: number;
  flushed: number;
  flushedBytesIn: number;
  bytesSent: number;
  bytesDelivered: number;
  batches: number;
  errors: number;
  lastError: string | null;
  lastErrorAt: number | null;
  readonly drops: Partial<Record<DropReason, number>>;
  readonly retries: Record<string, number>;
  readonly leftOut: Record<string, number>;
  readonly states: Partial<Record<StateName, number>>;
  /** How long delivered events took, from intake to the backend's response. */
  readonly latencies: Latencies;
}

/** Values that the backend lacks although it has their events, by reason. */
export type ValuesLeftOut = Stats['values_left_out'];

/** Events that arrived. */
export interface Delivery {
  readonly events: number;
  /** Bytes of the events as received. */
  readonly bytesIn: number;
  /** Bytes of the request as sent. */
  readonly bytes: number;
  readonly valuesLeftOut?: ValuesLeftOut;
  /** Time since intake for each event for which it is known, milliseconds. */
  readonly tookMs?: readonly number[];
}

/** Counts what happens to events. Lives as long as its spool, so that the sum holds across a deploy too. */
export class Statistics {
  private readonly counters: Counters;
  /** Events dropped for any reason. */
  dropped: number;
  /** Whether the events found in the spool were counted by a predecessor. */
  private isGoingOn: boolean;
  private state: StateName = 'connecting';

  /**
   * @param startedAt on the monotonic clock, so that setting the wall clock does not change the uptime.
   * @param from the counters of a predecessor. Call settle() once it is known what the spool holds.
   * @param now milliseconds since the epoch.
   */
  constructor(
    private readonly startedAt = systemClock.monotonic(),
    from?: Counters,
    private readonly now: () => number = systemClock.now,
  ) {
    this.counters = copyOf(from ?? NOTHING_COUNTED);
    this.dropped = droppedIn(this.counters);
    this.isGoingOn = from !== undefined;
  }

  /** A copy of the counters. */
  get saved(): Counters {
    return copyOf(this.counters);
  }

  /**
   * Events were taken in.
   * @param bytesIn their bytes in total.
   * @param suppressed messages that the change filter held back before them.
   */
  onIngested(bytesIn: number, suppressed: number, events = 1): void {
    this.counters.ingested += events;
    this.counters.bytesIn += bytesIn;
    this.counters.suppressed += suppressed;
  }

  /** @param bytes of the request body. */
  onSent(bytes: number): void {
    this.counters.bytesSent += bytes;
  }

  /** The spool was opened and holds events. */
  onRecovered(events: number): void {
    if (!this.isGoingOn) this.counters.recovered += events;
  }

  /** Our own stamps on events were corrected. */
  onRestamped(events: number): void {
    this.counters.restamped += events;
  }

  onDelivered(delivery: Delivery): void {
    this.countDelivery(delivery, 1);
  }

  /** The spool could not delete the events of a delivery and holds them again. */
  onDeliveryUndone(delivery: Delivery): void {
    this.countDelivery(delivery, -1);
  }

  /** @param where HTTP status, or what failed. */
  onFailed(error: string, where: number | 'network' | 'storage'): void {
    this.counters.errors++;
    this.onError(error);
    increment(this.counters.retries, String(where), 1);
  }

  onError(error: string): void {
    this.counters.lastError = printable(error);
    this.counters.lastErrorAt = this.now();
  }

  onState(state: LinkState): void {
    const name = stateName(state);
    if (name === this.state) return;
    this.state = name;
    const { states } = this.counters;
    states[name] = (states[name] ?? 0) + 1;
  }

  onDropped(events: number, reason: DropReason): void {
    const { drops } = this.counters;
    drops[reason] = (drops[reason] ?? 0) + events;
    this.dropped += events;
  }

  /**
   * Counts what a thread that died could not: an event that was not dropped and is not in the spool was delivered.
   * @param inSpool events that are waiting, in a batch, or in quarantine.
   */
  settle(inSpool: number): void {
    const { counters } = this;
    this.isGoingOn = false;
    const flushed = counters.ingested + counters.recovered - this.dropped - inSpool;
    counters.flushed = Math.max(0, flushed);
    // If the spool holds more than was counted, the thread died before it reported what it had found.
    counters.recovered += Math.max(0, -flushed);
  }

  read(context: Omit<StatsContext, 'uptimeMs'> & { readonly monotonic: number }): Stats {
    return readStats(this.counters, { ...context, uptimeMs: context.monotonic - this.startedAt });
  }

  private countDelivery(
    { events, bytesIn, bytes, valuesLeftOut = {}, tookMs = [] }: Delivery,
    sign: 1 | -1,
  ): void {
    const { counters } = this;
    counters.flushed += sign * events;
    counters.flushedBytesIn += sign * bytesIn;
    counters.bytesDelivered += sign * bytes;
    counters.batches += sign;
    for (const [reason, values] of Object.entries(valuesLeftOut)) {
      increment(counters.leftOut, reason, sign * values);
    }
    for (const ms of tookMs) countLatency(counters.latencies, ms / 1000, sign);
  }
}

export const NOTHING_COUNTED: Counters = {
  ingested: 0,
  recovered: 0,
  suppressed: 0,
  restamped: 0,
  bytesIn: 0,
  flushed: 0,
  flushedBytesIn: 0,
  bytesSent: 0,
  bytesDelivered: 0,
  batches: 0,
  errors: 0,
  lastError: null,
  lastErrorAt: null,
  drops: {},
  retries: {},
  leftOut: {},
  states: {},
  latencies: noLatencies(),
};

function copyOf(counters: Counters): Counters {
  const { drops, retries, leftOut, states, latencies } = counters;
  return {
    ...counters,
    drops: { ...drops },
    retries: { ...retries },
    leftOut: { ...leftOut },
    states: { ...states },
    latencies: copyLatencies(latencies),
  };
}

/** Events dropped for any reason. */
function droppedIn({ drops }: Counters): number {
  return Object.values(drops).reduce((sum, count) => sum + count, 0);
}

/** The statistics object for these counters. */
export function readStats(counters: Counters, context: StatsContext): Stats {
  const { spool, now, uptimeMs, deviceId, backendUrl, state } = context;
  const { ingested, suppressed, bytesDelivered } = counters;
  return {
    events_ingested: ingested + counters.recovered,
    events_flushed: counters.flushed,
    events_dropped: droppedIn(counters),
    flush_errors: counters.errors,
    bytes_sent: counters.bytesSent,
    bytes_delivered: bytesDelivered,
    buffer_depth: spool.depth,
    buffer_capacity: spool.capacity,
    uptime_seconds: rounded(Math.max(0, uptimeMs) / 1000, 3),
    device_id: deviceId,
    backend_url: backendUrl,
    messages_received: ingested + suppressed,
    messages_compressed: ingested,
    messages_delta_filtered: suppressed,
    bytes_in: counters.bytesIn,
    bytes_out: bytesDelivered,
    compression_ratio: bytesDelivered === 0 ? 0 : rounded(counters.flushedBytesIn / bytesDelivered, 2),
    connected: state.kind === 'online',
    state: stateName(state),
    state_changes: { ...counters.states },
    buffer_bytes: spool.bytes,
    buffer_seconds:
      spool.oldestArrival === undefined ? 0 : rounded(Math.max(0, now - spool.oldestArrival) / 1000, 3),
    events_quarantined: spool.quarantined,
    events_restamped: counters.restamped,
    events_waiting_aside: spool.waitingAside,
    dropped_by_reason: { ...counters.drops },
    retries_by_status: { ...counters.retries },
    sync_ms_p99: spool.syncMsP99 === null ? null : rounded(spool.syncMsP99, 2),
    batches_sent: counters.batches,
    values_left_out: { ...counters.leftOut },
    last_error: counters.lastError,
    last_error_at: counters.lastErrorAt,
    storage: spool.storage.kind,
    bytes_written: spool.written?.total ?? 0,
    write_amplification: amplification(spool),
  };
}

function amplification({ written }: SpoolFacts): number | null {
  return written && written.events > 0 ? rounded(written.total / written.events, 2) : null;
}

/** The state in a word. */
export function stateName(state: LinkState): StateName {
  if (state.kind !== 'refused' || state.cause === undefined) return state.kind;
  return STATES_BY_CAUSE[state.cause];
}

function increment(counts: Record<string, number>, key: string, by: number): void {
  counts[key] = (counts[key] ?? 0) + by;
}
