import { dirname } from 'node:path';
import {
  type Change,
  type DiskContents,
  type Entry,
  FileContent,
  type RecordedChange,
  type SimulatedDisk,
} from '../disk/SimulatedDisk';
import type { SeededRandom } from '../seededRandom';
import { type Chooser, outcomes } from './choices';

/**
 * How a process ends.
 * - `kill`: only the process; the page cache survives. A change in progress may be made, not made, or, if a write,
 *   torn at any byte.
 * - `power cut`: the page cache is lost. Whatever no completed sync covers that began after it may be there or not,
 *   each name and each sector by itself; files may have any size that they have had since, or zeros.
 */
export const CRASHES = ['kill', 'power cut'] as const;
export type Crash = (typeof CRASHES)[number];

const SECTOR_BYTES = 512;
const BLOCK_BYTES = 4096;

/**
 * What a disk may hold after a crash at a moment: all possibilities if there are at most `limit`, otherwise a random
 * sample of that size, including the two extremes (nothing unsynced is there, everything is).
 */
export function crashStates(
  disk: SimulatedDisk,
  moment: number,
  crash: Crash,
  limit: number,
  random: SeededRandom,
): Generator<DiskContents> {
  const past = new Past(disk, moment, crash);
  return outcomes((chooser) => past.state(chooser), limit, random);
}

/** One possible content of a disk after a crash at a moment. */
export function crashState(
  disk: SimulatedDisk,
  moment: number,
  crash: Crash,
  chooser: Chooser,
): DiskContents {
  return new Past(disk, moment, crash).state(chooser);
}

/** How much of a change in progress takes effect when its process is killed. */
export function partOf(change: Change, chooser: Chooser): Change | undefined {
  switch (change.kind) {
    case 'name':
      return chooser.pick(2) === 0 ? undefined : change;
    case 'write': {
      const length = chooser.pick(change.bytes.length + 1);
      return length === 0 ? undefined : { ...change, bytes: change.bytes.subarray(0, length) };
    }
    case 'sync':
    case 'syncDirectory':
      return undefined;
  }
}

const endAt = ({ end }: RecordedChange, moment: number): number => (end <= moment ? end : Infinity);

/** The changes before a crash, and what may remain of them. */
class Past {
  /** In the order in which they took effect. */
  private readonly records: readonly RecordedChange[];
  /** Those that are certain to survive this crash. */
  private readonly sure: ReadonlySet<RecordedChange>;
  private readonly writes = new Map<number, Write[]>();

  constructor(
    private readonly disk: SimulatedDisk,
    private readonly moment: number,
    private readonly crash: Crash,
  ) {
    const begun = disk.records.filter(({ begin, voidFrom }) => begin <= moment && voidFrom > moment);
    this.records = begun.sort((a, b) => endAt(a, moment) - endAt(b, moment) || a.begin - b.begin);
    const through = this.records.filter((record) => this.isThrough(record));
    this.sure = new Set(crash === 'kill' ? through : durableOf(through));
    for (const record of this.records.filter(isWrite)) {
      const { file } = record.change;
      this.writes.set(file, [...(this.writes.get(file) ?? []), record]);
    }
  }

  state(chooser: Chooser): DiskContents {
    const directories = new Set<string>();
    const files = new Map<string, Uint8Array>();
    const names = [...this.names(chooser)].sort(([a], [b]) => a.length - b.length);
    for (const [path, entry] of names) {
      if (path !== '/' && !directories.has(dirname(path))) continue;
      if (entry === 'directory') directories.add(path);
      else files.set(path, this.crash === 'kill' ? this.cached(entry, chooser) : this.onDisk(entry, chooser));
    }
    return { directories, files };
  }

  private names(chooser: Chooser): Map<string, Entry> {
    const names = new Map(this.disk.firstNames);
    const versions = new Map<string, (Entry | undefined)[]>();
    for (const record of this.records) {
      const { change } = record;
      if (change.kind !== 'name') continue;
      if (this.sure.has(record)) {
        setName(names, change.path, change.entry);
        versions.delete(change.path);
      } else {
        versions.set(change.path, [...(versions.get(change.path) ?? []), change.entry]);
      }
    }
    for (const [path, unsure] of versions) {
      const choice = chooser.pick(unsure.length + 1);
      if (choice > 0) setName(names, path, unsure[choice - 1]);
    }
    return names;
  }

