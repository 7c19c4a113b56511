import type { Clock } from '../clock';
import type { EdgeEvent } from '../frame';
import { type ArrivedEvent, DiskSpool, type DrainedEvents, MemorySpool, writeAbout } from '../spool';
import { Statistics, Uplink } from '../uplink';
import { type SentGroup, visitGroup } from './EventGroup';
import { readRecord } from './groupRecord';
import type { HostedBackend } from './HostedBackend';
import { MemoryReports } from './MemoryReports';
import type { Command, FromEngine, KeptEvents, SentDrops, Snapshot, Taken, ToEngine } from './messages';
import type { Outbox, SnapshotSource } from './Outbox';
import { type OpenSpoolParts, openSpool } from './openSpool';
import { untoldText } from './untoldText';

/** What an uplink has taken in but not delivered, with its counters. */
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
  /** What a predecessor with the same ID left in this engine. */
  readonly left: Backlog | undefined;
}

/** Takes in an event of a group. @param stored as for Uplink.ingest(). */
type TakeEvent = (
  event: EdgeEvent,
  stored: () => void,
  suppressed: number,
  sequence: number,
  bytes: number,
) => void;

type Open = Extract<ToEngine, { readonly kind: 'open' }>;

/** Interval at which figures go to the main thread while they change, milliseconds. */
const SNAPSHOT_MS = 100;

