import { type Latencies, latenciesSince, latencyQuantile, type Stats } from '../uplink';
import { FallingHistory } from './FallingHistory';
import { GapLog } from './GapLog';
import type { UplinkFigures } from './UplinkRow';

/** The figures of an uplink at one moment. */
export interface Sample {
  readonly stats: Stats;
  readonly latencies: Latencies;
  /** Maximum events and bytes of its spool. */
  readonly limits: { readonly events: number; readonly bytes: number };
}

/** What is kept of a sample. */
interface Moment {
  readonly at: number;
  readonly received: number;
  readonly ingested: number;
  readonly flushed: number;
  readonly suppressed: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly bytes: number;
  readonly latencies: Latencies;
}

function momentOf({ stats, latencies }: Sample, at: number): Moment {
  return {
    at,
    received: stats.messages_received,
    ingested: stats.messages_compressed,
    flushed: stats.events_flushed,
    suppressed: stats.messages_delta_filtered,
    dropped: stats.events_dropped,
    waiting: stats.buffer_depth,
    bytes: stats.buffer_bytes,
    latencies,
  };
}

/** Rates cover the last seconds, latencies and trends the last minute; milliseconds. */
const RATE_MS = 5000;
const TREND_MS = 60_000;

/** Fewer waiting events are hardly a backlog; in a small buffer, a tenth of it is one. */
const BACKLOG_EVENTS = 500;
const BACKLOG_SHARE = 0.1;

/** Watches an uplink: turns its counters into rates, and remembers them. */
export class UplinkWatch {
  /** Undefined if no history is kept. */
  readonly history: FallingHistory | undefined;
  readonly gaps = new GapLog();
  /** Bytes per event as the spool counts them, when events last waited; undefined before that. */
  bytesPerEvent: number | undefined;
  private moments: Moment[] = [];
  private highest = 0;

  constructor(hasHistory = true) {
    this.history = hasHistory ? new FallingHistory() : undefined;
  }

  /**
   * @param at monotonic, milliseconds.
   * @param now milliseconds since the epoch.
   */
  take(sample: Sample, at: number, now: number): UplinkFigures {
    const { stats } = sample;
    // The counters of a runtime that was restarted.
    if ((this.moments.at(-1)?.received ?? 0) > stats.messages_received) this.moments = [];
    const moment = momentOf(sample, at);
    if (moment.waiting > 0) this.bytesPerEvent = moment.bytes / moment.waiting;
    this.moments.push(moment);
    this.forget(at);
    const figures = this.figures(sample, moment);
    if (this.moments.length > 1) {
      const { p50, p99, waiting, bytes, dropped, suppressed } = figures;
      const latency = { ...(p50 !== null && { p50 }), ...(p99 !== null && { p99 }) };
      this.history?.add(now, {
        in: figures.in,
        out: figures.out,
        ...{ suppressed, dropped, waiting, bytes },
        ...latency,
      });
    }
    return figures;
  }

  /** Events received per second, over what is remembered of the last 24 hours; undefined if nothing is. */
  meanIntake(now: number): number | undefined {
    const rates = this.history?.read('24h', now).figures.in.filter((rate) => rate !== null) ?? [];
    return rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  }

  private figures({ stats, latencies, limits }: Sample, moment: Moment): UplinkFigures {
    const { at, waiting, bytes } = moment;
    const recent = this.since(at - RATE_MS);
    const rate = (counter: 'ingested' | 'flushed' | 'suppressed' | 'dropped'): number => {
      const seconds = recent ? (at - recent.at) / 1000 : 0;
      return recent && seconds > 0 ? Math.max(0, moment[counter] - recent[counter]) / seconds : 0;
    };
    const isBacklog = waiting >= Math.min(BACKLOG_EVENTS, limits.events * BACKLOG_SHARE);
    this.highest = isBacklog ? Math.max(this.highest, waiting) : 0;
    const earlier = this.since(at - TREND_MS);
    const drainLeft = isBacklog ? this.drainLeft(waiting, at) : null;
    const took = latenciesSince(latencies, earlier?.latencies ?? latencies);
    return {
      in: rate('ingested'),
      out: rate('flushed'),
      suppressed: rate('suppressed'),
      dropped: rate('dropped'),
      waiting,
      bytes,
      oldest: stats.buffer_seconds,
      // What drains now may have grown within the minute.
      roomLeft: isBacklog && drainLeft === null ? this.roomLeft(moment, limits) : null,
      drainLeft,
      highest: this.highest,
      p50: latencyQuantile(took, 0.5) ?? null,
      p99: latencyQuantile(took, 0.99) ?? null,
      lastError: stats.last_error,
      lastErrorAt: stats.last_error_at,
      ratio: stats.compression_ratio,
      quarantined: stats.events_quarantined,
      droppedInAll: stats.events_dropped,
      gapAt: this.gaps.latestAt,
      capacity: limits.events,
      maxBytes: limits.bytes,
    };
  }

  /** By events or by bytes, whichever is sooner. */
  private roomLeft({ at, waiting, bytes }: Moment, limits: Sample['limits']): number | null {
    const earlier = this.since(at - TREND_MS);
    if (!earlier || at <= earlier.at) return null;
    const seconds = (at - earlier.at) / 1000;
    const left = (now: number, before: number, limit: number): number => {
      const growth = (now - before) / seconds;
      return growth > 0 ? Math.max(0, limit - now) / growth : Number.POSITIVE_INFINITY;
    };
    const room = Math.min(
      left(waiting, earlier.waiting, limits.events),
      left(bytes, earlier.bytes, limits.bytes),
    );
    return Number.isFinite(room) ? room : null;
  }

  private drainLeft(waiting: number, at: number): number | null {
    const earlier = this.since(at - RATE_MS);
    if (!earlier || at <= earlier.at) return null;
    const fall = (earlier.waiting - waiting) / ((at - earlier.at) / 1000);
    return fall > 0 ? waiting / fall : null;
  }

  /** The latest moment that is at least as old, else the oldest: timers run late. */
  private since(at: number): Moment | undefined {
    return this.moments.findLast((moment) => moment.at <= at) ?? this.moments[0];
  }

  /** Within the last minute, one moment every five seconds is enough, plus a few more for the current rate. */
  private forget(at: number): void {
    const kept: Moment[] = [];
    for (const moment of this.moments) {
      const age = at - moment.at;
      if (age > TREND_MS) continue;
      const last = kept.at(-1);
      if (age <= 2 * RATE_MS || !last || moment.at - last.at >= RATE_MS) kept.push(moment);
    }
    this.moments = kept;
  }
}
