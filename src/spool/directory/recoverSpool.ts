import { join } from 'node:path';
import type { FileSystem } from '../files/FileSystem';
import type { ReadFaults } from '../files/ReadFaults';
import type { SegmentEnd } from '../format/manifestRecord';
import { recordsIn } from '../format/record';
import {
  FOOTER_BYTES,
  FORMAT_VERSION,
  fileName,
  LOGS,
  type LogName,
  parseFileName,
  readFooter,
  readHeader,
  type SegmentName,
  type SpoolFileName,
} from '../format/segmentFile';
import { EventLog, type EventLogs } from '../log/EventLog';
import { Segment } from '../log/Segment';
import { type ManifestContents, readManifest } from '../manifest/Manifest';
import { openRange, type Range, SpoolState } from '../manifest/SpoolState';
import type { Drop } from '../Spool';
import { isDenied, strayReason } from './strayEntry';

/** Other files of ours in the directory: who it belongs to, who holds it, and what is asked of the holder. */
const COMPANIONS = /^(about\.json|lock|challenge|request)(\.|$)/;

/** Of a name that is not one of ours. */
const NOT_OURS = 'not a file of the spool';

/** Enough to hold a segment's first record. */
const HEAD_BYTES = 512;

export interface FoundSpool {
  readonly logs: EventLogs;
  readonly state: SpoolState;
  /** What is odd about the files, in words. */
  readonly findings: readonly string[];
  /** Events that should be there and are not. */
  readonly lost: readonly Drop[];
  /** Files that are not needed once there is a new manifest: the old ones, and segments without an event. */
  readonly obsolete: readonly string[];
  /** The newest arrival of an event, milliseconds since the epoch; 0 where there is none. */
  readonly newestArrival: number;
  /** The highest number of an event within the spool, by log; 0 where there is none. */
  readonly lastOrders: Readonly<Record<LogName, number>>;
}

export interface RecoverParts {
  readonly directory: string;
  readonly files: FileSystem;
  readonly faults: ReadFaults;
  readonly segmentBytes: () => number;
  /** Told of every number in use, and gives those that are not. */
  readonly numbers: FileNumbers;
}

/** Numbers of files: a new one is larger than every one there ever was. */
export class FileNumbers {
  private highest = 0;

  readonly next = (): number => ++this.highest;

  saw(number: number): void {
    this.highest = Math.max(this.highest, number);
  }
}

/**
 * Reads what a directory holds, and changes nothing. Whatever is damaged is skipped and told.
 * @throws what the file system throws when it cannot list the directory or open a file.
 */
export async function recoverSpool(parts: RecoverParts): Promise<FoundSpool> {
  const logs = { ordinary: newLog(parts, 'ordinary'), alarm: newLog(parts, 'alarm') };
  try {
    return await readDirectory(parts, logs);
  } catch (error) {
    for (const name of LOGS) await logs[name].close();
    throw error;
  }
}

