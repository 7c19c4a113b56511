import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BackendServer } from '../backend/backendServer';
import { checkArrived, checkRepetitions } from '../backend/receivedEvents';
import { Pacer } from '../clock/Pacer';
import { SmallDisk } from '../disk/smallDisk';
import { numberOf } from '../numberedEvents';
import { sleep, until } from '../until';
import { DiskGateway, type DiskGatewayOptions } from './diskGateway';

type GatewaySettings = Partial<Omit<DiskGatewayOptions, 'onEvent'>>;

/** A gateway in this process with its disk and its backend, in trouble; it counts what it takes in. */
export class Drill {
  /** Contains the directory; the drill removes it at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'wireband-drill-'));
  readonly directory = join(this.folder, 'disk', 'spool');
  gateway!: DiskGateway;
  /** Events taken in so far; the next has this number. */
  taken = 0;
  private storedOnce = new Set<number>();
  private storedTwice: number[] = [];
  private pacer: Pacer | undefined;
  private settings: GatewaySettings = {};
  private disk: SmallDisk | undefined;
  private storageTurns = 0;

  private constructor(readonly backend: BackendServer) {}

  static async prepare(): Promise<Drill> {
    return new Drill(await BackendServer.start());
  }

  /** Puts the directory on its own disk with this many bytes; undefined if this machine does not permit it. */
  mountSmallDisk(bytes: number): SmallDisk | undefined {
    this.disk = SmallDisk.mount(dirname(this.directory), bytes);
    return this.disk;
  }

  /** Starts a gateway on the directory, in place of a running one; settings carry over from one to the next. */
  async open(settings: GatewaySettings = {}): Promise<void> {
    await this.gateway?.close();
    this.settings = { ...this.settings, ...settings };
    const { directory, backend } = this;
    this.gateway = new DiskGateway({ directory, backendUrl: backend.url, ...this.settings });
    this.storageTurns = 0;
    await this.gateway.open();
  }

  takeIn(count: number): void {
    for (const end = this.taken + count; this.taken < end; this.taken++) {
      const number = this.taken;
      this.gateway.ingest(number, () => {
        if (this.storedOnce.has(number)) this.storedTwice.push(number);
        this.storedOnce.add(number);
      });
    }
  }

  /** Takes in this many events per second until stopLoad(). */
  load(perSecond: number): void {
    this.pacer = new Pacer(perSecond, () => this.takeIn(1));
  }

  stopLoad(): void {
    this.pacer?.stop();
    this.pacer = undefined;
  }

  /**
   * Waits until the uplink has reported this storage state since the last call: if it recovers by itself, as from a
   * removed directory, a busy machine may not see it fail. `disk` must be the latest state reported.
   */
  async storageBecomes(state: 'disk' | 'failing'): Promise<void> {
    await until(
      () => `storage ${state}; it is ${JSON.stringify(this.gateway.spool.storage)}`,
      () => {
        const told = this.storageEvents();
        return state === 'disk' ? told.at(-1) === state : told.slice(this.storageTurns).includes(state);
      },
    );
    this.storageTurns = this.storageEvents().lastIndexOf(state) + 1;
  }

  /** Storage states that the uplink reported, in order. */
  storageEvents(): string[] {
    return this.gateway.events.flatMap((turn) => (turn.event === 'storage' ? [turn.payload.state] : []));
  }

  /** Waits until `count` more events have arrived. */
  async moreArrive(count: number): Promise<void> {
    const { length } = this.backend.taken;
    await until(`${count} more events arrive`, () => this.backend.taken.length >= length + count);
  }

  /** Waits until everything taken in is reported as stored: on disk, or in memory if the disk fails. */
  async allStored(): Promise<void> {
    await until('all events are reported as stored', () => this.storedOnce.size >= this.taken);
  }

  /** Waits until the load has taken in `count` more events. */
  async moreComeIn(count: number): Promise<void> {
    const before = this.taken;
    await until(`${count} more events come in`, () => this.taken >= before + count);
  }

  /** Waits until `count` more attempts of the uplink have failed. */
  async moreTriesFail(count: number): Promise<void> {
    const failures = (): number => this.gateway.stats().flush_errors;
    const before = failures();
    await until(`${count} more attempts fail`, () => failures() >= before + count);
  }

  /** Waits until nothing is left to deliver. */
  async empties(): Promise<void> {
    await until(
      () => `the spool is empty: ${JSON.stringify(this.gateway.stats())}`,
      () => this.gateway.spool.depth === 0,
    );
  }

  /** Every event is at the backend once and was reported as stored once; the counters agree. */
  async allArriveOnce(): Promise<void> {
    this.stopLoad();
    await this.empties();
    await this.allStored();
    // Proves that nothing comes: anything delivered twice would come now.
    await sleep(50);
    checkArrived(this.backend, Array(this.taken).keys());
    checkRepetitions(this.backend);
    this.checkCounters();
    assert.equal(this.gateway.stats().events_dropped, 0);
    this.checkStored();
  }

  checkCounters(): void {
    const stats = this.gateway.stats();
    const { events_flushed, buffer_depth, events_dropped, events_quarantined, events_ingested } = stats;
    const placed = events_flushed + buffer_depth + events_dropped + events_quarantined;
    assert.equal(placed, events_ingested, JSON.stringify(stats));
  }

  checkStored(): void {
    assert.deepEqual(this.storedTwice, [], 'reported as stored twice');
    assert.equal(this.storedOnce.size, this.taken, 'all events were reported as stored');
  }

  /** Numbers of the events that the backend took. */
  arrived(): Set<number> {
    return new Set(this.backend.taken.map(numberOf));
  }

  /** @throws {Error} if the backend saw a malformed request. */
  async end(): Promise<void> {
    this.stopLoad();
    await this.gateway?.close();
    this.disk?.unmount();
    rmSync(this.folder, { recursive: true, force: true });
    await this.backend.close();
  }
}
