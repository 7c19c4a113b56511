import { existsSync } from 'node:fs';
import type { EdgeEvent } from '../frame';
import type { StorageState } from '../spool';
import { NOTHING_COUNTED, readStats, type Stats, type UplinkListener } from '../uplink';
import type { Engine } from './Engine';
import type { EngineBackend } from './EngineBackend';
import { NOTHING_TAKEN, type Taken, type UplinkPlan } from './messages';
import { limitsOf, type UplinkRecord } from './UplinkRecord';

export interface EngineUplinkListener extends UplinkListener {
  /** Figures have changed: those of stats(), depth and storage. */
  onFigures?(): void;
}

/** An uplink in the engine, as the main thread has it. */
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

  /** Begins to deliver. */
  start(): void {
    this.isStarted = true;
    this.engine.command(this, 'start');
  }

  /**
   * Takes an event in.
   * @param stored called, in a later turn, once the event is as safe as the storage makes it, or was dropped and counted.
   * @param suppressed messages that the change filter held back before this one, for the statistics.
   */
  ingest(event: EdgeEvent, stored: () => void, suppressed: number): void {
    const { handOver } = this.record;
    const wasUnanswered = handOver.isUnanswered;
    handOver.take(event, suppressed, stored);
    if (!wasUnanswered) this.engine.updateHold();
  }

  /** Sends what waits now, without the wait for time, count or backoff. */
  flush(): void {
    this.engine.command(this, 'flush');
  }

  /** Sends nothing until resume(); goes on taking events in. */
  pause(): void {
    this.record.isPaused = true;
    this.engine.command(this, 'pause');
  }

  resume(): void {
    this.record.isPaused = false;
    this.engine.command(this, 'resume');
  }

  /** Lets quarantined events wait for delivery again. Returns how many. */
  retryQuarantine(): Promise<number> {
    return this.engine.call(this, 'retry-quarantine');
  }

  /** Drops the quarantined events. Returns how many. */
  clearQuarantine(): Promise<number> {
    return this.engine.call(this, 'clear-quarantine');
  }

  get storage(): StorageState {
    const { snapshot } = this.record;
    if (snapshot) return snapshot.spool.storage;
    return { kind: this.mayBeOnDisk ? 'opening' : 'memory' };
  }

  /** Events that wait for delivery. */
  get depth(): number {
    const { snapshot } = this.record;
    const { events, refused } = this.unseen;
    return (snapshot?.spool.depth ?? 0) + events - refused;
  }

  /** What is counted is exact at any time: what the engine has not answered is added to what it said. */
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
        connected: snapshot?.isOnline ?? false,
      },
    );
  }

  /**
   * Ends the work. May be called twice.
   * @param graceMs how long to go on sending, if the backend takes what is sent.
   * @param isLeft whether a successor of the same id may come, and is to take over what waits. Else the spool is closed.
   */
  close(graceMs: number, isLeft: boolean): Promise<void> {
    this.closed ??= new Promise((closed) => {
      this.closing = { graceMs, isLeft, closed };
      this.engine.close(this);
    });
    return this.closed;
  }

  /** What was taken in and is not in the engine's figures. */
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
