import type { SpoolDisk } from '../directory/SpoolDisk';
import { SerialTasks } from '../files/SerialTasks';
import type { StoredEvent } from '../format/eventRecord';
import { LOGS, type LogName } from '../format/segmentFile';
import type { PlacedEvent } from '../log/PlacedEvent';
import { rememberedEvents } from '../log/rememberedEvents';
import { takeEvents } from '../log/takeEvents';
import type { Drop, DropReason } from '../Spool';
import type { DrainedEvents } from '../shared/DrainedEvents';
import { dropOf } from '../shared/DropsBySeries';
import type { SpoolStatus } from '../status/SpoolStatus';
import { Batches } from './Batches';
import { dropStretch } from './dropStretch';
import { heldBatch } from './heldBatch';
import { Ledger } from './Ledger';
import { Quarantine } from './Quarantine';

/** The waiting events of a log that are still in memory. */
interface RememberedEvents {
  readonly log: LogName;
  readonly events: readonly PlacedEvent[];
}

/**
 * The old end of a spool on disk, where events leave it. Owns what is known about them, the batches made of them, and
 * the quarantine; everything that takes from the old end runs as one of its tasks.
 */
export class LogHead {
  readonly batches: Batches;
  readonly quarantine: Quarantine;
  private readonly ledger: Ledger;
  private readonly tasks = new SerialTasks();

  /** @param newId creates batch IDs. */
  constructor(
    private readonly status: SpoolStatus,
    private readonly newId: () => string,
  ) {
    this.ledger = new Ledger(status);
    this.quarantine = new Quarantine(status, this.ledger);
    this.batches = new Batches(status, this.ledger, this.quarantine, newId);
  }

  /** Undefined until it is open, and while somebody else holds it. */
  get disk(): SpoolDisk | undefined {
    return this.ledger.disk;
  }

  /** Waiting events, in no batch. */
  get waiting(): number {
    return this.ledger.state.waiting;
  }

  /** Of `waiting`: those in one log. */
  waitingIn(log: LogName): number {
    return this.ledger.state.waitingIn(log);
  }

  /** Of `waiting`: those that came since startLive(). */
  get waitingLive(): number {
    return this.isLive ? this.ledger.state.openRange('ordinary').events : 0;
  }

  /** Events in files that cannot be opened. */
  get unavailable(): number {
    return this.ledger.state.unavailable;
  }

  get batchedEvents(): number {
    return this.ledger.state.batchedEvents;
  }

  /** Events that wait or are in batches. */
  get events(): number {
    return this.waiting + this.batchedEvents;
  }

  /** Bytes of `events`. */
  get bytes(): number {
    return this.ledger.state.bytes;
  }

  /** Whether events are divided into a backlog and those that came since. */
  get isLive(): boolean {
    return this.ledger.isLive;
  }

  /** Arrival of the oldest event, by the spool's count of time, as far as known without reading. */
  get oldestArrival(): number | undefined {
    const { batches, replay, ranges } = this.ledger.state;
    const arrivals = [replay[0]?.arrival, ...batches.map(({ arrival }) => arrival)];
    for (const log of LOGS) {
      const range = ranges[log].find(({ events }) => events > 0);
      if (range) arrivals.push(this.disk?.logs[log].segmentWith(range.from.n)?.firstArrival);
    }
    const oldest = Math.min(...arrivals.filter((arrival) => arrival !== undefined));
    return Number.isFinite(oldest) ? oldest : undefined;
  }

  /** Runs a task on the old end once no other task is running. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.tasks.run(task);
  }

  get hasUnsavedDrops(): boolean {
    return this.ledger.hasUnsavedDrops;
  }

  /** Counts dropped events that were never on disk. saveDrops() writes them, many at a time. */
  drop(drop: Drop): void {
    this.ledger.drop(drop);
  }

  /** @throws what the file system throws. */
  saveDrops(): Promise<void> {
    return this.ledger.saveDrops();
  }

  get requestBytes(): number | undefined {
    return this.ledger.state.requestBytes;
  }

  learnRequestBytes(bytes: number | undefined): void {
    this.status.inBackground(this.ledger.record({ kind: 'learned', requestBytes: bytes ?? null }));
  }

  /** Drops that nobody has heard of. */
  get unreported(): readonly Drop[] {
    return this.ledger.state.unreported;
  }

  dropsTold(): void {
    this.ledger.dropsTold();
  }

  dropsReported(): void {
    if (!this.ledger.state.hasUnreported) return;
    this.status.inBackground(this.ledger.dropsHeard());
  }

  /** Events waiting now become the backlog; events from now on are live. */
  startLive(): void {
    if (!this.disk) return;
    const { end } = this.disk.logs.ordinary;
    this.status.inBackground(this.ledger.record({ kind: 'live', at: end }));
  }

  /** Arrival of the event that has waited longest in a log. @throws what the file system throws. */
  async oldestArrivalIn(log: LogName): Promise<number | undefined> {
    const { disk, state } = this.ledger;
    const { from, to, events } = state.oldestRange(log);
    if (!disk || events === 0) return undefined;
    const taken = await takeEvents(disk.logs, [{ log, from, to }], { events: 1, bytes: 1 });
    return taken.events[0]?.arrival;
  }

