import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SeededRandom } from '../../seededRandom';
import { swapRecords, withoutRecord, withRecordTwice } from './recordDamage';

export type DamagedFiles = 'log' | 'manifest';

/** A way to damage a directory. */
export interface DamageKind {
  readonly name: string;
  /** What it damages. */
  readonly files: DamagedFiles;
  /** Whether events may be lost although they can still be read somewhere, as long as they are counted. */
  readonly mayLoseReadable?: true;
  /** Whether the spool reports something odd every time, as it leaves it in place. */
  readonly staysOdd?: true;
  readonly damage: (directory: string, random: SeededRandom) => void;
}

type FileChange = (bytes: Buffer, random: SeededRandom) => Uint8Array;
type Replacement = (path: string) => void;

const LOG = /^(ordinary|alarm)-/;
const MANIFEST = /^journal-/;

/** Numbers for copies and new names: below all, above all, far above. */
const OTHER_NUMBERS = ['0000000000', '0000000099', '0000009999'];
const BLOCKS = [64, 512, 4096];
const MOST_APPENDED = 300;

const FILE_CHANGES: Readonly<Record<string, FileChange>> = {
  'a bit flipped': (bytes, random) => {
    const at = Math.floor(random.next() * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random.next() * 8));
    return bytes;
  },
  cut: (bytes, random) => bytes.subarray(0, Math.floor(random.next() * bytes.length)),
  'a block zeroed': (bytes, random) => {
    const block = random.oneOf(BLOCKS);
    const at = Math.floor((random.next() * bytes.length) / block) * block;
    return bytes.fill(0, at, Math.min(bytes.length, at + block));
  },
  'all zeroed': (bytes) => bytes.fill(0),
  emptied: () => Buffer.alloc(0),
  garbage: (bytes, random) => bytes.map(() => Math.floor(random.next() * 256)),
  'the header damaged': (bytes) => bytes.fill(7, 0, 12),
  'zeros appended': (bytes, random) =>
    Buffer.concat([bytes, Buffer.alloc(1 + Math.floor(random.next() * MOST_APPENDED))]),
  'garbage appended': (bytes, random) => {
    const garbage = Buffer.alloc(1 + Math.floor(random.next() * MOST_APPENDED));
    return Buffer.concat([bytes, garbage.map(() => Math.floor(random.next() * 256))]);
  },
  'its own end appended': (bytes, random) =>
    Buffer.concat([bytes, bytes.subarray(Math.floor(random.next() * bytes.length))]),
  'a record taken out': withoutRecord,
  'a record twice': withRecordTwice,
};

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  'a directory': (path) => mkdirSync(path),
  'a dangling link': (path) => symlinkSync(`${path}.gone`, path),
  'a link loop': (path) => symlinkSync(path, path),
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
};

