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

/** The process that holds a spool directory, or held it when it died. */
export interface SpoolHolder {
  readonly pid: number;
  readonly host: string;
  /** `unknown` for a process on another machine, as only its own answer could tell. */
  readonly liveness: Liveness;
}

/** An undelivered event, and where it is. */
export type SpooledEvent = { readonly event: EdgeEvent; readonly device?: string } & (
  | { readonly place: 'batch'; readonly batch: string; readonly arrival: number }
  | { readonly place: 'waiting'; readonly arrival: number }
  | { readonly place: 'quarantine'; readonly error: string }
);

/** The contents of a spool directory at the time of reading. Times in milliseconds since the epoch. */
export interface SpoolReading {
  readonly holder: SpoolHolder | undefined;
  /** Events that are not in a batch yet. */
  readonly waiting: number;
  readonly inBatches: number;
  readonly batches: number;
  readonly quarantine: readonly QuarantinedEvent[];
  /** Approximate bytes of the events in `waiting` and `inBatches`. */
  readonly bytes: number;
  /** Total size of the spool's files. */
  readonly fileBytes: number;
  readonly oldestArrival: number | undefined;
  readonly newestArrival: number | undefined;
  /** Drops that have not been reported yet. */
  readonly drops: readonly Drop[];
  /** What is wrong with the files, as texts. */
  readonly findings: readonly string[];
  /** Files that are not ours. */
  readonly foreign: readonly string[];
  /** Valid bytes of files found damaged earlier, by file name; anything after them does not count. */
  readonly ends: ReadonlyMap<string, number>;
  /** Events that events() should have yielded so far but could not read. */
  readonly unreadable: number;
  /**
   * Every undelivered event: those in batches, then waiting ones in order of arrival, then quarantine. Needs little
   * memory, however many there are. Events that a live gateway delivers meanwhile may be missing. Only one iteration at
   * a time.
   */
  events(): AsyncGenerator<SpooledEvent>;
  close(): Promise<void>;
}

/** A live spool creates and removes files: maximum number of attempts if this disturbs the reading. */
const LOOKS = 20;

/** Maximum that is held in memory at a time, per log. */
const CHUNK_EVENTS = 256;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads a spool directory without a lock, and without changing it.
 * @throws file system errors if the directory or a file in it cannot be read.
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

/** Undefined if nobody holds it, or if the lock file does not say who does. */
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

/** Merges streams that are each in order. */
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

/** Total size of the spool files that can be opened. */
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
