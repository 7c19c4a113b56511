import type { FileSystem } from '../files/FileSystem';
import type { ReadFaults } from '../files/ReadFaults';
import type { SegmentEnd } from '../format/manifestRecord';
import { recordsIn } from '../format/record';
import {
  FOOTER_BYTES,
  fileName,
  LOGS,
  type LogName,
  readFooter,
  readHeader,
  type SegmentFooter,
  type SegmentName,
} from '../format/segmentFile';
import type { EventLogs } from '../log/EventLog';
import { Segment } from '../log/Segment';
import type { SpoolState } from '../manifest/SpoolState';
import type { FileNumbers } from './FileNumbers';

/** Enough for a segment's first record. */
const HEAD_BYTES = 512;

/** A file with the name of a segment. */
export interface NamedSegment extends SegmentName {
  readonly name: string;
  readonly path: string;
}

interface Parts {
  readonly files: FileSystem;
  readonly faults: ReadFaults;
  readonly numbers: FileNumbers;
  readonly formatVersion: number;
}

/** A segment, with the log and number that its header says. */
export interface FoundSegment extends SegmentName {
  readonly file: NamedSegment;
  readonly segment: Segment;
}

/**
 * Adds the segments of a directory to their logs. The header says what a file is. A file with a different name
 * is used if it is needed and the file with the right name is missing; otherwise it counts as a copy.
 * @returns paths of files without events, and segments of a later version, which are not in any log.
 * @throws what the file system throws.
 */
export async function findSegments(
  named: readonly NamedSegment[],
  logs: EventLogs,
  state: SpoolState,
  parts: Parts,
  findings: string[],
): Promise<{ readonly empty: readonly string[]; readonly later: readonly FoundSegment[] }> {
  const later: FoundSegment[] = [];
  const found: FoundSegment[] = [];
  const strays: FoundSegment[] = [];
  const empty: string[] = [];
  for (const file of named) {
    const ends = await readEnds(parts, file.path);
    const { header } = ends;
    const identity = identityOf(header, file);
    if (header) parts.numbers.saw(identity.number);
    if (identity.number !== file.number) parts.numbers.avoid(file.number);
    const end = state.ends.find(({ number }) => number === identity.number);
    const segment = await readSegment(logs[identity.kind], identity, file.path, ends, end);
    if (typeof header?.version === 'number' && header.version > parts.formatVersion) {
      findings.push(`${file.name}: written by a later version; left alone`);
      later.push({ ...identity, file, segment });
      continue;
    }
    const isStray = fileName(identity) !== file.name;
    if (segment.count > 0) {
      (isStray ? strays : found).push({ ...identity, file, segment });
      if (!header) {
        parts.numbers.saw(file.number);
        findings.push(`${file.name}: its start is damaged`);
      }
    } else if (isStray) findings.push(`${file.name}: a copy of another file; left alone`);
    else if (!parts.faults.hasGivenUp(segment.path)) {
      parts.numbers.avoid(file.number);
      empty.push(file.path);
    } else found.push({ ...identity, file, segment });
  }
  for (const stray of strays) {
    const isThere = found.some(({ kind, number }) => kind === stray.kind && number === stray.number);
    if (isThere || !isNeeded(stray, state)) {
      findings.push(`${stray.file.name}: a copy of another file; left alone`);
      continue;
    }
    findings.push(`${stray.file.name}: was ${fileName(stray)} and is read under that name`);
    found.push(stray);
  }
  found.sort((a, b) => a.number - b.number);
  for (const name of LOGS)
    addInOrder(
      found.filter(({ kind }) => kind === name),
      logs[name],
      findings,
    );
  return { empty, later };
}

function addInOrder(found: readonly FoundSegment[], log: EventLogs[LogName], findings: string[]): void {
  for (const { file, segment } of found) {
    if (segment.count > 0 && segment.endN <= log.nextN && (log.newest?.count ?? 0) > 0) {
      findings.push(`${file.name}: holds events of an earlier file; left alone`);
    } else log.addFound(segment);
  }
}

function identityOf(header: Record<string, unknown> | undefined, { kind, number }: SegmentName): SegmentName {
  return {
    kind: LOGS.find((log) => log === header?.log) ?? kind,
    number: typeof header?.number === 'number' ? header.number : number,
  };
}

/** Whether events of a segment wait or are in batches. */
function isNeeded(
  { kind, segment: { firstN, endN } }: FoundSegment,
  { ranges, batches }: SpoolState,
): boolean {
  const spans = batches.flatMap(({ spans }) => spans.filter(({ log }) => log === kind));
  return [...ranges[kind], ...spans].some(
    ({ from, to }) => from.n < endN && firstN < (to?.n ?? Number.POSITIVE_INFINITY),
  );
}

interface Ends {
  readonly size: number;
  readonly header: Record<string, unknown> | undefined;
  readonly footer: SegmentFooter | undefined;
}

/** A segment as its file describes itself. */
async function readSegment(
  log: EventLogs[LogName],
  { number }: SegmentName,
  path: string,
  { size, header, footer }: Ends,
  end: SegmentEnd | undefined,
): Promise<Segment> {
  const segment = new Segment(number, path, typeof header?.firstN === 'number' ? header.firstN : 0);
  if (footer && !end) segment.describe(footer, size);
  else await log.survey(segment, Math.min(size, end?.size ?? size));
  return segment;
}

/** The first record of a segment and, if the file is complete, the last. */
async function readEnds({ files, faults }: Parts, path: string): Promise<Ends> {
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
