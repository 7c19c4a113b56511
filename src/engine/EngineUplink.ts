import { existsSync } from 'node:fs';
import type { EdgeEvent } from '../frame';
import type { StorageState } from '../spool';
import {
  type Latencies,
  type LinkState,
  NOTHING_COUNTED,
  readStats,
  type Stats,
  type UplinkListener,
} from '../uplink';
import type { Engine } from './Engine';
import type { EngineBackend } from './EngineBackend';
import { both } from './EventGroup';
import { type EventsInMemory, eventsInMemory } from './eventsInMemory';
import { NOTHING_TAKEN, type Taken, type UplinkPlan } from './messages';
import { limitsOf, type UplinkRecord } from './UplinkRecord';

export interface EngineUplinkListener extends UplinkListener {
  /** The figures have changed: those in stats(), `depth` and `storage`. */
  onFigures?(): void;
}

/** The main thread's side of an uplink in the engine. */
export class EngineUplink {
  isStarted = false;
  /** Set while it is closing. */
  closing: { readonly graceMs: number; readonly isLeft: boolean; readonly closed: () => void } | undefined;
  private closed: Promise<void> | undefined;

  constructor(
    private readonly engine: Engine,
    readonly record: UplinkRecord,
    readonly backend: EngineBackend,
    readonly plan: UplinkPlan,
    readonly listener: EngineUplinkListener,
  ) {
    record.handOver.configure(limitsOf(plan));
  }

  /** Starts delivery. */
  start(): void {
    this.isStarted = true;
    this.engine.command(this, 'start');
  }

  /**
   * Takes an event in.
   * @param stored called in a later turn, once the event is as safe as the storage makes it, or dropped and counted.
   * @param suppressed messages that the change filter held back before this one, for the statistics.
   * @param safe called with `stored` or later, once the event no longer depends on the memory of this process. While
   * the disk fails, that is when the event is on disk after all, delivered, or dropped and counted. With storage in
   * memory it is called with `stored`.
   */
  ingest(event: EdgeEvent, stored: () => void, suppressed: number, safe?: () => void): void {
    const { handOver } = this.record;
    const wasUnanswered = handOver.isUnanswered;
    if (this.plan.spool.intake === 'disk') handOver.take(event, suppressed, stored, safe);
    else handOver.take(event, suppressed, both(stored, safe));
    if (!wasUnanswered) this.engine.updateHold();
  }

  /** Sends waiting events now, without waiting for time, count or backoff. */
  flush(): void {
    this.engine.command(this, 'flush');
  }

  /** Sends nothing until resume(), but still takes events in. */
  pause(): void {
    this.record.isPaused = true;
    this.engine.command(this, 'pause');
  }

  resume(): void {
    this.record.isPaused = false;
    this.engine.command(this, 'resume');
  }

  /**
   * Moves quarantined events back to the waiting ones.
   * @param ids which events, by quarantineId(); all if absent.
   * @returns how many.
   */
  retryQuarantine(ids?: readonly string[]): Promise<number> {
    return this.engine.call(this, 'retry-quarantine', ids);
  }

  /** Drops quarantined events. @param ids as for retryQuarantine(). @returns how many. */
  clearQuarantine(ids?: readonly string[]): Promise<number> {
    return this.engine.call(this, 'clear-quarantine', ids);
  }

  get storage(): StorageState {
    const { snapshot } = this.record;
    if (snapshot) return snapshot.spool.storage;
    return { kind: this.mayBeOnDisk ? 'opening' : 'memory' };
  }

  /** Events that belong on disk but are only in memory because the disk fails, and why; undefined if there are none. */
  get unsaved(): { readonly events: number; readonly reason: string } | undefined {
    const { storage, record } = this;
    const events = record.handOver.inMemory;
    return storage.kind === 'failing' && events > 0 ? { events, reason: storage.error } : undefined;
  }

  get isPaused(): boolean {
    return this.record.isPaused;
  }

  /** How long delivered events took, from intake to the backend's response. */
  get latencies(): Latencies {
    return (this.record.snapshot?.counters ?? NOTHING_COUNTED).latencies;
  }

