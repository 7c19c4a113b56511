import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../src/frame';
import type { Batch, BatchLimits, Drop, Priority, Recovered, StorageState } from '../../../src/spool';
import { DiskSpool, type DiskSpoolParts } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import type { AcquireLock } from '../../../src/spool/lock/DirectoryLock';
import { FakeClock, settled } from '../clock/FakeClock';
import { type Operation, SimulatedFileSystem } from '../disk/SimulatedFileSystem';
import { SPOOL_DIRECTORY } from './crashedSpool';

export const roomyOptions: DiskSpoolOptions = {
  capacity: 100_000,
  maxBytes: 1e9,
  maxAgeMs: 0,
  overflow: 'oldest',
  order: 'fifo',
  alarmsFirst: true,
  maxPending: 10_000,
  sync: 'interval',
  syncIntervalMs: 200,
  minFreeBytes: 0,
  intake: 'disk',
};

/** Milliseconds since the epoch. */
export const RIG_START = Date.UTC(2026, 0);

const EVERYTHING: BatchLimits = { events: 100_000, bytes: 1e9 };

/** A topic in capital letters makes it an alarm. */
export function eventOf(topic: string, data = '1', time = 1_700_000_000_000): EdgeEvent {
  const event = { topic, symbol: 1, data, time, bytesIn: 2 };
  return /^[A-Z]/.test(topic) ? { ...event, alarm: true } : event;
}

export const topicsOf = ({ events }: Batch): string => events.map(({ topic }) => topic).join('');

interface RigParts extends Pick<DiskSpoolParts, 'lock' | 'segmentBytes' | 'formerDevice'> {
  readonly files?: SimulatedFileSystem;
  readonly clock?: FakeClock;
}

/** One life of a disk spool on a simulated disk, with everything that it reported and asked of the disk. */
export class DiskSpoolRig {
  readonly clock: FakeClock;
  readonly files: SimulatedFileSystem;
  readonly spool: DiskSpool;
  readonly dropped: Drop[] = [];
  readonly storages: StorageState[] = [];
  readonly recovered: Recovered[] = [];
  readonly findings: string[] = [];
  /** By how much the clock was set, and how many events were waiting then. */
  readonly steps: [number, number][] = [];
  restamped = 0;
  /** What the spool asked of the disk, in order. */
  readonly operations: Operation[] = [];
  stored = 0;
  /** How often the directory, and with it the lock, has vanished. */
  private vanished = 0;

  constructor(
    options: Partial<DiskSpoolOptions> = {},
    private readonly parts: RigParts = {},
  ) {
    this.files = parts.files ?? new SimulatedFileSystem();
    this.clock = parts.clock ?? new FakeClock();
    if (!parts.clock) this.clock.jump(RIG_START - this.clock.now());
    this.record();
    this.spool = new DiskSpool(
      SPOOL_DIRECTORY,
      { ...roomyOptions, ...options },
      { ...parts, files: this.files, clock: this.clock, lock: parts.lock ?? this.lock },
    );
    this.spool.listen({
      onReady: (recovered) => {
        this.recovered.push(recovered);
        this.findings.push(...recovered.findings);
      },
      onFindings: (findings) => this.findings.push(...findings),
      onDropped: (drop) => this.dropped.push(drop),
      onClockStep: (by, events) => this.steps.push([by, events]),
      onRestamped: (events) => {
        this.restamped += events;
      },
      onStorage: (state) => this.storages.push(state),
    });
  }

  static async open(options: Partial<DiskSpoolOptions> = {}, parts: RigParts = {}): Promise<DiskSpoolRig> {
    const rig = new DiskSpoolRig(options, parts);
    await rig.spool.open();
    await settled();
    return rig;
  }

  /** Closes the spool and opens it again, as after a restart of the process. */
  async reopen(options: Partial<DiskSpoolOptions> = {}): Promise<DiskSpoolRig> {
    await this.spool.close();
    return this.successor(options);
  }

