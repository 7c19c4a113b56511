import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Recovered } from '../../../src/spool';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import { freeLock } from './crashedSpool';
import { numberOf, topicOf } from './SpoolPromises';

const options: DiskSpoolOptions = {
  capacity: 100_000,
  maxBytes: 10_000_000,
  maxAgeMs: 0,
  overflow: 'oldest',
  order: 'fifo',
  alarmsFirst: false,
  maxPending: 10_000,
  sync: 'always',
  syncIntervalMs: 200,
  minFreeBytes: 0,
  intake: 'disk',
};

/** Small enough for several files. */
const SEGMENT_BYTES = 6000;
const FILLING = 'filling '.repeat(4);
const ALARM_EVERY = 10;
const PER_BATCH = 7;
const NEWEST = 1_000_000;

/** The result of opening a folder. */
export interface Opened {
  readonly recovered: Recovered;
  /** Numbers of all events that came, in order. */
  readonly numbers: readonly number[];
  readonly batches: readonly Batch[];
  /** Events that the spool counts as unreadable. */
  readonly unreadable: number;
}

/** A spool's directory on a real disk. */
export class SpoolFolder {
  private constructor(
    private readonly root: string,
    readonly directory: string,
  ) {}

  static async make(): Promise<SpoolFolder> {
    const root = await mkdtemp(join(tmpdir(), 'spool-folder-'));
    return new SpoolFolder(root, join(root, 'spool'));
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  /** Copies the files to another place. */
  async copy(): Promise<SpoolFolder> {
    const copy = await SpoolFolder.make();
    await cp(this.directory, copy.directory, { recursive: true });
    return copy;
  }

  /** Names of the files of a kind, oldest first. */
  async names(kind: 'ordinary' | 'alarm' | 'journal'): Promise<string[]> {
    return (await readdir(this.directory)).filter((name) => name.startsWith(`${kind}-`)).sort();
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  async change(name: string, change: (bytes: Buffer) => Uint8Array): Promise<void> {
    await writeFile(this.path(name), change(await readFile(this.path(name))));
  }

  /** Opens the spool, uses it, and closes it. */
  async use<T>(action: (spool: DiskSpool, recovered: Recovered) => Promise<T>): Promise<T> {
    const spool = new DiskSpool(this.directory, options, { lock: freeLock, segmentBytes: SEGMENT_BYTES });
    const ready = listenTo(spool, () => undefined);
    await spool.open();
    try {
      return await action(spool, await ready);
    } finally {
      await spool.close();
    }
  }

  /** Opens the spool and delivers everything readable. Afterwards it takes in and delivers events as before. */
  async readAll(): Promise<Opened> {
    const spool = new DiskSpool(this.directory, options, { lock: freeLock, segmentBytes: SEGMENT_BYTES });
    let unreadable = 0;
    const ready = listenTo(spool, (events) => {
      unreadable += events;
    });
    await spool.open();
    const recovered = await ready;
    const batches = await deliverAll(spool);
    const fromBatches = unreadable;
    await spool.retryQuarantine();
    batches.push(...(await deliverAll(spool)));
    assert.equal(spool.depth, 0, 'nothing stays behind');
    const numbers = batches.flatMap(({ events }) => events.map(checkedNumber));
    assert.equal(new Set(numbers).size, numbers.length, 'every event comes once');
    assert.equal(
      recovered.events,
      numbers.length + fromBatches,
      'every stored event is delivered or counted',
    );
    await append(spool, NEWEST, NEWEST + 3);
    const newest = (await deliverAll(spool)).flatMap(({ events }) => events.map(checkedNumber));
    assert.deepEqual(newest, [NEWEST, NEWEST + 1, NEWEST + 2], 'it works as before');
    spool.dropsReported();
    await spool.close();
    return { recovered, numbers, batches, unreadable };
  }
}

/** @param onUnreadable called with the number of events that cannot be read. */
function listenTo(spool: DiskSpool, onUnreadable: (events: number) => void): Promise<Recovered> {
  return new Promise((resolve) => {
    spool.listen({
      onReady: resolve,
      onDropped: ({ reason, events }) => {
        assert.equal(reason, 'unreadable');
        onUnreadable(events);
      },
      onStorage: () => undefined,
    });
  });
}

/** Appends the events with these numbers, and waits until they are stored. */
export async function append(spool: DiskSpool, from: number, to: number, text = FILLING): Promise<void> {
  const stored: Promise<void>[] = [];
  for (let number = from; number < to; number++) {
    stored.push(new Promise((resolve) => spool.append(numbered(number, text), resolve)));
  }
  await Promise.all(stored);
}

export async function take(spool: DiskSpool, events: number): Promise<Batch> {
  const batch = await spool.next({ events, bytes: 1e9 });
  assert.ok(batch);
  return batch;
}

/** Takes and delivers every batch that the spool gives. @param perBatch maximum number of events in a new one. */
export async function deliverAll(spool: DiskSpool, perBatch = PER_BATCH): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (;;) {
    const batch = await spool.next({ events: perBatch, bytes: 1e9 });
    if (!batch) return batches;
    batches.push(batch);
    await spool.delivered(batch);
  }
}

function numbered(number: number, text: string): EdgeEvent {
  const event = { topic: topicOf(number), symbol: 1, data: dataOf(number, text), time: number, bytesIn: 9 };
  return number % ALARM_EVERY === ALARM_EVERY - 1 ? { ...event, alarm: true } : event;
}

const dataOf = (number: number, text: string): string => JSON.stringify({ number, text });

/** @throws if an event differs from the one appended. */
function checkedNumber(event: EdgeEvent): number {
  const number = numberOf(event);
  const { text } = Object(JSON.parse(event.data));
  assert.deepEqual(event, numbered(number, String(text)));
  return number;
}
