import { type Clock, systemClock } from '../../clock';
import { type EdgeEvent, keepStamp } from '../../frame';
import type {
  Batch,
  BatchLimits,
  Drop,
  DropReason,
  Priority,
  QuarantinedEvent,
  Spool,
  SpoolListener,
  SpoolOptions,
  SpoolWatch,
  StorageState,
  WantsBatch,
} from '../Spool';
import type { ArrivedEvent, DrainedEvents } from '../shared/DrainedEvents';
import { dropOf } from '../shared/DropsBySeries';
import { excepted, NO_EXCEPTIONS } from '../shared/excepted';
import { halvesOf } from '../shared/halvesOf';
import { ofDevice } from '../shared/ofDevice';
import { leavingRoomForAlarms } from '../shared/roomForAlarms';
import { UnreportedDrops } from '../shared/UnreportedDrops';
import { batchOf, bytesOf, toBatch } from './LaidBatch';
import { LaidBatches } from './LaidBatches';
import { MemoryClock } from './MemoryClock';
import { MemoryQuarantine } from './MemoryQuarantine';
import { type GivenEvent, type LaidEvent, WaitingEvents } from './WaitingEvents';

const NOBODY: SpoolListener = {
  onReady: () => undefined,
  onDropped: () => undefined,
  onStorage: () => undefined,
};

/**
 * A spool in memory: bounded queues of waiting events and, ahead of them, the batches that are not settled. Lost when
 * the process ends. Overflow drops only waiting events, alarms last: a batch that may have been sent can still be
 * retried.
 */
export class MemorySpool implements Spool {
  readonly storage: StorageState = { kind: 'memory' };
  readonly syncMsP99 = null;
  readonly written = null;
  private readonly waitingEvents = new WaitingEvents();
  private readonly batches: LaidBatches;
  private readonly aside = new MemoryQuarantine();
  private readonly unreported = new UnreportedDrops();
  private readonly time: MemoryClock;
  requestBytes: number | undefined;
  private listener = NOBODY;

  constructor(
    private options: SpoolOptions,
    clock: Clock = systemClock,
    private readonly watch?: SpoolWatch,
  ) {
    this.time = new MemoryClock(clock, watch);
    this.batches = new LaidBatches(clock);
  }

  get depth(): number {
    return this.waitingEvents.length + this.batches.content.events;
  }

  get capacity(): number {
    return this.options.capacity;
  }

  get bytes(): number {
    return this.waitingEvents.alarmBytes + this.waitingEvents.ordinaryBytes + this.batches.content.bytes;
  }

  get waiting(): number {
    return this.waitingEvents.length;
  }

  get waitingAlarms(): number {
    return this.options.alarmsFirst ? this.waitingEvents.alarmCount : 0;
  }

  get waitingLive(): number {
    return this.waitingEvents.liveCount;
  }

  get heldBack(): number {
    return this.batches.freeCount;
  }

  get waitingAside(): number {
    return this.batches.waitingAside;
  }

  get asideUntil(): number | undefined {
    return this.batches.asideUntil;
  }

  get quarantined(): number {
    return this.aside.count;
  }

