import type { Clock } from '../clock';
import type { EdgeEvent } from '../frame';
import { DiskSpool, type DrainedEvents, MemorySpool, writeAbout } from '../spool';
import { Statistics, Uplink } from '../uplink';
import { type SentGroup, visitGroup } from './EventGroup';
import { readRecord } from './eventRecord';
import type { HostedBackend } from './HostedBackend';
import { MemoryReports } from './MemoryReports';
import type { Command, FromEngine, KeptEvents, SentDrops, Snapshot, Taken, ToEngine } from './messages';
import type { Outbox, SnapshotSource } from './Outbox';
import { type OpenSpoolParts, openSpool } from './openSpool';

/** What an uplink has taken in and not delivered, with its counters. */
export interface Backlog {
  readonly spool: MemorySpool | DiskSpool;
  readonly statistics: Statistics;
  readonly reports: MemoryReports;
}

export interface HostedUplinkParts {
  readonly clock: Clock;
  readonly files?: OpenSpoolParts['files'];
  readonly random?: () => number;
  readonly backend: HostedBackend;
  readonly outbox: Outbox;
  /** What a predecessor of the same id left in this engine. */
  readonly left: Backlog | undefined;
}

type Open = Extract<ToEngine, { readonly kind: 'open' }>;

/** While something happens, figures go to the main thread so often, milliseconds. */
const SNAPSHOT_MS = 100;

/** One uplink in the engine: takes groups in, and tells what becomes of them. */
export class HostedUplink implements SnapshotSource {
  private readonly id: string;
  private readonly spool: MemorySpool | DiskSpool;
  private readonly statistics: Statistics;
  private readonly reports: MemoryReports;
  private readonly uplink: Uplink;
  private readonly taken: Taken;
  /** Events in memory that a spool on disk took over, other than those that it writes to its log. */
  private imported: readonly EdgeEvent[] = [];
  private cancelTimer: (() => void) | undefined;
  private lastFigures = '';
  private wasBusy = false;
  /** Whether the figures say what is so: not while the disk of an uplink that goes on is looked through. */
  private hasFigures = true;

  constructor(
    private readonly open: Open,
    private readonly parts: HostedUplinkParts,
  ) {
    const { plan, resume } = open;
    const { backend, clock, random } = parts;
    this.id = open.uplink;
    this.taken = { ...open.taken };
    const { spool, statistics, reports } = this.takeBacklog();
    this.spool = spool;
    this.statistics = statistics;
    this.reports = reports;
    this.hasFigures = resume === undefined;
    this.uplink = new Uplink(
      plan.delivery,
      {
        spool,
        statistics,
        transport: backend.transport,
        format: backend.format,
        context: { deviceId: backend.plan.deviceId, envelope: backend.plan.envelope },
        codings: backend.codings,
        clock,
        ...(random && { random, flushPhase: 0 }),
        onActivity: () => this.touch(),
      },
      {
        onEvent: (event) => this.tell({ kind: 'event', uplink: this.id, event }),
        onState: (state) => this.tell({ kind: 'state', uplink: this.id, state }),
        onStorage: (state) => {
          this.tell({ kind: 'storage', uplink: this.id, state });
          if (state.kind !== 'failing') this.becameKnown();
        },
        onFindings: (findings) => this.tell({ kind: 'findings', uplink: this.id, findings }),
      },
    );
    for (const group of resume?.groups ?? []) this.takeAgain(group);
    if (spool instanceof DiskSpool) this.openDisk(spool);
    else this.becameKnown();
    this.tell(undefined);
  }

  take(group: SentGroup): void {
    const stored = this.countdown(group.id, group.count);
    let missing = group.count;
    visitGroup(group, (event, sequence, suppressed) => {
      missing--;
      this.taken.events++;
      this.taken.bytesIn += event.bytesIn;
      this.taken.suppressed += suppressed;
      if (this.isInMemory) this.reports.number(event, sequence);
      this.uplink.ingest(event, stored, suppressed, sequence);
    });
    for (; missing > 0; missing--) stored();
    this.touch();
  }

  /** Events that were dropped before they came here. */
  refuse({ id, drops, events, bytesIn, suppressed }: SentDrops): void {
    this.taken.events += events;
    this.taken.bytesIn += bytesIn;
    this.taken.suppressed += suppressed;
    this.taken.refused += events;
    this.statistics.onIngested(bytesIn, suppressed, events);
    const stored = this.countdown(id, drops.length, 0);
    for (const drop of drops) this.spool.refuse(drop, stored);
    this.touch();
  }

  run(command: Command): void {
    this.uplink[command]();
    this.touch();
  }

  onListenerFailed(error: string): void {
    this.statistics.onError(`a listener failed: ${error}`);
    this.touch();
  }

  retryQuarantine(): Promise<number> {
    return this.uplink.retryQuarantine();
  }

  clearQuarantine(): Promise<number> {
    return this.uplink.clearQuarantine();
  }

  /** @returns what waits for a successor. */
  async close(graceMs: number): Promise<Backlog> {
    await this.uplink.close(graceMs);
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.hasFigures = true;
    this.tell(undefined);
    const { spool, statistics, reports } = this;
    return { spool, statistics, reports };
  }

  takeSnapshot(): FromEngine | undefined {
    if (!this.hasFigures) return undefined;
    this.wasBusy = this.uplink.isBusy;
    return { kind: 'snapshot', uplink: this.id, snapshot: this.snapshot };
  }

