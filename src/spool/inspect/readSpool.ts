import { join } from 'node:path';
import type { EdgeEvent } from '../../frame';
import { FileNumbers } from '../directory/FileNumbers';
import { type FoundSpool, recoverSpool } from '../directory/recoverSpool';
import { strayReason } from '../directory/strayEntry';
import type { FileSystem } from '../files/FileSystem';
import { nodeFileSystem } from '../files/nodeFileSystem';
import { OpenedFiles } from '../files/OpenedFiles';
import { ReadFaults } from '../files/ReadFaults';
import { arrivalOf, orderOf, readEvent } from '../format/eventRecord';
import type { SavedBatch } from '../format/manifestRecord';
import type { Position } from '../format/Position';
import { fileName, LOGS, type LogName, parseFileName } from '../format/segmentFile';
import { isMissing, type Liveness, livenessOf, readLock } from '../lock/lockFile';
import type { EventLog } from '../log/EventLog';
import type { Drop, QuarantinedEvent } from '../Spool';
import { ofDevice } from '../shared/ofDevice';

/** Who holds a spool directory, or held it when it died. */
export interface SpoolHolder {
  readonly pid: number;
  readonly host: string;
  /** `unknown` for one of another machine, which only its own answer could tell. */
  readonly liveness: Liveness;
}

/** An event that was not delivered, and where it is. */
export type SpooledEvent = { readonly event: EdgeEvent; readonly device?: string } & (
  | { readonly place: 'batch'; readonly batch: string; readonly arrival: number }
  | { readonly place: 'waiting'; readonly arrival: number }
  | { readonly place: 'quarantine'; readonly error: string }
);

/** What a spool directory holds, at the moment when it was looked at. Times in milliseconds since the epoch. */
export interface SpoolReading {
  readonly holder: SpoolHolder | undefined;
  /** Events in no batch yet. */
  readonly waiting: number;
  readonly inBatches: number;
  readonly batches: number;
  readonly quarantine: readonly QuarantinedEvent[];
  /** Bytes that the events of `waiting` and `inBatches` hold, about. */
  readonly bytes: number;
  /** Of all files of the spool. */
  readonly fileBytes: number;
  readonly oldestArrival: number | undefined;
  readonly newestArrival: number | undefined;
  /** Drops that nobody has been told of yet. */
  readonly drops: readonly Drop[];
  /** What is odd about the files, in words. */
  readonly findings: readonly string[];
  /** Files of somebody else. */
  readonly foreign: readonly string[];
  /** Bytes of files that were found damaged before, by name: what follows does not count. */
  readonly ends: ReadonlyMap<string, number>;
  /** Events that events() should have given and could not read, so far. */
  readonly unreadable: number;
  /**
   * Every event that was not delivered: those in batches, then those that wait in the order of their arrival, then
   * quarantine. Needs little memory, however many there are. What a live gateway delivers meanwhile may be missing.
   * One walk at a time.
   */
  events(): AsyncGenerator<SpooledEvent>;
  close(): Promise<void>;
}

/** A live spool begins and removes files: a look at them that was disturbed by that is begun anew so often. */
const LOOKS = 20;

/** Events that are held in memory at once, of each log. */
const CHUNK_EVENTS = 256;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Looks into a spool directory without a lock, and changes nothing in it.
 * @throws file system errors when the directory or a file in it cannot be read.
 */
export async function readSpool(
  directory: string,
  files: FileSystem = nodeFileSystem,
): Promise<SpoolReading> {
  for (let look = 1; ; look++) {
    const opened = new OpenedFiles(files);
    try {
      const names = await files.list(directory);
      const numbers = new FileNumbers();
      const found = await recoverSpool({
        directory,
        files: opened,
        faults: new ReadFaults(1),
        numbers,
        segmentBytes: () => 0,
      });
      const fileBytes = await sizeOf(files, directory, names);
      if (sameFiles(names, await files.list(directory)) || look === LOOKS) {
        const holder = await readHolder(directory);
        // The finding about a file begins with its name.
        const isTold = (name: string): boolean => found.findings.some((text) => text.startsWith(`${name}: `));
        const foreign = names.filter((name) => !parseFileName(name) && isTold(name));
        const oldestArrival = await findOldestArrival(found);
        return new FoundReading(found, opened, { fileBytes, holder, foreign, oldestArrival });
      }
    } catch (error) {
      await opened.close();
      if (!isMissing(error) || look === LOOKS || !(await isThere(files, directory))) throw error;
    }
    await opened.close();
  }
}

/** Undefined if nobody holds it, or where the lock file does not say who. */
export async function readHolder(directory: string): Promise<SpoolHolder | undefined> {
  const owner = (await readLock(join(directory, 'lock')))?.owner;
  return owner && { pid: owner.pid, host: owner.host, liveness: livenessOf(owner) };
}

class FoundReading implements SpoolReading {
  unreadable = 0;
  readonly holder: SpoolHolder | undefined;
  readonly fileBytes: number;
  readonly oldestArrival: number | undefined;
  readonly foreign: readonly string[];

  constructor(
    private readonly found: FoundSpool,
    private readonly opened: OpenedFiles,
    read: Pick<SpoolReading, 'holder' | 'fileBytes' | 'oldestArrival' | 'foreign'>,
  ) {
    this.holder = read.holder;
    this.fileBytes = read.fileBytes;
    this.oldestArrival = read.oldestArrival;
    this.foreign = read.foreign;
  }

  get waiting(): number {
    const { state } = this.found;
    return state.replay.length + sum(LOGS.map((log) => state.waitingIn(log)));
  }