async function readDirectory(parts: RecoverParts, logs: FoundSpool['logs']): Promise<FoundSpool> {
  const { directory, files, numbers } = parts;
  const findings: string[] = [];
  const found: SpoolFileName[] = [];
  for (const name of await files.list(directory)) {
    const parsed = parseFileName(name);
    if (parsed) numbers.saw(parsed.number);
    const reason = parsed ? await reasonToLeave(parts, join(directory, name), parsed.kind) : NOT_OURS;
    if (parsed && reason === undefined) found.push(parsed);
    else if (!COMPANIONS.test(name)) findings.push(`${name}: ${reason}; left alone`);
  }
  found.sort((a, b) => a.number - b.number);
  const pathOf = (file: SpoolFileName): string => join(directory, fileName(file));

  const state = new SpoolState();
  const manifests = found.filter(({ kind }) => kind === 'manifest');
  const hasEvents = found.length > manifests.length;
  const oldManifests: string[] = [];
  const manifest = await newestManifest(parts, manifests.map(pathOf), oldManifests, findings);
  for (const record of manifest?.records ?? []) state.apply(record);
  for (const number of segmentsNamedBy(state)) numbers.saw(number);
  if (!manifest && hasEvents) {
    findings.push('no manifest can be read: events that were delivered already may be sent again');
  }

  const empty: string[] = [];
  for (const file of found) {
    if (file.kind === 'manifest') continue;
    const log = logs[file.kind];
    const end = state.ends.find(({ number }) => number === file.number);
    const segment = await readSegment(parts, log, file, pathOf(file), end, findings);
    if (!segment) continue;
    if (segment.count === 0 && !parts.faults.hasGivenUp(segment.path)) {
      empty.push(segment.path);
      continue;
    }
    if (segment.count > 0 && segment.endN <= log.nextN && (log.newest?.count ?? 0) > 0) {
      findings.push(`${fileName(file)}: holds events that an earlier file holds; left alone`);
      continue;
    }
    log.addFound(segment);
  }
  if (!manifest) startAtFirstFile(logs, state);
  const newest = LOGS.flatMap((name) => logs[name].newest ?? []);
  return {
    logs,
    state,
    findings,
    lost: LOGS.flatMap((name) => countWaiting(name, logs[name], state, findings)),
    obsolete: [...oldManifests, ...empty],
    newestArrival: Math.max(0, ...newest.map(({ lastArrival }) => lastArrival)),
    lastOrders: {
      ordinary: logs.ordinary.newest?.lastOrder ?? 0,
      alarm: logs.alarm.newest?.lastOrder ?? 0,
    },
  };
}

/**
 * Why something that is named like a file of ours cannot be used as one, in words; undefined where it can.
 * @throws what may pass, and what somebody can change: without the manifest nobody knows what was delivered.
 */
async function reasonToLeave(
  { files, faults }: RecoverParts,
  path: string,
  kind: SpoolFileName['kind'],
): Promise<string | undefined> {
  try {
    const file = await files.openToRead(path);
    try {
      await faults.read(file, path, Buffer.alloc(1), 0);
    } finally {
      await file.close();
    }
    return undefined;
  } catch (error) {
    const reason = strayReason(error);
    if (reason === undefined || (kind === 'manifest' && isDenied(error))) throw error;
    return reason;
  }
}

function newLog({ numbers, ...parts }: RecoverParts, name: LogName): EventLog {
  return new EventLog({ ...parts, name, newNumber: numbers.next });
}

/** Numbers of files that a state speaks of. Some may be gone; a new file of that number would be taken for them. */
function segmentsNamedBy({ ranges, batches, ends }: SpoolState): readonly number[] {
  const stretches = [...LOGS.flatMap((log) => ranges[log]), ...batches.flatMap(({ spans }) => spans)];
  const positions = stretches.flatMap(({ from, to }) => (to ? [from, to] : [from]));
  return [...positions.map(({ segment }) => segment), ...ends.map(({ number }) => number)];
}

/** The newest manifest that begins with the whole state. */
async function newestManifest(
  parts: RecoverParts,
  paths: readonly string[],
  old: string[],
  findings: string[],
): Promise<ManifestContents | undefined> {
  let newest: ManifestContents | undefined;
  for (const path of [...paths].reverse()) {
    const contents = readManifest(await readWhole(parts, path));
    if (contents.version !== undefined && contents.version > FORMAT_VERSION) {
      findings.push(`${path}: written by a later version; left alone`);
      continue;
    }
    old.push(path);
    if (newest || !contents.isWhole) continue;
    if (contents.isDamaged) findings.push(`${path}: damaged; what can be read of it is used`);
    newest = contents;
  }
  return newest;
}

/** What a segment's file says of itself; undefined when it must not be read. */
async function readSegment(
  { files, faults }: RecoverParts,
  log: EventLog,
  file: SegmentName,
  path: string,
  end: SegmentEnd | undefined,
  findings: string[],
): Promise<Segment | undefined> {
  const { size, header, footer } = await readEnds(files, faults, path);
  if (typeof header?.version === 'number' && header.version > FORMAT_VERSION) {
    findings.push(`${fileName(file)}: written by a later version; left alone`);
    return undefined;
  }
  if (header && (header.number !== file.number || header.log !== file.kind)) {
    findings.push(`${fileName(file)}: a copy of another file; left alone`);
    return undefined;
  }
  const segment = new Segment(file.number, path, typeof header?.firstN === 'number' ? header.firstN : 0);
  if (footer && !end) segment.describe(footer, size);
  else await log.survey(segment, Math.min(size, end?.size ?? size));
  if (!header && segment.count > 0) findings.push(`${fileName(file)}: its beginning is damaged`);
  return segment;
}