  get oldestArrival(): number | undefined {
    const since = Math.min(...this.batches.since, this.waitingEvents.oldest ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(since) ? this.time.arrivalOf(since) : undefined;
  }

  listen(listener: SpoolListener): void {
    this.listener = listener;
    listener.onReady({ events: 0, unreported: this.unreportedDrops, findings: [] });
  }

  /** Applies new bounds and a new order, as after a deploy; drops events that no longer fit, alarms last. */
  configure(options: SpoolOptions): void {
    this.options = options;
    if (options.order === 'fifo') this.turnToBacklog(false);
    while (this.isOverfull(0) && this.waiting > 0)
      this.drop(this.waitingEvents.takeLeastWanted(), 'overflow');
  }

  append(event: EdgeEvent, stored: () => void, place?: number, device = this.options.device): void {
    this.dropExpired();
    const bytes = bytesOf(event);
    if (this.makeRoom(event, bytes)) {
      this.waitingEvents.push({ event, bytes, since: this.time.now(), place, device });
    }
    stored();
  }

  refuse(drop: Drop, stored: () => void): void {
    this.tellDropped(drop);
    stored();
  }

  async next(
    limits: BatchLimits,
    priority: Priority = 'any',
    wants?: WantsBatch,
  ): Promise<Batch | undefined> {
    const heldBack = this.batches.take(priority, wants);
    if (heldBack) {
      this.watch?.onBatch(heldBack);
      return heldBack;
    }
    this.time.look(this.waiting, this.listener);
    this.dropExpired();
    const { alarmsFirst } = this.options;
    if (priority === 'alarms' && !alarmsFirst) return undefined;
    const hasOrdinary = priority === 'live' || this.waitingEvents.ordinaryCount > 0;
    const isOfAlarms = alarmsFirst && (priority === 'alarms' || !hasOrdinary);
    const fitting = isOfAlarms
      ? limits
      : leavingRoomForAlarms(limits, this.options, this.batches.ordinaryContent);
    const laid = this.waitingEvents.take(fitting, priority, !alarmsFirst);
    if (laid.length === 0) return undefined;
    this.time.restamp(laid, this.listener);
    const made = toBatch(laid, isOfAlarms ? 'alarms' : priority, true);
    this.batches.add(made);
    this.watch?.onBatch(made.batch);
    return made.batch;
  }

  startLive(): void {
    if (this.options.order === 'live-first') this.turnToBacklog(true);
  }

  giveBack(batch: Batch, _wasSent?: boolean, until?: number): void {
    this.batches.giveBack(batch, until);
  }

  endPauses(): void {
    this.batches.endPauses();
  }

  async delivered(batch: Batch, exceptions = NO_EXCEPTIONS): Promise<void> {
    this.batches.remove(batch);
    const { quarantined, drops } = excepted(batch, exceptions);
    if (quarantined.length === 0) this.watch?.onSettled(batch.events);
    else {
      const refused = new Set(quarantined.map(({ event }) => event));
      this.watch?.onSettled(batch.events.filter((event) => !refused.has(event)));
    }
    for (const drop of drops) this.tellDropped(drop);
    if (quarantined.length > 0) this.putAside(quarantined);
  }

  async split(batch: Batch): Promise<void> {
    for (const half of await this.divide(batch, halvesOf(batch))) this.giveBack(half);
  }

  async divide(batch: Batch, sizes: readonly number[]): Promise<readonly Batch[]> {
    const parts = this.batches.divide(batch, sizes);
    for (const part of parts) this.watch?.onBatch(part);
    return parts;
  }

  hasQuarantineRoom(events: readonly EdgeEvent[]): boolean {
    return this.aside.hasRoom(events);
  }

  async quarantine(batch: Batch, error: string): Promise<void> {
    this.batches.remove(batch);
    const known = { error, unreported: true, ...ofDevice(batch.device) } as const;
    this.putAside(batch.events.map((event) => ({ event, ...known })));
  }

  async retryQuarantine(ids?: readonly string[]): Promise<number> {
    const retried = this.aside.take(ids);
    for (const { event, device } of retried) {
      keepStamp(event);
      this.append(event, () => undefined, undefined, device);
    }
    return retried.length;
  }

  async clearQuarantine(ids?: readonly string[]): Promise<number> {
    const cleared = this.aside.take(ids);
    for (const { event } of cleared) this.report(event, 'cleared');
    return cleared.length;
  }

  learnRequestBytes(bytes: number | undefined): void {
    this.requestBytes = bytes;
  }

  dropsTold(): void {
    this.unreported.tell();
  }

  dropsReported(): void {
    this.unreported.heard();
  }

  get unreportedDrops(): readonly Drop[] {
    return this.unreported.list;
  }

  get unreportedQuarantine(): readonly QuarantinedEvent[] {
    return this.aside.unreported;
  }

  quarantineReported(events: readonly EdgeEvent[]): void {
    this.aside.reported(events);
  }

  stopWaiting(): void {
    // Nothing here takes any time.
  }

  async release(): Promise<void> {
    this.batches.release();
  }

  async close(): Promise<void> {
    await this.release();
  }

  /** Takes over the events of a spool in memory, before any are taken in; they wait, in the same batches. */
  importAll({ batches, events, quarantined, unreported = [] }: DrainedEvents): void {
    for (const { id, events: arrived, device } of batches) {
      const laid = arrived.map(({ sequence: _, ...each }) =>
        this.waitingEvents.lay(this.given({ ...each, device })),
      );
      this.batches.add({ batch: batchOf(laid, id, device), laid, priority: 'any', held: false });
    }
    for (const each of events) this.waitingEvents.push(this.given(each));
    for (const { event } of this.aside.add(quarantined)) this.report(event, 'quarantine_full');
    this.unreported.add(unreported);
  }

  /** Empties the spool for another one that takes over, as after a change of storage. Nothing counts as dropped. */
  drain(): DrainedEvents {
    const arrived = ({ event, since, place, device }: LaidEvent): ArrivedEvent => ({
      event,
      arrival: this.time.arrivalOf(since),
      sequence: place,
      device,
    });
    const batches = this.batches.removeAll().map(({ batch: { id, device }, laid }) => ({
      id,
      events: laid.map(arrived),
      device,
    }));
    const everything = { events: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
    const laid: LaidEvent[][] = [];
    while (this.waiting > 0) laid.push(this.waitingEvents.take(everything, 'any', true));
    const unreported = this.unreported.list;
    this.unreported.clear();
    return { batches, events: laid.flat().map(arrived), quarantined: this.aside.take(), unreported };
  }

  private given({ event, arrival, sequence, device }: ArrivedEvent): GivenEvent {
    return { event, bytes: bytesOf(event), since: this.time.sinceOf(arrival), place: sequence, device };
  }

  private turnToBacklog(isLiveFromNow: boolean): void {
    this.waitingEvents.turnToBacklog(isLiveFromNow);
    this.batches.turnToBacklog();
  }

  private putAside(refused: readonly QuarantinedEvent[]): void {
    const gone = this.aside.add(refused);
    for (const { event, error } of refused) this.watch?.onQuarantined(event, error);
    for (const { event } of gone) this.report(event, 'quarantine_full');
  }

  /** Whether an event of this size now fits; drops others to make it fit, or else the event itself. */
  private makeRoom(event: EdgeEvent, bytes: number): boolean {
    const { capacity, maxBytes, overflow } = this.options;
    if (bytes > maxBytes) {
      this.report(event, 'too_large');
      return false;
    }
    if (!this.isOverfull(bytes)) return true;
    const mayDropOrdinary = overflow === 'oldest' || event.alarm === true;
    const mayDropAlarms = overflow === 'oldest' && event.alarm === true;
    const least = { ...this.batches.content };
    if (!mayDropOrdinary) least.events += this.waitingEvents.ordinaryCount;
    if (!mayDropOrdinary) least.bytes += this.waitingEvents.ordinaryBytes;
    if (!mayDropAlarms) least.events += this.waitingEvents.alarmCount;
    if (!mayDropAlarms) least.bytes += this.waitingEvents.alarmBytes;
    // Nothing is dropped for an event that would not fit even then.
    if (least.events + 1 > capacity || least.bytes + bytes > maxBytes) {
      this.report(event, 'overflow');
      return false;
    }
    while (this.isOverfull(bytes)) this.drop(this.waitingEvents.takeLeastWanted(), 'overflow');
    return true;
  }

  private isOverfull(moreBytes: number): boolean {
    const moreEvents = moreBytes > 0 ? 1 : 0;
    return this.depth + moreEvents > this.options.capacity || this.bytes + moreBytes > this.options.maxBytes;
  }

  private dropExpired(): void {
    if (this.options.maxAgeMs === 0) return;
    const limit = this.time.now() - this.options.maxAgeMs;
    for (
      let old = this.waitingEvents.takeOlderThan(limit);
      old;
      old = this.waitingEvents.takeOlderThan(limit)
    ) {
      this.drop(old, 'expired');
    }
  }

  private drop(laid: LaidEvent | undefined, reason: DropReason): void {
    if (laid) this.report(laid.event, reason);
  }

  private report(event: EdgeEvent, reason: DropReason): void {
    this.watch?.onSettled([event]);
    this.tellDropped(dropOf(event, reason));
  }

  private tellDropped(drop: Drop): void {
    this.unreported.add([drop]);
    this.listener.onDropped(drop);
  }
}