  private get snapshot(): Snapshot {
    const { spool, statistics, taken, uplink } = this;
    const { depth, capacity, bytes, quarantined, oldestArrival, syncMsP99, written, storage } = spool;
    return {
      counters: statistics.saved,
      spool: { depth, capacity, bytes, quarantined, oldestArrival, syncMsP99, written, storage },
      taken: { ...taken },
      isOnline: uplink.isOnline,
      isBusy: uplink.isBusy,
    };
  }

  /** Whether new events are in this memory only, by choice. */
  private get isInMemory(): boolean {
    return this.open.isWatched && this.open.plan.spool.intake === 'memory';
  }

  private takeBacklog(): Backlog {
    const { plan, resume, isWatched } = this.open;
    const { left, clock, files, outbox } = this.parts;
    const statistics = left?.statistics ?? new Statistics(clock.monotonic(), resume?.counters);
    const reports = left?.reports ?? new MemoryReports(this.id, outbox);
    left?.spool.configure(plan.spool);
    if (left?.spool instanceof DiskSpool) return { spool: left.spool, statistics, reports };
    const watch = isWatched ? reports : undefined;
    const { orderBase } = resume ?? {};
    const parts = { clock, files, watch, orderBase };
    if (!left) {
      const kept = resume?.kept && this.importing(this.restore(resume.kept, reports));
      return { spool: openSpool(plan, { ...parts, left: kept }), statistics, reports };
    }
    const mayStay = plan.spool.intake === 'memory' || plan.directory === undefined;
    const there = mayStay ? openSpool(plan, parts) : undefined;
    if (there instanceof MemorySpool) return { spool: left.spool, statistics, reports };
    const spool = openSpool(plan, { ...parts, left: this.importing(left.spool.drain()) });
    return { spool, statistics, reports };
  }

  private importing(drained: DrainedEvents): DrainedEvents {
    const inBatches = drained.batches.flatMap(({ events }) => events);
    this.imported = [...inBatches, ...drained.quarantined].map(({ event }) => event);
    return drained;
  }

  private openDisk(spool: DiskSpool): void {
    const { about, directory } = this.open.plan;
    if (about && directory !== undefined) {
      writeAbout(directory, about).catch((error: unknown) => {
        const finding = error instanceof Error ? error.message : String(error);
        this.tell({ kind: 'findings', uplink: this.id, findings: [finding] });
      });
    }
    if (spool === this.parts.left?.spool) {
      this.becameKnown();
      this.tellNumbers();
    } else void spool.open().then(() => this.becameKnown());
  }

  /** It is known what is in the spool: if it goes on for one that died, what nobody counted can be. */
  private becameKnown(): void {
    const { spool } = this;
    this.tellNumbers();
    if (spool instanceof DiskSpool && ['disk', 'memory'].includes(spool.storage.kind)) {
      // They are in its manifest by now.
      this.reports.onSettled(this.imported);
      this.imported = [];
    }
    if (this.hasFigures || ['opening', 'failing'].includes(spool.storage.kind)) return;
    this.hasFigures = true;
    this.statistics.settle(spool.depth + spool.quarantined);
    this.touch();
  }

  private tellNumbers(): void {
    if (!(this.spool instanceof DiskSpool)) return;
    const { orderBase } = this.spool;
    if (orderBase !== undefined) this.tell({ kind: 'numbered', uplink: this.id, orderBase });
  }

  private takeAgain(group: SentGroup): void {
    const stored = this.countdown(group.id, group.count);
    let missing = group.count;
    visitGroup(group, (event, sequence) => {
      missing--;
      if (this.isInMemory) this.reports.number(event, sequence);
      this.uplink.ingestAgain(event, stored, sequence);
    });
    for (; missing > 0; missing--) stored();
  }

  /** What the main thread kept of events in memory. */
  private restore({ groups, batches, quarantined }: KeptEvents, reports: MemoryReports): DrainedEvents {
    const arrival = this.parts.clock.now();
    const events = new Map<number, { readonly event: EdgeEvent; readonly sequence: number }>();
    for (const { group, settled } of groups) {
      visitGroup(group, (event, sequence) => {
        if (settled[sequence - group.first]) return;
        reports.number(event, sequence);
        events.set(sequence, { event, sequence });
      });
    }
    const restored = batches.map(({ id, sequences }) => ({
      id,
      events: sequences.flatMap((sequence) => {
        const found = events.get(sequence);
        events.delete(sequence);
        return found ? [{ ...found, arrival }] : [];
      }),
    }));
    return {
      batches: restored.filter((batch) => batch.events.length > 0),
      events: [...events.values()].map((found) => ({ ...found, arrival })),
      quarantined: quarantined.map(({ record, error, sequence }) => {
        const event = readRecord(Buffer.from(record), 0);
        reports.number(event, sequence);
        return { event, error };
      }),
    };
  }

  /** Called for each event of a group; when all are stored, the main thread is told. */
  private countdown(id: number, count: number, counts = 1): () => void {
    let left = count;
    return () => {
      left--;
      if (counts > 0) Atomics.add(this.open.stored, 0, counts);
      if (left === 0) {
        this.parts.outbox.add({ kind: 'stored', uplink: this.id, ids: [id] });
        this.touch();
      }
    };
  }

  /** Something may have changed: the main thread gets the figures soon, and once more if they then still change. */
  private touch(): void {
    if (this.uplink?.isBusy && !this.wasBusy) this.tell(undefined);
    this.cancelTimer ??= this.parts.clock.after(SNAPSHOT_MS, () => {
      this.cancelTimer = undefined;
      const figures = this.hasFigures ? JSON.stringify(this.snapshot) : '';
      if (figures === this.lastFigures) return;
      this.lastFigures = figures;
      this.tell(undefined);
      this.touch();
    });
  }

  private tell(message: FromEngine | undefined): void {
    this.parts.outbox.add(message, this);
  }
}
