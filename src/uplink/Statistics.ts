import { systemClock } from '../clock';
import type { LeftOutReason } from '../frame';
import type { DropReason, Spool, StorageState } from '../spool';

/**
 * The statistics object. Names are the Python package's, and ours after them; definitions stand in
 * docs/statistics.md. `events_flushed + buffer_depth + events_dropped + events_quarantined = events_ingested`
 * holds at every moment.
 */
export interface Stats {
  readonly events_ingested: number;
  readonly events_flushed: number;
  readonly events_dropped: number;
  readonly flush_errors: number;
  readonly bytes_sent: number;
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

  readonly buffer_bytes: number;
  readonly buffer_seconds: number;
  readonly events_quarantined: number;
  readonly dropped_by_reason: Readonly<Partial<Record<DropReason, number>>>;
  /** By HTTP status; `network` where there was no answer, `storage` where the spool failed. */
  readonly retries_by_status: Readonly<Record<string, number>>;
  readonly sync_ms_p99: number | null;
  readonly batches_sent: number;
  /**
   * Values of delivered events that are not with the backend: by why the format left them out, and `refused` for those
   * that the backend did not take without saying which.
   */
  readonly values_left_out: Readonly<Partial<Record<LeftOutReason | 'refused', number>>>;
  readonly last_error: string | null;
  readonly storage: StorageState['kind'];
  /** Since the start; 0 where nothing is written to disk. */
  readonly bytes_written: number;
  /** Bytes written for each byte of events; null where no event is written to disk. */
  readonly write_amplification: number | null;
}

/** Facts that the counters do not hold themselves. */
export interface StatsContext {
  readonly spool: Spool;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly monotonic: number;
  readonly deviceId: string;
  readonly backendUrl: string;
  readonly connected: boolean;
}

/** Values that are not with the backend although their events are, by reason. */
export type ValuesLeftOut = Stats['values_left_out'];

/** Events that arrived: how many, their bytes as received, and those of the request. */
export interface Delivery {
  readonly events: number;
  readonly bytesIn: number;
  readonly bytes: number;
  readonly valuesLeftOut?: ValuesLeftOut;
}

/** Counts what happens to events. Lives as long as its spool, so that the sum holds over a deploy too. */
export class Statistics {
  private ingested = 0;
  private recovered = 0;
  private suppressed = 0;
  private bytesIn = 0;
  private flushed = 0;
  private flushedBytesIn = 0;
  private bytesSent = 0;
  private bytesDelivered = 0;
  private batches = 0;
  private errors = 0;
  private lastError: string | null = null;
  private readonly drops = new Map<DropReason, number>();
  private readonly retries = new Map<string, number>();
  private readonly leftOut = new Map<string, number>();

  /** @param startedAt on the monotonic clock, so that the uptime is right also where the wall clock is set. */
  constructor(private readonly startedAt = systemClock.monotonic()) {}

  /** @param suppressed messages that the change filter held back before this one. */
  onIngested(bytesIn: number, suppressed: number): void {
    this.ingested++;
    this.bytesIn += bytesIn;
    this.suppressed += suppressed;
  }

  /** @param bytes of the request body. */
  onSent(bytes: number): void {
    this.bytesSent += bytes;
  }

  /** Events of an earlier life were found. */
  onRecovered(events: number): void {
    this.recovered += events;
  }

  onDelivered(delivery: Delivery): void {
    this.countDelivery(delivery, 1);
  }

  /** The spool could not forget the events of a delivery: they are in it again. */
  onDeliveryUndone(delivery: Delivery): void {
    this.countDelivery(delivery, -1);
  }

  /** @param where HTTP status, or what failed. */
  onFailed(error: string, where: number | 'network' | 'storage'): void {
    this.errors++;
    this.lastError = error;
    increment(this.retries, String(where), 1);
  }

  onError(error: string): void {
    this.lastError = error;
  }

  onDropped(events: number, reason: DropReason): void {
    increment(this.drops, reason, events);
  }

  read({ spool, now, monotonic, deviceId, backendUrl, connected }: StatsContext): Stats {
    return {
      events_ingested: this.ingested + this.recovered,
      events_flushed: this.flushed,
      events_dropped: [...this.drops.values()].reduce((sum, count) => sum + count, 0),
      flush_errors: this.errors,
      bytes_sent: this.bytesSent,
      buffer_depth: spool.depth,
      buffer_capacity: spool.capacity,
      uptime_seconds: Math.max(0, monotonic - this.startedAt) / 1000,
      device_id: deviceId,
      backend_url: backendUrl,
      messages_received: this.ingested + this.suppressed,
      messages_compressed: this.ingested,
      messages_delta_filtered: this.suppressed,
      bytes_in: this.bytesIn,
      bytes_out: this.bytesDelivered,
      compression_ratio: this.bytesDelivered === 0 ? 0 : this.flushedBytesIn / this.bytesDelivered,
      connected,
      buffer_bytes: spool.bytes,
      buffer_seconds: spool.oldestArrival === undefined ? 0 : Math.max(0, now - spool.oldestArrival) / 1000,
      events_quarantined: spool.quarantined,
      dropped_by_reason: Object.fromEntries(this.drops),
      retries_by_status: Object.fromEntries(this.retries),
      sync_ms_p99: spool.syncMsP99,
      batches_sent: this.batches,
      values_left_out: Object.fromEntries(this.leftOut),
      last_error: this.lastError,
      storage: spool.storage.kind,
      bytes_written: spool.written?.total ?? 0,
      write_amplification: amplification(spool),
    };
  }

  private countDelivery({ events, bytesIn, bytes, valuesLeftOut = {} }: Delivery, sign: 1 | -1): void {
    this.flushed += sign * events;
    this.flushedBytesIn += sign * bytesIn;
    this.bytesDelivered += sign * bytes;
    this.batches += sign;
    for (const [reason, values] of Object.entries(valuesLeftOut)) {
      increment(this.leftOut, reason, sign * values);
    }
  }
}

function amplification({ written }: Spool): number | null {
  return written && written.events > 0 ? written.total / written.events : null;
}

function increment<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