/** The first record of a segment and, where the file is complete, the last. */
async function readEnds(files: FileSystem, faults: ReadFaults, path: string) {
  const file = await files.openToRead(path);
  try {
    const size = await file.size();
    const readPart = async (from: number, to: number): Promise<Buffer> => {
      const part = Buffer.alloc(to - from);
      return part.subarray(0, await faults.read(file, path, part, from));
    };
    const head = await readPart(0, Math.min(size, HEAD_BYTES));
    const foot = await readPart(Math.max(0, size - FOOTER_BYTES), size);
    const first = recordsIn(head).next().value;
    const last = recordsIn(foot).next().value;
    return {
      size,
      header: first?.start === 0 ? readHeader(first.payload) : undefined,
      footer: last?.start === 0 ? readFooter(last.payload) : undefined,
    };
  } finally {
    await file.close();
  }
}

/** Without a manifest everything that is there waits. */
function startAtFirstFile(logs: FoundSpool['logs'], state: SpoolState): void {
  for (const name of LOGS) {
    const first = logs[name].oldest;
    if (first) state.ranges[name] = [openRange({ segment: first.number, offset: 0, n: first.firstN })];
  }
}

/** Sets how many events wait in each range of a log. @returns the drops of those that should be there and are not. */
function countWaiting(name: LogName, log: EventLog, state: SpoolState, findings: string[]): Drop[] {
  const ends = [
    ...state.ranges[name].map(({ from }) => from.n),
    ...state.batches.flatMap(({ spans }) => spans.filter((span) => span.log === name).map(({ to }) => to.n)),
  ];
  log.nextN = Math.max(log.nextN, state.closedAt?.[name] ?? 0, ...ends);
  let lost = 0;
  state.ranges[name] = state.ranges[name].flatMap((range) => {
    lost += (range.to?.n ?? log.nextN) - range.from.n - log.count(range.from, range.to);
    return withoutHoles(range, log);
  });
  for (const range of state.ranges[name]) {
    range.events = log.count(range.from, range.to);
    range.bytes = range.events === 0 ? 0 : log.bytes(range.from, range.to);
  }
  if (lost === 0) return [];
  findings.push(`${lost} ${name} events are missing from the files`);
  return [{ reason: 'unreadable', events: lost }];
}

/** What there is of a range. What is missing is told once, and not asked for again. */
function withoutHoles(range: Range, log: EventLog): Range[] {
  const pieces: Range[] = [];
  for (const { number, firstN, endN, size } of log.files) {
    const before = pieces.at(-1);
    const isFirst = number === range.from.segment;
    const start = Math.max(range.from.n, firstN, before?.to?.n ?? 0);
    const end = Math.min(range.to?.n ?? endN, endN);
    if (end <= start || number < range.from.segment) continue;
    const to = { segment: number, offset: range.to?.segment === number ? range.to.offset : size, n: end };
    if (before?.to?.n === start) before.to = to;
    else {
      const from = { segment: number, offset: isFirst ? range.from.offset : 0, n: start };
      pieces.push({ ...openRange(from), to });
    }
  }
  if (range.to) return pieces;
  const last = pieces.at(-1);
  if (last?.to?.n === log.nextN) last.to = null;
  else pieces.push(openRange(pieces.length === 0 && log.nextN === range.from.n ? range.from : log.end));
  return pieces;
}

async function readWhole({ files, faults }: RecoverParts, path: string): Promise<Buffer> {
  const file = await files.openToRead(path);
  try {
    const bytes = Buffer.alloc(await file.size());
    return bytes.subarray(0, await faults.read(file, path, bytes, 0));
  } finally {
    await file.close();
  }
}