  /**
   * Drops the oldest waiting events of a log for as long as `goesOn` returns true. Must run as a task.
   * @param goesOn gets the arrival of the event, and how many events and bytes have been dropped so far.
   * @returns how many events were dropped.
   */
  async dropWhile(
    log: LogName,
    reason: DropReason,
    goesOn: (arrival: number, events: number, bytes: number) => boolean,
  ): Promise<number> {
    const { disk, state } = this.ledger;
    const range = state.oldestRange(log);
    if (!disk || range.events === 0) return 0;
    const dropped = await dropStretch(disk.logs[log], range, reason, goesOn);
    if (!dropped) return 0;
    const { span, drops } = dropped;
    await this.ledger.record({ kind: 'dropped', span, replayed: 0, drops });
    return span.events + span.lost;
  }

  /** The same for events that wait again after quarantine. */
  async dropReplayedWhile(
    reason: DropReason,
    goesOn: (arrival: number, events: number, isAlarm: boolean) => boolean,
  ): Promise<number> {
    const { replay } = this.ledger.state;
    const kept = replay.findIndex(({ arrival, event }, i) => !goesOn(arrival, i, event.alarm === true));
    const dropped = kept < 0 ? replay : replay.slice(0, kept);
    if (dropped.length === 0) return 0;
    this.status.watch?.onSettled(dropped.map(({ event }) => event));
    const drops = dropped.map(({ event }) => dropOf(event, reason));
    await this.ledger.record({ kind: 'dropped', span: null, replayed: dropped.length, drops });
    return dropped.length;
  }

  /**
   * Continues with a disk that was just read.
   * @param former the device of the events on it that name none.
   * @returns how many events on it are new here, and a promise that resolves once it holds those known here.
   */
  open(disk: SpoolDisk, former?: string): { readonly events: number; readonly written: Promise<void> } {
    const { state } = disk;
    const own = new Set(this.ledger.state.batches.map(({ id }) => id));
    let events = state.waiting + state.quarantine.length + state.unavailable;
    for (const { id, count } of state.batches) if (!own.has(id)) events += count;
    return { events, written: this.ledger.open(disk, former) };
  }

  /** The clock was set: events that nobody has seen must not keep stamps from before. Must run as a task. */
  async addStep(by: number): Promise<void> {
    await this.batches.unseal();
    await this.ledger.addStep(by);
  }

  /** Takes over what a spool in memory held, except waiting events that are in no batch. */
  importAll({ batches, quarantined, unreported = [] }: DrainedEvents): void {
    for (const { id, events, device } of batches) this.hold(id, events, device);
    if (quarantined.length > 0) {
      this.status.inBackground(this.ledger.record({ kind: 'quarantined', id: '', events: quarantined }));
    }
    this.ledger.state.addDrops(unreported);
  }

  /** Events written from now on belong to the device named in the options; events only in memory do not. */
  async changeDevice(inMemory: readonly StoredEvent[], former: string | undefined): Promise<void> {
    if (inMemory.length > 0) this.hold(this.newId(), inMemory, former);
    this.ledger.changeDevice(former);
    if (this.disk && !this.status.isFailing) await this.ledger.resume();
  }

  /** Gives the disk a snapshot, and writes all later changes to it. @throws when it fails again. */
  resume(): Promise<void> {
    return this.ledger.resume();
  }

  /**
   * The disk is no longer ours: keeps the batches that are known without it.
   * @param isEmpty whether nobody can find the other events on it: then those still in memory are kept too.
   * @returns the waiting events that are still in memory, and how many events are lost.
   */
  abandon(isEmpty: boolean): { readonly waiting: readonly RememberedEvents[]; readonly lost: number } {
    const { disk, state } = this.ledger;
    if (!disk) return { waiting: [], lost: 0 };
    let { kept, lost } = this.batches.keepKnown(isEmpty);
    const waiting = LOGS.map((log) => {
      const ranges = state.ranges[log].map(({ from, to }) => ({ log, from, to }));
      const events = isEmpty ? rememberedEvents(disk.logs, ranges) : [];
      lost += state.waitingIn(log) - events.length;
      return { log, events };
    });
    this.ledger.abandon(kept);
    // Errors do not matter: the disk is of no use any more.
    disk.close(false).catch(() => undefined);
    return { waiting, lost };
  }

  private hold(id: string, events: readonly StoredEvent[], device: string | undefined): void {
    const batch = heldBatch(id, 'any', events, device);
    this.status.inBackground(this.ledger.record({ kind: 'hold', batch, replayed: 0 }));
  }

  /** Records how far the logs go, without making it durable. */
  noteEnd(): Promise<void> {
    return this.ledger.noteEnd();
  }

  /** Makes everything durable, if the options say so. */
  sync(): Promise<void> {
    return this.ledger.sync();
  }

  /** Removes files that nothing needs any more. */
  reclaim(): void {
    this.ledger.reclaim();
  }
}
