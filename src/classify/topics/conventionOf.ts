import { CONVENTIONS, type ConventionRow } from './conventions';
import { WordSet } from './WordSet';

/** A convention that a topic follows; `from` is its first content level, `to` the level after the last. */
export interface Convention {
  readonly row: ConventionRow;
  /** Words of the content that say nothing. */
  readonly skip: WordSet;
  readonly from: number;
  readonly to: number;
  /** For each level, whether it is part of the device's name. */
  readonly isDevice: readonly boolean[];
}

interface Compiled {
  readonly convention: Convention;
  /** For each level of the pattern, the words that it may be; undefined if it may be anything. */
  readonly levels: readonly (WordSet | undefined)[];
  readonly isOpen: boolean;
}

/** Endings of topics whose convention has no fixed first level: only topics with these are checked for one. */
const ENDINGS = ['/state', '/command'];

function compile(row: ConventionRow): Compiled {
  const written = row.pattern.split('/');
  const last = written.at(-1);
  const isOpen = last === '#' || last === '*#';
  const fixed = isOpen ? written.slice(0, -1) : written;
  const levels = fixed.map((level) =>
    level === '*' || level === '?' ? undefined : new WordSet(level.toLowerCase().split('|')),
  );
  if (!levels[0] && !ENDINGS.some((ending) => row.pattern.endsWith(ending))) {
    throw new Error(`The pattern ${row.pattern} must begin with a word or end in ${ENDINGS.join(' or ')}.`);
  }
  const isContent = fixed.map((level) => level === '?');
  const first = isContent.indexOf(true);
  const from = first >= 0 ? first : last === '#' ? levels.length : 0;
  const to = first >= 0 && last !== '#' ? first + 1 : last === '#' ? Number.POSITIVE_INFINITY : 0;
  return {
    convention: {
      row,
      skip: new WordSet(
        (row.skip ?? '')
          .toLowerCase()
          .split(' ')
          .filter((word) => word !== ''),
      ),
      from,
      to,
      isDevice: [...fixed.map((level) => level === '*'), ...(last === '*#' ? [true] : [])],
    },
    levels,
    isOpen,
  };
}

const compiledRows = CONVENTIONS.map(compile);
/** Conventions to compare a topic with, and the maximum number of levels that any of them fixes. */
interface Candidates {
  readonly rows: readonly Compiled[];
  readonly deepest: number;
}

function candidatesOf(rows: readonly Compiled[]): Candidates {
  return { rows, deepest: Math.max(...rows.map(({ levels }) => levels.length)) };
}

const byFirstWord = new Map<string, Candidates>();
const anyFirstWord = candidatesOf(compiledRows.filter(({ levels }) => !levels[0]));
for (const compiled of compiledRows) {
  const [first] = compiled.levels;
  if (!first) continue;
  for (const word of first.words) {
    byFirstWord.set(word, candidatesOf([...(byFirstWord.get(word)?.rows ?? []), compiled]));
  }
}
const firstWords = new WordSet([...byFirstWord.keys()]);

/** Conventions without a fixed first word apply only to topics shorter than this. */
const MAX_ANY = 256;

/** Where the first levels of the topic checked last end: those that are compared, and one more. */
const ends = new Int32Array(Math.max(...compiledRows.map(({ levels }) => levels.length)) + 1);

/** The convention that a topic follows, if any. */
export function conventionOf(topic: string): Convention | undefined {
  const firstEnd = topic.indexOf('/');
  if (firstEnd < 1) return undefined;
  const first = firstWords.find(topic, 0, firstEnd);
  const candidates = first === undefined ? anyCandidates(topic) : byFirstWord.get(first);
  if (!candidates) return undefined;
  const count = findLevels(topic, firstEnd, candidates.deepest);
  for (const compiled of candidates.rows) if (fits(compiled, topic, count)) return compiled.convention;
  return undefined;
}

function anyCandidates(topic: string): Candidates | undefined {
  const mayBe = topic.length < MAX_ANY && ENDINGS.some((ending) => endsIn(topic, ending));
  return mayBe ? anyFirstWord : undefined;
}

/** Checks the character where the slash would be first: that rules out most topics. */
function endsIn(topic: string, ending: string): boolean {
  return topic.charCodeAt(topic.length - ending.length) === 0x2f && topic.endsWith(ending);
}

/**
 * Finds the levels of a topic, up to `most` and one more; `firstEnd` is the end of the first. Returns how many it
 * found.
 */
function findLevels(topic: string, firstEnd: number, most: number): number {
  ends[0] = firstEnd;
  let count = 1;
  while (count < most) {
    const at = topic.indexOf('/', (ends[count - 1] ?? 0) + 1);
    if (at < 0) break;
    ends[count++] = at;
  }
  ends[count++] = topic.length;
  return count;
}

/** Whether the levels after the first, which is known to fit, fit as well. */
function fits({ levels, isOpen }: Compiled, topic: string, count: number): boolean {
  if (isOpen ? count < levels.length : count !== levels.length) return false;
  for (let i = 1; i < levels.length; i++) {
    const words = levels[i];
    if (words && !words.has(topic, (ends[i - 1] ?? 0) + 1, ends[i] ?? 0)) return false;
  }
  return true;
}