  /** The events that are only in memory. */
  get inMemory(): EventsInMemory {
    return eventsInMemory(this.record.handOver.copy.save());
  }

  /** Events waiting for delivery. */
  get depth(): number {
    const { snapshot } = this.record;
    const { events, refused } = this.unseen;
    return (snapshot?.spool.depth ?? 0) + events - refused;
  }

  /** The state of the connection to the backend. */
  get state(): LinkState {
    return this.record.snapshot?.state ?? { kind: 'connecting' };
  }

  /** Whether the last request failed. */
  get isFailing(): boolean {
    return this.record.snapshot?.isFailing ?? false;
  }

  /** Milliseconds until the next attempt. */
  get waitMs(): number {
    const { snapshot, snapshotAt, clock } = this.record;
    return snapshot ? Math.max(0, snapshot.waitMs - (clock.monotonic() - snapshotAt)) : 0;
  }

  /** How long the oldest event has waited, milliseconds. */
  get oldestMs(): number {
    const { snapshot, clock } = this.record;
    const oldest = snapshot?.spool.oldestArrival;
    return oldest === undefined ? 0 : Math.max(0, clock.now() - oldest);
  }

  /** The last error, in words. */
  get lastError(): string | null {
    return this.record.snapshot?.counters.lastError ?? null;
  }

  /** Delivered events. */
  get flushed(): number {
    return this.record.snapshot?.counters.flushed ?? 0;
  }

  /** Deferred events: those that fail while others get through, and those for which quarantine has no room. */
  get waitingAside(): number {
    return this.record.snapshot?.spool.waitingAside ?? 0;
  }

  /** Events that the backend rejects. */
  get quarantined(): number {
    return this.record.snapshot?.spool.quarantined ?? 0;
  }

  /** Counters are exact at any time: what the engine has not reported yet is added to what it has. */
  stats(): Stats {
    const { record, plan, backend } = this;
    const { clock, snapshot } = record;
    const { events, bytesIn, suppressed, refused, bytes } = this.unseen;
    const counters = snapshot?.counters ?? NOTHING_COUNTED;
    const drops = refused === 0 ? {} : { overflow: (counters.drops.overflow ?? 0) + refused };
    const spool = snapshot?.spool ?? NOTHING_STORED;
    return readStats(
      {
        ...counters,
        ingested: counters.ingested + events,
        bytesIn: counters.bytesIn + bytesIn,
        suppressed: counters.suppressed + suppressed,
        drops: { ...counters.drops, ...drops },
      },
      {
        spool: {
          ...spool,
          depth: this.depth,
          bytes: spool.bytes + bytes,
          capacity: plan.spool.capacity,
          storage: this.storage,
        },
        now: clock.now(),
        uptimeMs: clock.monotonic() - record.startedAt,
        deviceId: backend.plan.deviceId,
        backendUrl: backend.url,
        state: this.state,
      },
    );
  }

  /**
   * Ends the work. May be called twice.
   * @param graceMs how long to go on sending while the backend accepts events, milliseconds.
   * @param isLeft whether a successor with the same ID may take over waiting events. If not, the spool is closed.
   */
  close(graceMs: number, isLeft: boolean): Promise<void> {
    this.closed ??= new Promise((closed) => {
      this.closing = { graceMs, isLeft, closed };
      this.engine.close(this);
    });
    return this.closed;
  }

  /** What was taken in but is not in the engine's figures yet. */
  private get unseen(): Taken {
    const { totals } = this.record.handOver;
    const seen = this.record.snapshot?.taken ?? NOTHING_TAKEN;
    return {
      events: totals.events - seen.events,
      bytesIn: totals.bytesIn - seen.bytesIn,
      suppressed: totals.suppressed - seen.suppressed,
      refused: totals.refused - seen.refused,
      bytes: totals.bytes - seen.bytes,
    };
  }

  private get mayBeOnDisk(): boolean {
    const { spool, directory } = this.plan;
    return directory !== undefined && (spool.intake === 'disk' || existsSync(directory));
  }
}

const NOTHING_STORED = {
  depth: 0,
  capacity: 0,
  bytes: 0,
  waitingAside: 0,
  quarantined: 0,
  oldestArrival: undefined,
  syncMsP99: null,
  written: null,
};