  /** A file as it is in the page cache. */
  private cached(file: number, chooser: Chooser): Uint8Array {
    const content = this.first(file);
    for (const record of this.writes.get(file) ?? []) {
      const part = this.sure.has(record) ? record.change : partOf(record.change, chooser);
      if (part?.kind === 'write') content.write(part.bytes, part.position);
    }
    return content.bytes;
  }

  /** A file as it is on the disk. */
  private onDisk(file: number, chooser: Chooser): Uint8Array {
    const durable = this.first(file);
    const unsure: FileContent[] = [];
    const sizes = new Set<number>();
    let latest = durable;
    let sureUntil = Infinity;
    for (const record of this.writes.get(file) ?? []) {
      const { bytes, position } = record.change;
      if (this.sure.has(record)) {
        for (const content of [durable, ...unsure]) content.write(bytes, position);
        continue;
      }
      const before = latest;
      latest = new FileContent(before.bytes);
      latest.write(this.isThrough(record) ? bytes : bytes.subarray(0, tornLength(record, chooser)), position);
      unsure.push(latest);
      sureUntil = Math.min(sureUntil, position);
      for (let size = nextSector(before.size); size < latest.size; size += SECTOR_BYTES) sizes.add(size);
      sizes.add(latest.size);
    }
    if (unsure.length === 0) return durable.bytes;
    if (latest.size > durable.size) sizes.add(Math.ceil(latest.size / BLOCK_BYTES) * BLOCK_BYTES);
    const larger = [...sizes].filter((size) => size > durable.size).sort((a, b) => a - b);
    const size = [durable.size, ...larger][chooser.pick(larger.length + 1)] ?? 0;
    return mixed([durable, ...unsure], sureUntil, size, chooser);
  }

  private first(file: number): FileContent {
    return new FileContent(this.disk.firstContents.get(file));
  }

  private isThrough({ end }: RecordedChange): boolean {
    return end <= this.moment;
  }
}

/** Each sector as in one of the versions, which are the same up to `sameUntil`. */
function mixed(versions: readonly FileContent[], sameUntil: number, size: number, chooser: Chooser): Buffer {
  const result = Buffer.alloc(size);
  versions[0]?.bytes.copy(result);
  for (let start = nextSector(sameUntil) - SECTOR_BYTES; start < size; start += SECTOR_BYTES) {
    const sectors: Buffer[] = [];
    for (const { bytes } of versions) {
      const sector = Buffer.alloc(SECTOR_BYTES);
      bytes.subarray(start, start + SECTOR_BYTES).copy(sector);
      if (!sectors.some((other) => other.equals(sector))) sectors.push(sector);
    }
    const choice = sectors.length > 1 ? chooser.pick(sectors.length) : 0;
    sectors[choice]?.copy(result, start);
  }
  return result;
}

/** Changes that a later sync has made durable. After a failed sync, no later one makes those before it durable. */
function durableOf(through: readonly RecordedChange[]): RecordedChange[] {
  const syncs = through.filter(({ change }) => change.kind === 'sync' || change.kind === 'syncDirectory');
  return through.filter((record) => {
    const covering = syncs.filter(({ change, begin }) => begin > record.end && covers(change, record.change));
    return covering.reduce<RecordedChange | undefined>(earlier, undefined)?.failed === false;
  });
}

function earlier(a: RecordedChange | undefined, b: RecordedChange): RecordedChange {
  return a && a.begin < b.begin ? a : b;
}

function tornLength({ change }: Write, chooser: Chooser): number {
  const sectors = Math.ceil(change.bytes.length / SECTOR_BYTES);
  return Math.min(change.bytes.length, chooser.pick(sectors + 1) * SECTOR_BYTES);
}

type Write = RecordedChange & { readonly change: { readonly kind: 'write' } };

const isWrite = (record: RecordedChange): record is Write => record.change.kind === 'write';

function covers(sync: Change, change: Change): boolean {
  if (change.kind === 'write') return sync.kind === 'sync' && sync.file === change.file;
  if (change.kind !== 'name') return false;
  return sync.kind === 'syncDirectory' && sync.path === dirname(change.path);
}

function setName(names: Map<string, Entry>, path: string, entry: Entry | undefined): void {
  if (entry === undefined) names.delete(path);
  else names.set(path, entry);
}

const nextSector = (size: number): number => (Math.floor(size / SECTOR_BYTES) + 1) * SECTOR_BYTES;
