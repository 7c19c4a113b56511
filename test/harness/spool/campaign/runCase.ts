import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, Drop, Recovered } from '../../../../src/spool';
import { DiskSpool } from '../../../../src/spool/disk/DiskSpool';
import type { FileSystem, SpoolFile } from '../../../../src/spool/files/FileSystem';
import { nodeFileSystem } from '../../../../src/spool/files/nodeFileSystem';
import { FORMAT_VERSION } from '../../../../src/spool/format/segmentFile';
import { freeLock } from '../crashedSpool';
import type { CampaignStory } from './campaignStories';
import { markedEvent, markedNumbers, numberOf } from './markedEvents';
import { payloadsIn } from './recordDamage';
import { CAMPAIGN_OPTIONS, CAMPAIGN_SEGMENT_BYTES, type EventTruth } from './StoryTeller';

/** What the spool must not do, whatever happened to its files. */
export const FAULTS = [
  'does not open',
  'opens slowly',
  'stays behind',
  'lost although readable',
  'lost uncounted',
  'counted although not lost',
  'twice',
  'under another id',
  'new event lost',
  'again after a restart',
  'not as it was taken in',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface CaseOutcome {
  readonly faults: ReadonlyMap<Fault, string>;
  /** Events that should have come but did not. */
  readonly lost: number;
  /** Events that were reported as unreadable. */
  readonly counted: number;
  /** Events that came although they had been delivered or dropped before. */
  readonly again: number;
  readonly findings: readonly string[];
  readonly openMs: number;
}

const MAX_OPEN_MS = 1000;
const HANGS_MS = 5000;
const PER_BATCH = 7;
const NEW_EVENTS = 3;

/** This machine's file system without its syncs, which no case depends on and which take most of the time. */
const unsynced: FileSystem = {
  ...nodeFileSystem,
  create: async (path) => withoutSync(await nodeFileSystem.create(path)),
  openToRead: async (path) => withoutSync(await nodeFileSystem.openToRead(path)),
  syncDirectory: async () => undefined,
};

function withoutSync(file: SpoolFile): SpoolFile {
  return {
    write: (bytes, position) => file.write(bytes, position),
    read: (into, position) => file.read(into, position),
    size: () => file.size(),
    sync: async () => undefined,
    close: () => file.close(),
  };
}

/** Damages a copy of a story's files, opens it, and judges the outcome. */
export async function runCase(
  story: CampaignStory,
  damage: (directory: string) => void,
  rules: { readonly mayLoseReadable?: true | undefined } = {},
): Promise<CaseOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'spool-case-'));
  const [directory, twin] = [join(root, 'spool'), join(root, 'twin')];
  const { truth, formatVersion } = story;
  try {
    cpSync(story.directory, directory, { recursive: true });
    damage(directory);
    cpSync(directory, twin, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !lstatSync(path).isFIFO(),
    });
    const left = readLeft(directory);
    const judge = new Judge(story, left, rules.mayLoseReadable === true);
    const first = await readOut(directory, truth.length, formatVersion);
    if (typeof first === 'string') return judge.failed(first);
    judge.judge(first, await slownessOf(first, twin, formatVersion));
    const second = await readOut(directory, truth.length + NEW_EVENTS, formatVersion);
    if (typeof second === 'string') return judge.failed(second);
    judge.judgeAgain(second);
    return judge.outcome;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Milliseconds to open; if that took long, opens the same files again, as the machine may be busy. */
async function slownessOf(read: Read, twin: string, formatVersion: number | undefined): Promise<number> {
  if (read.openMs <= MAX_OPEN_MS) return read.openMs;
  const again = await readOut(twin, 0, formatVersion);
  return typeof again === 'string' ? read.openMs : Math.min(read.openMs, again.openMs);
}

interface Left {
  /** Events that are intact somewhere. */
  readonly readable: ReadonlySet<number>;
  /** The text of all intact records of the journal. */
  readonly journal: string;
}

interface Read {
  readonly recovered: Recovered;
  readonly batches: readonly Batch[];
  /** Events that are still in the spool. */
  readonly depth: number;
  readonly unreadable: number;
  readonly openMs: number;
}

function readLeft(directory: string): Left {
  const readable = new Set<number>();
  let journal = '';
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (!lstatSync(path).isFile()) continue;
    for (const payload of payloadsIn(readFileSync(path))) {
      for (const number of markedNumbers(payload)) readable.add(number);
      if (payload[0] === 4) journal += payload.toString('utf8', 1);
    }
  }
  return { readable, journal };
}

