import type { ManifestRecord } from '../format/manifestRecord';
import { type ManifestContents, readManifest } from '../manifest/readManifest';
import type { FileNumbers } from './FileNumbers';

/** A file with the name of a manifest. */
export interface NamedManifest {
  readonly name: string;
  /** From its name. */
  readonly number: number;
  readonly path: string;
  readonly bytes: Buffer;
}

export interface FoundManifest {
  /** What happened since a snapshot, or since the spool was empty if no snapshot can be read. */
  readonly records: readonly ManifestRecord[];
  /** Files that these records are from. */
  readonly used: readonly string[];
  /** Files that are no longer needed. */
  readonly old: readonly string[];
  /** Whether records may be missing. */
  readonly isSuspect: boolean;
  /** Names of files written by a later version. */
  readonly later: readonly string[];
  /** Whether one of these is newer than the one used. */
  readonly isLaterNewest: boolean;
  /** Contents of a file, used or not; undefined if it does not exist or is from a later version. */
  contentsOf(name: string): ManifestContents | undefined;
}

interface Candidate extends NamedManifest {
  readonly contents: ManifestContents;
}

/**
 * The newest manifest that begins with a snapshot, and whatever can be read of those that came after it.
 * @param files excluding those that cannot be read at all.
 */
export function findManifest(
  files: readonly NamedManifest[],
  numbers: FileNumbers,
  formatVersion: number,
  findings: string[],
): FoundManifest {
  const candidates: Candidate[] = [];
  const later: Omit<Candidate, 'contents'>[] = [];
  for (const file of files) {
    const contents = readManifest(file.bytes);
    const isOurs = contents.number !== undefined || contents.records.length > 0;
    const number = contents.number ?? file.number;
    if (isOurs) numbers.saw(number);
    if (!isOurs || number !== file.number) numbers.avoid(file.number);
    if (contents.version !== undefined && contents.version > formatVersion) {
      findings.push(`${file.name}: written by a later version; left alone`);
      later.push({ ...file, number });
    } else candidates.push({ ...file, number, contents });
  }
  // Among copies, prefer the one that was written to longest.
  candidates.sort((a, b) => a.number - b.number || a.contents.records.length - b.contents.records.length);
  const newest = candidates.findLastIndex(({ contents }) => contents.isWhole);
  const used = candidates.filter(({ number, contents: { records } }, i) => {
    const isCopy = i !== newest && number === candidates[newest]?.number;
    return i === newest || (i > newest && !isCopy && records.length > 0);
  });
  const newer = candidates.slice(newest + 1);
  for (const { name, contents } of [...used, ...newer.filter((file) => !used.includes(file))]) {
    if (contents.isDamaged) findings.push(`${name}: damaged; the readable part is used`);
  }
  return {
    records: used.flatMap(({ contents }) => contents.records),
    used: used.map(({ path }) => path),
    old: candidates.filter((file) => !used.includes(file)).map(({ path }) => path),
    isSuspect:
      newest < 0 ||
      newer.length > 0 ||
      used.at(-1)?.contents.records.at(-1)?.kind === 'continued' ||
      used.some(({ contents: { isDamaged, isTorn, isWhole } }) => isDamaged || isTorn || !isWhole),
    later: later.map(({ name }) => name),
    isLaterNewest: later.some(({ number }) => newest < 0 || number > (candidates[newest]?.number ?? 0)),
    contentsOf: (name) => candidates.find((file) => file.name === name)?.contents,
  };
}