/** One uplink in the engine: takes in groups and reports what becomes of them. */
export class HostedUplink implements SnapshotSource {
  private readonly id: string;
  private readonly spool: MemorySpool | DiskSpool;
  private readonly statistics: Statistics;
  private readonly reports: MemoryReports;
  private readonly uplink: Uplink;
  private readonly taken: Taken;
  /** Events from the memory of an engine that died, by ascending number. */
  private restored: ArrivedEvent[] = [];
  private cancelTimer: (() => void) | undefined;
  private lastFigures = '';
  /** When the uplink was last busy, by the monotonic clock, and whether the last figures said that it is. */
  private busyAt = Number.NEGATIVE_INFINITY;
  private toldBusy = false;
  private toldDrops = 0;
  private readonly hearings = new Map<number, (isHeard: boolean) => void>();
  private hearingIds = 0;
  private tellingDrops: NodeJS.Immediate | undefined;
  /** Whether the figures are right: they are not while a resumed uplink still reads its disk. */
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
        isHeard: () => this.isHeard(),
        onState: (state) => this.tell({ kind: 'state', uplink: this.id, state }),
        onStorage: (state) => {
          this.tell({ kind: 'storage', uplink: this.id, state });
          if (state.kind === 'disk') reports.onJournalled();
          if (state.kind !== 'failing') this.becameKnown();
        },
        onFindings: (findings) => this.tell({ kind: 'findings', uplink: this.id, findings }),
      },
    );
    for (const group of resume?.groups ?? []) {
      this.takeOverUpTo(group.first);
      this.takeAgain(group);
    }
    this.takeOverUpTo(Number.POSITIVE_INFINITY);
    if (spool instanceof DiskSpool) this.openDisk(spool);
    else this.becameKnown();
    this.tell(undefined);
  }

  take(group: SentGroup): void {
    this.takeGroup(group, (event, stored, suppressed, sequence, bytes) => {
      this.taken.events++;
      this.taken.bytes += bytes;
      this.taken.bytesIn += event.bytesIn;
      this.taken.suppressed += suppressed;
      this.uplink.ingest(event, stored, suppressed, sequence);
    });
    this.touch();
  }

  /** Counts events that were dropped before they came here. */
  refuse({ id, drops, events, bytesIn, suppressed }: SentDrops): void {
    this.taken.events += events;
    this.taken.bytesIn += bytesIn;
    this.taken.suppressed += suppressed;
    this.taken.refused += events;
    this.statistics.onIngested(bytesIn, suppressed, events);
    let left = drops.length;
    const stored = (): void => {
      if (--left === 0) this.answer({ kind: 'stored', uplink: this.id, id });
    };
    for (const drop of drops) this.spool.refuse(drop, stored);
    this.touch();
  }

  run(command: Command): void {
    this.uplink[command]();
    this.touch();
  }

  /** The main thread answers whether anyone has received what was reported. */
  onHeard(id: number, isHeard: boolean): void {
    this.hearings.get(id)?.(isHeard);
    this.hearings.delete(id);
  }

  onListenerFailed(error: string): void {
    this.statistics.onError(`a listener failed: ${error}`);
    this.touch();
  }

  retryQuarantine(ids?: readonly string[]): Promise<number> {
    return this.uplink.retryQuarantine(ids);
  }

  clearQuarantine(ids?: readonly string[]): Promise<number> {
    return this.uplink.clearQuarantine(ids);
  }

  /**
   * Closes the uplink. A successor reports what nobody has heard of. The log does too, unless a successor may come and
   * the spool is on disk, which outlives the process.
   * @param isLeft whether a successor may come.
   * @returns the backlog for the successor.
   */
  async close(graceMs: number, isLeft: boolean): Promise<Backlog> {
    await this.uplink.close(graceMs);
    const untold = untoldText(this.spool);
    if (untold !== undefined && !(isLeft && this.spool.storage.kind === 'disk')) {
      this.tell({ kind: 'findings', uplink: this.id, findings: [untold] });
    }
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    clearImmediate(this.tellingDrops);
    this.hasFigures = true;
    this.busyAt = Number.NEGATIVE_INFINITY;
    this.tell(undefined);
    const { spool, statistics, reports } = this;
    return { spool, statistics, reports };
  }

  takeSnapshot(): FromEngine | undefined {
    if (!this.hasFigures) return undefined;
    const { snapshot } = this;
    this.toldBusy = snapshot.isBusy;
    this.toldDrops = this.statistics.dropped;
    return { kind: 'snapshot', uplink: this.id, snapshot, refused: this.reports.takeRefused() };
  }

  private get snapshot(): Snapshot {
    const { spool, statistics, taken, uplink } = this;
    const { depth, capacity, bytes, waitingAside, quarantined } = spool;
    const { oldestArrival, syncMsP99, written, storage } = spool;
    return {
      counters: statistics.saved,
      spool: {
        depth,
        capacity,
        bytes,
        waitingAside,
        quarantined,
        oldestArrival,
        syncMsP99,
        written,
        storage,
      },
      taken: { ...taken },
      state: uplink.state,
      isFailing: uplink.isFailing,
      waitMs: uplink.waitMs,
      isBusy: uplink.isBusy || this.hasJustBeenBusy,
    };
  }

  private takeBacklog(): Backlog {
    const { resume } = this.open;
    const { left, clock, files, outbox, backend } = this.parts;
    const plan = { ...this.open.plan, spool: { ...this.open.plan.spool, device: backend.plan.deviceId } };
    const statistics =
      left?.statistics ?? new Statistics(clock.monotonic(), resume?.counters, () => clock.now());
    const reports = left?.reports ?? new MemoryReports(this.id, outbox);
    left?.spool.configure(plan.spool);
    if (left?.spool instanceof DiskSpool) return { spool: left.spool, statistics, reports };
    const { orderBase } = resume ?? {};
    const parts = { clock, files, watch: reports, orderBase };
    const taking = (drained: DrainedEvents): DrainedEvents => {
      reports.onTakenOver(drained);
      return drained;
    };
    if (!left) {
      if (!resume?.kept) return { spool: openSpool(plan, parts), statistics, reports };
      const { events, ...others } = this.restore(resume.kept, reports);
      this.restored = [...events];
      return {
        spool: openSpool(plan, { ...parts, left: taking({ ...others, events: [] }) }),
        statistics,
        reports,
      };
    }
    const mayStay = plan.spool.intake === 'memory' || plan.directory === undefined;
    const there = mayStay ? openSpool(plan, parts) : undefined;
    if (there instanceof MemorySpool) return { spool: left.spool, statistics, reports };
    const spool = openSpool(plan, { ...parts, left: taking(left.spool.drain()) });
    return { spool, statistics, reports };
  }

  private openDisk(spool: DiskSpool): void {
    const { about, directory } = this.open.plan;
    if (about && directory !== undefined) {
      writeAbout(directory, about).catch((error: unknown) => {
        const finding = error instanceof Error ? error.message : String(error);
        this.tell({ kind: 'findings', uplink: this.id, findings: [finding] });
      });
    }
    if (spool === this.parts.left?.spool) this.becameKnown();
    else void spool.open().then(() => this.becameKnown());
  }

  /** The contents of the spool are known: if an engine died before, what went uncounted can be settled now. */
  private becameKnown(): void {
    const { spool } = this;
    if (this.hasFigures || ['opening', 'failing'].includes(spool.storage.kind)) return;
    this.hasFigures = true;
    this.statistics.settle(spool.depth + spool.quarantined);
    this.touch();
  }

  private takeAgain(group: SentGroup): void {
    this.takeGroup(group, (event, stored, _, sequence) => this.uplink.ingestAgain(event, stored, sequence));
  }

  /** Puts restored events with lower numbers than this one back into the spool, in order. */
  private takeOverUpTo(sequence: number): void {
    const end = this.restored.findIndex((each) => (each.sequence ?? 0) >= sequence);
    const events = this.restored.splice(0, end < 0 ? this.restored.length : end);
    if (events.length > 0) this.spool.importAll({ batches: [], events, quarantined: [] });
  }

  /** @param take gets each event of the group that was not dropped. Once all are stored, the group is answered. */
  private takeGroup({ id, first, count, ...group }: SentGroup, take: TakeEvent): void {
    const events: (EdgeEvent | undefined)[] = new Array(count).fill(undefined);
    let left = count;
    const stored = (): void => {
      Atomics.add(this.open.stored, 0, 1);
      if (--left > 0) return;
      const except = this.reports.othersOf(first, events);
      this.answer(
        except ? { kind: 'in-memory', uplink: this.id, id, except } : { kind: 'stored', uplink: this.id, id },
      );
    };
    let dropped = count;
    const takeEach = (event: EdgeEvent, sequence: number, suppressed: number, bytes: number): void => {
      dropped--;
      events[sequence - first] = event;
      if (this.spool instanceof MemorySpool) this.reports.onInMemory(event, sequence);
      take(event, stored, suppressed, sequence, bytes);
    };
    this.uplink.gather(() => visitGroup({ id, first, count, ...group }, takeEach));
    for (; dropped > 0; dropped--) stored();
  }

  /** Restores events in memory from the main thread's copy. */
  private restore({ groups, batches, quarantined }: KeptEvents, reports: MemoryReports): DrainedEvents {
    const arrival = this.parts.clock.now();
    const events = new Map<number, { readonly event: EdgeEvent; readonly sequence: number }>();
    for (const { group, settled } of groups) {
      visitGroup(group, (event, sequence) => {
        if (settled[sequence - group.first]) return;
        reports.onInMemory(event, sequence);
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
        reports.onInMemory(event, sequence);
        return { event, error };
      }),
    };
  }

  /** Answers a group. If events were dropped, the figures go first, so that the drops are counted before the answer. */
  private answer(message: FromEngine): void {
    this.parts.outbox.add(message, this.hasDropped ? this : undefined);
    this.touch();
  }

  private isHeard(): Promise<boolean> {
    const id = ++this.hearingIds;
    return new Promise((resolve) => {
      this.hearings.set(id, resolve);
      this.tell({ kind: 'hearing', uplink: this.id, id });
    });
  }

  private get hasJustBeenBusy(): boolean {
    return this.parts.clock.monotonic() - this.busyAt < SNAPSHOT_MS;
  }

  private get hasDropped(): boolean {
    return this.statistics.dropped !== this.toldDrops;
  }

  /**
   * Something may have changed: the main thread gets the figures soon, and again for as long as they change. It learns
   * of drops in the same turn, because nobody could count them if this thread ended; and at once that the uplink is
   * busy, but of its pauses only if they are longer than the interval.
   */
  private touch(): void {
    if (this.uplink?.isBusy) {
      this.busyAt = this.parts.clock.monotonic();
      if (!this.toldBusy) this.tell(undefined);
      this.toldBusy = true;
    }
    if (this.hasDropped) {
      this.tellingDrops ??= setImmediate(() => {
        this.tellingDrops = undefined;
        if (this.hasDropped) this.tell(undefined);
      });
    }
    this.cancelTimer ??= this.parts.clock.after(SNAPSHOT_MS, () => {
      this.cancelTimer = undefined;
      const figures = this.hasFigures ? JSON.stringify({ ...this.snapshot, waitMs: undefined }) : '';
      if (figures !== this.lastFigures) this.tell(undefined);
      else if (this.uplink.isBusy || !this.hasJustBeenBusy) return;
      this.lastFigures = figures;
      this.touch();
    });
  }

  private tell(message: FromEngine | undefined): void {
    this.parts.outbox.add(message, this);
  }
}
