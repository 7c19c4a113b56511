import { join } from 'node:path';
import type { FileSystem } from '../files/FileSystem';
import type { ReadFaults } from '../files/ReadFaults';
import {
  FORMAT_VERSION,
  LOGS,
  type LogName,
  parseFileName,
  type SegmentName,
  type SpoolFileName,
} from '../format/segmentFile';
import { EventLog, type EventLogs } from '../log/EventLog';
import { SpoolState } from '../manifest/SpoolState';
import type { Drop } from '../Spool';
import { returnDenied, setDeniedAside } from './deniedSegments';
import type { FileNumbers } from './FileNumbers';
import { findManifest, type NamedManifest } from './findManifest';
import { findSegments, type NamedSegment } from './findSegments';
import { leaveAlone, readLeft, takeBack } from './laterVersion';
import { countWaiting, forgetRemoved } from './missingEvents';
import { DENIED, isDenied, strayReason } from './strayEntry';

/** Our other files in the directory: its owner, the holder of its lock, and requests to the holder. */
const COMPANIONS = /^(about\.json|lock|challenge|request)(\.|$)/;

/** Reason for leaving a file whose name is not one of ours. */
const NOT_OURS = 'not a file of the spool';

export interface FoundSpool {
  readonly logs: EventLogs;
  readonly state: SpoolState;
  /** What is wrong with the files, as texts. */
  readonly findings: readonly string[];
  /** Events that should exist but are missing. */
  readonly lost: readonly Drop[];
  /** Files that the state was read from. */
  readonly manifests: readonly string[];
  /** Files not needed once there is a new manifest: older manifests, and segments without events. */
  readonly obsolete: readonly string[];
  /** Arrival of the newest event, milliseconds since the epoch; 0 if there are no events. */
  readonly newestArrival: number;
  /** Highest number of an event within the spool, by log; 0 if there are no events. */
  readonly lastOrders: Readonly<Record<LogName, number>>;
}

export interface RecoverParts {
  readonly directory: string;
  readonly files: FileSystem;
  readonly faults: ReadFaults;
  readonly segmentBytes: () => number;
  /** The highest format version to read; by default that of this release. */
  readonly formatVersion?: number | undefined;
  /** Learns every number in use, and gives out new ones. */
  readonly numbers: FileNumbers;
}

/**
 * Reads the contents of a directory without changing anything. Skips whatever is damaged and reports it.
 * @throws what the file system throws if it cannot list the directory or open a file.
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
  const { directory, files, numbers, formatVersion = FORMAT_VERSION } = parts;
  const findings: string[] = [];
  const segments: NamedSegment[] = [];
  const denied: SegmentName[] = [];
  const manifests: NamedManifest[] = [];
  for (const name of (await files.list(directory)).sort()) {
    const parsed = parseFileName(name);
    const path = join(directory, name);
    const reason = parsed ? await reasonToLeave(parts, path, parsed.kind) : NOT_OURS;
    if (!parsed || reason !== undefined) {
      if (parsed) numbers.avoid(parsed.number);
      if (parsed && parsed.kind !== 'manifest' && reason === DENIED) denied.push(parsed);
      if (!COMPANIONS.test(name)) findings.push(`${name}: ${reason}; left alone`);
    } else if (parsed.kind === 'manifest') {
      manifests.push({ name, path, number: parsed.number, bytes: await readWhole(parts, path) });
    } else segments.push({ name, path, ...parsed });
  }
  const manifest = findManifest(manifests, numbers, formatVersion, findings);
  const state = new SpoolState();
  state.isSuspect = manifest.isSuspect;
  for (const record of manifest.records) state.apply(record);
  returnDenied(state);
  for (const number of segmentsNamedBy(state)) numbers.saw(number);
  if (manifest.used.length === 0 && segments.length > 0) {
    findings.push('no readable manifest: delivered events may be sent again, quarantined ones are missing');
  }
  const left = readLeft(state, manifest);
  state.ends.push(...(left?.ends ?? []));
  const found = await findSegments(segments, logs, state, { ...parts, formatVersion }, findings);
  setDeniedAside(state, logs, denied, findings);
  if (state.isSuspect) forgetRemoved(logs, state, found.later);
  state.isSuspect = false;
  takeBack(state, logs, left);
  leaveAlone(state, logs, manifest, found.later);
  const newest = LOGS.flatMap((name) => logs[name].newest ?? []);
  const lastOrder = (log: LogName): number => {
    const later = found.later.filter(({ kind }) => kind === log).map(({ segment }) => segment);
    return Math.max(0, ...[...logs[log].files, ...later].map((segment) => segment.lastOrder));
  };
  return {
    logs,
    state,
    findings,
    lost: LOGS.flatMap((name) => countWaiting(name, logs[name], state, findings)),
    manifests: manifest.used,
    obsolete: [...manifest.old, ...found.empty],
    newestArrival: Math.max(0, ...newest.map(({ lastArrival }) => lastArrival)),
    lastOrders: {
      ordinary: lastOrder('ordinary'),
      alarm: lastOrder('alarm'),
    },
  };
}

/**
 * Why an entry that has the name of one of our files cannot be used as one, as a text; undefined if it can.
 * @throws errors that may be temporary, and denied access to a manifest, which the user can grant: without the manifest
 * it is unknown what was delivered.
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
  const { formatVersion } = parts;
  return new EventLog({ ...parts, formatVersion, name, newNumber: numbers.next });
}

/** File numbers that a state refers to. Files may be gone; a new one with that number would pass for them. */
function segmentsNamedBy({ ranges, batches, ends }: SpoolState): readonly number[] {
  const stretches = [...LOGS.flatMap((log) => ranges[log]), ...batches.flatMap(({ spans }) => spans)];
  const positions = stretches.flatMap(({ from, to }) => (to ? [from, to] : [from]));
  return [...positions.map(({ segment }) => segment), ...ends.map(({ number }) => number)];
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
