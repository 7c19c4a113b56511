import type { ManifestRecord } from '../format/manifestRecord';
import { FORMAT_VERSION } from '../format/segmentFile';
import { type ManifestContents, readManifest } from '../manifest/readManifest';
import type { FileNumbers } from './FileNumbers';

/** A file that is named like a manifest. */
export interface NamedManifest {
  readonly name: string;
  /** That of its name. */
  readonly number: number;
  readonly path: string;
  readonly bytes: Buffer;
}

export interface FoundManifest {
  /** What happened, from a snapshot on; from an empty spool on where no snapshot can be read. */
  readonly records: readonly ManifestRecord[];
  /** Files that these are from. */
  readonly used: readonly string[];
  /** Files that are not needed. */
  readonly old: readonly string[];
  /** Whether records may be missing. */
  readonly isSuspect: boolean;
}

interface Candidate extends NamedManifest {
  readonly contents: ManifestContents;
}

/**
 * The newest manifest that begins with a snapshot, and what can be read of those that came after it.
 * @param files without those that cannot be read at all.
 */
export function findManifest(
  files: readonly NamedManifest[],
  numbers: FileNumbers,
  findings: string[],
): FoundManifest {
  const candidates: Candidate[] = [];
  for (const file of files) {
    const contents = readManifest(file.bytes);
    const isOurs = contents.number !== undefined || contents.records.length > 0;
    const number = contents.number ?? file.number;
    if (isOurs) numbers.saw(number);
    if (!isOurs || number !== file.number) numbers.avoid(file.number);
    if (contents.version !== undefined && contents.version > FORMAT_VERSION) {
      findings.push(`${file.name}: written by a later version; left alone`);
    } else candidates.push({ ...file, number, contents });
  }
  // Of copies the one that was written to longest.
  candidates.sort((a, b) => a.number - b.number || a.contents.records.length - b.contents.records.length);
  const newest = candidates.findLastIndex(({ contents }) => contents.isWhole);
  const used = candidates.filter(({ number, contents: { records } }, i) => {
    const isCopy = i !== newest && number === candidates[newest]?.number;
    return i === newest || (i > newest && !isCopy && records.length > 0);
  });
  const later = candidates.slice(newest + 1);
  for (const { name, contents } of [...used, ...later.filter((file) => !used.includes(file))]) {
    if (contents.isDamaged) findings.push(`${name}: damaged; what can be read of it is used`);
  }
  return {
    records: used.flatMap(({ contents }) => contents.records),
    used: used.map(({ path }) => path),
    old: candidates.filter((file) => !used.includes(file)).map(({ path }) => path),
    isSuspect:
      newest < 0 ||
      later.length > 0 ||
      used.at(-1)?.contents.records.at(-1)?.kind === 'continued' ||
      used.some(({ contents: { isDamaged, isTorn, isWhole } }) => isDamaged || isTorn || !isWhole),
  };
}