  get inBatches(): number {
    return sum(this.found.state.batches.map(({ count }) => count));
  }

  get batches(): number {
    return this.found.state.batches.length;
  }

  get quarantine(): readonly QuarantinedEvent[] {
    return this.found.state.quarantine.map(({ event, error }) => ({ event, error }));
  }

  get bytes(): number {
    const { batches, ranges } = this.found.state;
    const waiting = LOGS.flatMap((log) => ranges[log].map(({ bytes }) => bytes));
    return sum([...batches.map(({ bytes }) => bytes), ...waiting]);
  }

  get newestArrival(): number | undefined {
    return this.found.newestArrival || undefined;
  }

  get drops(): readonly Drop[] {
    return [...this.found.state.unreported, ...this.found.lost];
  }

  get findings(): readonly string[] {
    return this.found.findings;
  }

  get ends(): ReadonlyMap<string, number> {
    return new Map(
      this.found.state.ends.map(({ log, number, size }) => [fileName({ kind: log, number }), size]),
    );
  }

  async *events(): AsyncGenerator<SpooledEvent> {
    const { batches, replay, quarantine } = this.found.state;
    for (const batch of batches) yield* this.eventsOf(batch);
    for (const { event, arrival, device } of replay)
      yield { place: 'waiting', event, arrival, ...ofDevice(device) };
    for await (const { event, arrival, device } of inOrder(LOGS.map((log) => this.waitingOf(log)))) {
      yield { place: 'waiting', event, arrival, ...ofDevice(device) };
    }
    for (const { event, error, device } of quarantine)
      yield { place: 'quarantine', event, error, ...ofDevice(device) };
  }

  close(): Promise<void> {
    return this.opened.close();
  }

  private async *eventsOf({ id, spans, held, device }: SavedBatch): AsyncGenerator<SpooledEvent> {
    for (const { log, from, to } of spans) {
      for await (const { event, arrival } of this.stretch(log, from, to)) {
        yield { place: 'batch', batch: id, event, arrival, ...ofDevice(device) };
      }
    }
    for (const { event, arrival } of held)
      yield { place: 'batch', batch: id, event, arrival, ...ofDevice(device) };
  }

  private async *waitingOf(log: LogName): AsyncGenerator<ReadEvent> {
    for (const { from, to, device } of this.found.state.ranges[log]) {
      for await (const event of this.stretch(log, from, to)) yield { ...event, device };
    }
  }

  private async *stretch(name: LogName, from: Position, to: Position | null): AsyncGenerator<ReadEvent> {
    const log = this.found.logs[name];
    for (let at = from; ; ) {
      const chunk: ReadEvent[] = [];
      let bytes = 0;
      let isFull = false;
      const visited = await log.visit(at, to, (payload) => {
        isFull = chunk.length === CHUNK_EVENTS || bytes > CHUNK_BYTES;
        if (isFull) return false;
        bytes += payload.length;
        chunk.push(readPayload(payload, name));
        return true;
      });
      this.unreadable += visited.lost;
      yield* chunk;
      if (!isFull) return;
      at = visited.at;
    }
  }
}

interface ReadEvent {
  readonly event: EdgeEvent;
  readonly arrival: number;
  readonly order: number;
  readonly device?: string | undefined;
}

function readPayload(payload: Buffer, log: LogName): ReadEvent {
  return {
    event: readEvent(payload, log === 'alarm'),
    arrival: arrivalOf(payload),
    order: orderOf(payload),
  };
}

/** Merges streams, each of which is in order. */
async function* inOrder(streams: readonly AsyncGenerator<ReadEvent>[]): AsyncGenerator<ReadEvent> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  for (;;) {
    let first: { stream: AsyncGenerator<ReadEvent>; event: ReadEvent; index: number } | undefined;
    for (const [index, { stream, next }] of heads.entries()) {
      if (next.done || (first && first.event.order <= next.value.order)) continue;
      first = { stream, event: next.value, index };
    }
    if (!first) return;
    yield first.event;
    heads[first.index] = { stream: first.stream, next: await first.stream.next() };
  }
}

async function findOldestArrival({ logs, state }: FoundSpool): Promise<number | undefined> {
  const arrivals = [...state.batches, ...state.replay].map(({ arrival }) => arrival);
  for (const name of LOGS) {
    for (const range of state.ranges[name]) {
      const arrival = await firstArrival(logs[name], range.from, range.to);
      if (arrival === undefined) continue;
      arrivals.push(arrival);
      break;
    }
  }
  return arrivals.length === 0 ? undefined : Math.min(...arrivals);
}

async function firstArrival(log: EventLog, from: Position, to: Position | null): Promise<number | undefined> {
  let arrival: number | undefined;
  await log.visit(from, to, (payload) => {
    arrival = arrivalOf(payload);
    return false;
  });
  return arrival;
}

/** Of the files that are there and can be opened. */
async function sizeOf(files: FileSystem, directory: string, names: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const name of names.filter((name) => parseFileName(name))) {
    try {
      const file = await files.openToRead(join(directory, name));
      bytes += await file.size().finally(() => file.close());
    } catch (error) {
      if (strayReason(error) === undefined) throw error;
    }
  }
  return bytes;
}

async function isThere(files: FileSystem, directory: string): Promise<boolean> {
  return files.list(directory).then(
    () => true,
    () => false,
  );
}

function sameFiles(some: readonly string[], others: readonly string[]): boolean {
  const ours = (names: readonly string[]) =>
    names
      .filter((name) => parseFileName(name))
      .sort()
      .join();
  return ours(some) === ours(others);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