/** Opens a spool, delivers everything, quarantine too, and takes in some more for the next time. Text: why not. */
async function readOut(
  directory: string,
  nextNumber: number,
  formatVersion = FORMAT_VERSION,
): Promise<Read | string> {
  const spool = new DiskSpool(directory, CAMPAIGN_OPTIONS, {
    files: unsynced,
    lock: freeLock,
    segmentBytes: CAMPAIGN_SEGMENT_BYTES,
    formatVersion,
  });
  const dropped: Drop[] = [];
  const ready = new Promise<Recovered>((onReady) => {
    spool.listen({ onReady, onDropped: (drop) => dropped.push(drop), onStorage: () => undefined });
  });
  const startedAt = performance.now();
  const isOpen = await within(spool.open());
  const openMs = performance.now() - startedAt;
  if (!isOpen) return 'hangs';
  if (spool.storage.kind !== 'disk') {
    const { storage } = spool;
    await spool.close();
    return storage.kind === 'failing' ? storage.error : storage.kind;
  }
  const recovered = await ready;
  const batches = await deliverAll(spool);
  await spool.retryQuarantine();
  batches.push(...(await deliverAll(spool)));
  const { depth } = spool;
  const numbers = Array.from({ length: NEW_EVENTS }, (_, i) => nextNumber + i);
  await Promise.all(
    numbers.map((number) => new Promise<void>((stored) => spool.append(markedEvent(number), stored))),
  );
  spool.dropsReported();
  await spool.close();
  const unreadable = sum(dropped.filter(({ reason }) => reason === 'unreadable'));
  const unreported = sum(recovered.unreported.filter(({ reason }) => reason === 'unreadable'));
  return { recovered, batches, depth, unreadable: unreadable + unreported, openMs };
}

async function deliverAll(spool: DiskSpool): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (;;) {
    const batch = await spool.next({ events: PER_BATCH, bytes: 1e9 });
    if (!batch) return batches;
    batches.push(batch);
    await spool.delivered(batch);
  }
}

class Judge {
  private readonly faults = new Map<Fault, string>();
  private lost = 0;
  private counted = 0;
  private again = 0;
  private findings: readonly string[] = [];
  private openMs = 0;

  constructor(
    private readonly story: CampaignStory,
    private readonly left: Left,
    private readonly mayLoseReadable: boolean,
  ) {}

  get outcome(): CaseOutcome {
    const { faults, lost, counted, again, findings, openMs } = this;
    return { faults, lost, counted, again, findings, openMs };
  }

  failed(why: string): CaseOutcome {
    this.faults.set('does not open', why);
    return this.outcome;
  }

  judge(read: Read, openMs: number): void {
    const { truth } = this.story;
    const came = new Map<number, string>();
    for (const { id, events } of read.batches) {
      for (const event of events) {
        const number = numberOf(event);
        if (came.has(number)) this.faults.set('twice', `${number} in ${came.get(number)} and in ${id}`);
        came.set(number, id);
        if (JSON.stringify(event) !== JSON.stringify(sorted(number, event)))
          this.faults.set('not as it was taken in', `${number}`);
      }
    }
    const lost: number[] = [];
    truth.forEach((event, number) => {
      const id = came.get(number);
      if (id === undefined && event.fate === 'owed') lost.push(number);
      if (id !== undefined) this.judgeId(number, event, id);
    });
    this.lost = lost.length;
    this.counted = read.unreadable;
    this.findings = read.recovered.findings;
    this.openMs = openMs;
    const readable = lost.filter((number) => this.left.readable.has(number));
    if (readable.length > 0 && !this.mayLoseReadable)
      this.faults.set('lost although readable', readable.join());
    const told = `${lost.length} lost, ${read.unreadable} counted`;
    if (lost.length > read.unreadable) this.faults.set('lost uncounted', `${told}: ${lost.join()}`);
    if (lost.length < read.unreadable) this.faults.set('counted although not lost', told);
    if (read.depth !== 0) this.faults.set('stays behind', `${read.depth}`);
    if (openMs > MAX_OPEN_MS) this.faults.set('opens slowly', `${Math.round(openMs)} ms`);
  }

  /** The spool is opened again: only what it has taken in since may come. */
  judgeAgain({ batches, unreadable }: Read): void {
    const first = this.story.truth.length;
    const came = batches.flatMap(({ events }) => events.map(numberOf));
    const old = came.filter((number) => number < first);
    if (old.length > 0 || unreadable > 0) {
      this.faults.set('again after a restart', `${old.join()}; ${unreadable} counted`);
    }
    const fresh = came.filter((number) => number >= first);
    if (fresh.length !== NEW_EVENTS) this.faults.set('new event lost', `${fresh.length} of ${NEW_EVENTS}`);
  }

  /** An event may come under another ID only if the journal no longer knows the first one. */
  private judgeId(number: number, { fate, batch, seen }: EventTruth, id: string): void {
    if (fate !== 'owed') this.again++;
    if (seen.has(id)) return;
    const isOther = batch !== undefined && this.left.journal.includes(batch);
    const isDrop = fate === 'dropped' && this.left.journal.includes(`"series":"s${number}"`);
    if (isOther || isDrop) this.faults.set('under another id', `${number} (${fate}) in ${id}`);
  }
}

/** The event as it was taken in, with its fields in the order of the one received. */
function sorted(number: number, event: Batch['events'][number]): object {
  const expected = Object.entries(markedEvent(number));
  return Object.fromEntries(
    Object.keys(event).map((key) => [key, expected.find(([name]) => name === key)?.[1]]),
  );
}

async function within(opening: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), HANGS_MS);
  });
  const isOpen = await Promise.race([opening.then(() => true), hangs]);
  clearTimeout(timer);
  return isOpen;
}

function sum(drops: readonly Drop[]): number {
  return drops.reduce((total, { events }) => total + events, 0);
}