  /** The process is killed, and another one opens the spool. */
  async killed(options: Partial<DiskSpoolOptions> = {}): Promise<DiskSpoolRig> {
    this.files.die();
    return this.successor(options);
  }

  /** Somebody removes the directory. */
  vanish(): void {
    this.vanished++;
    this.files.disk.vanish(SPOOL_DIRECTORY);
  }

  /** Appends events without waiting. */
  add(...events: readonly (string | EdgeEvent)[]): void {
    for (const event of events) {
      this.spool.append(typeof event === 'string' ? eventOf(event) : event, () => {
        this.stored++;
      });
    }
  }

  /** Appends events and waits until all are stored. */
  async append(...events: readonly (string | EdgeEvent)[]): Promise<void> {
    const appended = events.map(
      (event) =>
        new Promise<void>((resolve) => {
          this.spool.append(typeof event === 'string' ? eventOf(event) : event, () => {
            this.stored++;
            resolve();
          });
        }),
    );
    await Promise.all(appended);
  }

  async take(
    events = EVERYTHING.events,
    priority: Priority = 'any',
    bytes = EVERYTHING.bytes,
  ): Promise<Batch> {
    const batch = await this.spool.next({ events, bytes }, priority);
    assert.ok(batch, 'there is a batch');
    return batch;
  }

  /** With a capacity of 16: makes batches of one event, so that of ten events `cde` are sealed ahead and unseen. */
  async sealAhead(): Promise<void> {
    await this.append(...'abcdefghij');
    for (const topic of 'ab') assert.equal(topicsOf(await this.take(1)), topic);
    assert.deepEqual([this.spool.heldBack, this.spool.waiting], [3, 5]);
  }

  /** Delivers everything there is. Returns the topics, batch by batch. */
  async rest(events = EVERYTHING.events): Promise<string> {
    const topics: string[] = [];
    for (;;) {
      const batch = await this.spool.next({ ...EVERYTHING, events });
      if (!batch) return topics.join(' ');
      topics.push(topicsOf(batch));
      await this.spool.delivered(batch);
    }
  }

  /** How many events were dropped, and why: `3 overflow, 1 too_large`. */
  get drops(): string {
    const counts = new Map<string, number>();
    for (const { reason, events } of this.dropped) counts.set(reason, (counts.get(reason) ?? 0) + events);
    return [...counts].map(([reason, events]) => `${events} ${reason}`).join(', ');
  }

  /** The series of the events that were dropped. */
  get lost(): string {
    return this.dropped.map(({ series, events }) => (series ?? '?').repeat(events)).join('');
  }

  /** Names of the files on the disk with this prefix. */
  fileNames(prefix: string): string[] {
    const names = this.files.disk.list(SPOOL_DIRECTORY);
    return names.filter((name) => name.startsWith(prefix)).sort();
  }

  /** Operations since the last call, such as `write ordinary`, `sync journal`, `syncDirectory`. */
  takeOperations(): string[] {
    return this.operations.splice(0).map(({ kind, path }) => {
      const [name] = /(ordinary|alarm|journal)(?=-\d+\.log$)/.exec(path) ?? [];
      return name ? `${kind} ${name}` : kind;
    });
  }

  private readonly lock: AcquireLock = async () => {
    const { vanished } = this;
    return { check: async () => vanished === this.vanished, release: async () => undefined };
  };

  /** Another process opens the spool, once the test has prepared its view of the disk. */
  successorOn(prepare: (files: SimulatedFileSystem) => void): Promise<DiskSpoolRig> {
    return this.successor({}, prepare);
  }

  private async successor(
    options: Partial<DiskSpoolOptions>,
    prepare: (files: SimulatedFileSystem) => void = () => undefined,
  ): Promise<DiskSpoolRig> {
    const { disk, free } = this.files;
    const files = new SimulatedFileSystem(disk);
    files.free = free;
    prepare(files);
    return DiskSpoolRig.open(options, { ...this.parts, files, clock: this.clock });
  }

  private record(): void {
    const { fault } = this.files;
    this.files.fault = (operation) => {
      this.operations.push(operation);
      return fault(operation);
    };
  }
}