/** Every kind, by what it damages; damage to a file is done to any file of that type. */
export const damageKinds: readonly DamageKind[] = [
  ...Object.entries(FILE_CHANGES).flatMap(([name, change]) => [
    changeKind(`segment: ${name}`, 'log', change),
    changeKind(`journal: ${name}`, 'manifest', change),
  ]),
  { ...changeKind('segment: two records swapped', 'log', swapRecords), mayLoseReadable: true },
  changeKind('journal: two records swapped', 'manifest', swapRecords),
  ...Object.entries(REPLACEMENTS).flatMap(([name, replace]) => [
    replaceKind(`segment: ${name} in its place`, 'log', replace),
    replaceKind(`journal: ${name} in its place`, 'manifest', replace),
    placeKind(`beside them: ${name}`, replace),
  ]),
  {
    name: 'segment: missing',
    files: 'log',
    damage: (directory, random) => rmSync(anyFile(directory, LOG, random)),
  },
  {
    name: 'journal: missing',
    files: 'manifest',
    damage: (directory, random) => rmSync(anyFile(directory, MANIFEST, random)),
  },
  {
    name: 'segment: the newest missing',
    files: 'log',
    damage: (directory, random) => rmSync(newestSegment(directory, random)),
  },
  {
    name: 'segment: the newest renamed',
    files: 'log',
    damage: (directory, random) =>
      renameSync(
        newestSegment(directory, random),
        join(directory, `ordinary-${random.oneOf(OTHER_NUMBERS)}.log`),
      ),
  },
  {
    name: 'segment: renamed to another number',
    files: 'log',
    damage: (directory, random) => {
      const path = anyFile(directory, LOG, random);
      renameSync(path, path.replace(/\d+\.log$/, `${random.oneOf(OTHER_NUMBERS)}.log`));
    },
  },
  {
    name: 'segment: renamed to 15 digits',
    files: 'log',
    damage: (directory, random) => {
      const path = anyFile(directory, LOG, random);
      renameSync(path, path.replace(/(\d+)\.log$/, '00000$1.log'));
    },
  },
  {
    name: 'segment: renamed to the other log',
    files: 'log',
    damage: (directory, random) => {
      const path = anyFile(directory, LOG, random);
      renameSync(
        path,
        path.includes('alarm-') ? path.replace('alarm-', 'ordinary-') : path.replace('ordinary-', 'alarm-'),
      );
    },
  },
  {
    name: 'segment: renamed to a name of no segment',
    files: 'log',
    mayLoseReadable: true,
    staysOdd: true,
    damage: (directory, random) => {
      const path = anyFile(directory, LOG, random);
      renameSync(path, `${path}.bak`);
    },
  },
  {
    name: 'segment: copied to another number',
    files: 'log',
    staysOdd: true,
    damage: (directory, random) => {
      const path = anyFile(directory, LOG, random);
      copyFileSync(path, path.replace(/\d+\.log$/, `${random.oneOf(OTHER_NUMBERS)}.log`));
    },
  },
  {
    name: 'segments: two swapped',
    files: 'log',
    damage: (directory, random) => swapFiles(directory, LOG, random),
  },
  {
    name: 'journal: copied to another number',
    files: 'manifest',
    damage: (directory, random) => {
      const path = anyFile(directory, MANIFEST, random);
      copyFileSync(path, path.replace(/\d+\.log$/, `${random.oneOf(OTHER_NUMBERS)}.log`));
    },
  },
  ...Object.entries({
    missing: (path: string) => rmSync(path),
    zeroed: (path: string) => writeFileSync(path, readFileSync(path).fill(0)),
    'cut within the first record': (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 20)),
  }).map(
    ([name, damage]): DamageKind => ({
      name: `whole journal: ${name}`,
      files: 'manifest',
      damage: (directory) => {
        for (const path of filesOf(directory, MANIFEST)) damage(path);
      },
    }),
  ),
  ...['0000000777', '000000000000005', '999999999999999'].flatMap((digits) =>
    ['ordinary', 'alarm', 'journal'].map(
      (prefix): DamageKind => ({
        name: `beside them: an empty ${prefix}-${digits}.log`,
        files: prefix === 'journal' ? 'manifest' : 'log',
        damage: (directory) => writeFileSync(join(directory, `${prefix}-${digits}.log`), ''),
      }),
    ),
  ),
];

/** Paths of the files of a type, oldest first. */
export function filesOf(directory: string, sort: RegExp): string[] {
  return readdirSync(directory)
    .filter((name) => sort.test(name))
    .sort()
    .map((name) => join(directory, name));
}

export const manifestsOf = (directory: string): string[] => filesOf(directory, MANIFEST);

function changeKind(name: string, files: DamagedFiles, change: FileChange): DamageKind {
  return {
    name,
    files,
    damage: (directory, random) => {
      const path = anyFile(directory, files === 'log' ? LOG : MANIFEST, random);
      writeFileSync(path, change(readFileSync(path), random));
    },
  };
}

function replaceKind(name: string, files: DamagedFiles, replace: Replacement): DamageKind {
  return {
    name,
    files,
    staysOdd: true,
    damage: (directory, random) => {
      const path = anyFile(directory, files === 'log' ? LOG : MANIFEST, random);
      rmSync(path);
      replace(path);
    },
  };
}

function placeKind(name: string, replace: Replacement): DamageKind {
  return {
    name,
    files: 'log',
    staysOdd: true,
    damage: (directory, random) => {
      const prefix = random.oneOf(['ordinary', 'alarm', 'journal']);
      replace(join(directory, `${prefix}-${random.oneOf(OTHER_NUMBERS)}.log`));
    },
  };
}

function anyFile(directory: string, sort: RegExp, random: SeededRandom): string {
  return random.oneOf(filesOf(directory, sort));
}

function newestSegment(directory: string, random: SeededRandom): string {
  const newest = ['ordinary', 'alarm'].flatMap(
    (log) => filesOf(directory, new RegExp(`^${log}-`)).at(-1) ?? [],
  );
  return random.oneOf(newest);
}

function swapFiles(directory: string, sort: RegExp, random: SeededRandom): void {
  const [first, second] = [anyFile(directory, sort, random), anyFile(directory, sort, random)];
  if (first === second) return;
  renameSync(first, `${first}.moved`);
  renameSync(second, first);
  renameSync(`${first}.moved`, second);
}
