import {
  LANGUAGES,
  type LanguageWords,
  QUANTITIES,
  type QuantityRow,
  UNITS,
  type UnitRow,
} from '../../../symbols/vocabulary';
import { DoubleArrayTrie } from './DoubleArrayTrie';
import { KEYWORDS, type Keyword } from './keywords';
import { LETTER, Letters, spellingsOf } from './letters';
import { MODIFIER_BITS } from './modifierBits';
import { NOTHING, STRONG } from './strength';
import { type ModifierWord, modifierWords, type QuantityWord, quantityWords, ToldWords } from './wordEntries';

export { MODIFIER_BITS };

/** What a word may mean; several of these may apply at once (`h` is a weak humidity and the unit hour). */
export interface Meaning {
  /** The word as in the tables. */
  readonly word: string;
  /** Of a word with its own symbol: the published ones, and the others in keywords.ts. */
  keyword: Keyword | undefined;
  /** STRONG, GENERIC, WEAK or NOTHING. */
  strength: number;
  /** Quantities that it may mean, all of one strength; several only for ambiguous words. */
  quantities: readonly QuantityRow[];
  /** Units that it spells at the end of a name: of several, only one that the name's quantity has counts. */
  units: UnitRow[];
  /** Whether it names a quantity, or has a published symbol, wherever it is in a name. */
  namesQuantity: boolean;
  /** Bits of MODIFIER_BITS. */
  modifiers: number;
  /** Whether it may be next to the head without meaning what it means alone: see wordsAside.ts. */
  isAside: boolean;
  /** Whether it also counts at the end of a longer word (`Aussentemperatur`). */
  endsCompounds: boolean;
}

/** All words that names are searched for, in one trie. Built from the tables of src/symbols/vocabulary. */
export class Lexicon {
  readonly trie: DoubleArrayTrie;
  readonly meanings: readonly Meaning[];
  /** The last two letters of words that end compounds, by pairOf(): these rule out most words. */
  readonly compoundEndings: ReadonlySet<number>;
  /** 1 for the first three letters of words for set points, by beginningOf(): these rule out most words. */
  readonly setpointBeginnings: Uint8Array;
  /** What characters are read as, for spell(). */
  readonly characters: Uint16Array;

  /**
   * @param languages those of the vocabulary by default
   * @throws {VocabularyError} for an unknown quantity or modifier, an empty word, and a word listed twice.
   */
  constructor(languages: readonly LanguageWords[] = LANGUAGES) {
    const letters = new Letters();
    const words = new WordTable(letters);
    addQuantities(words, languages);
    addKeywords(words);
    addUnits(words);
    addModifiers(words, languages);
    for (const meaning of words.meanings) {
      const { strength, quantities: named, keyword } = meaning;
      meaning.isAside = (meaning.modifiers & MODIFIER_BITS.relation) !== 0 || ASIDE.has(meaning.word);
      meaning.namesQuantity = (strength === STRONG && named.length > 0) || keyword?.status === 'published';
    }
    this.meanings = words.meanings;
    this.compoundEndings = words.endings;
    this.setpointBeginnings = words.beginnings(MODIFIER_BITS.setpoint);
    this.characters = letters.table;
    this.trie = new DoubleArrayTrie(words.spelled());
  }
}

/** Words for a device or a part of it that a number after them identifies: `temperature_channel_1`. */
export const NAMING: ReadonlySet<string> = new Set(
  'unit units channel port host source src model name label topic'.split(' '),
);

/** Parts that are counted, or numbered. */
export const PARTS: ReadonlySet<string> = new Set(
  'packs modules banks strings slots cells number'.split(' '),
);

/** Faults that a number counts, and any other value reports. */
export const COUNTED_FAULTS: ReadonlySet<string> = new Set(['errors', 'failures']);

/** Words that do not always mean what they mean alone. */
const ASIDE: ReadonlySet<string> = new Set([...NAMING, ...PARTS, ...COUNTED_FAULTS, 'ph', 'co']);

/** Two letters as one number. */
export function pairOf(letter: number, next: number): number {
  return letter * (LETTER + 1) + next;
}

/** Few enough to stay in the processor's cache; some words share one. */
const BEGINNINGS = 1024;

/** The first three letters of a word as a number below BEGINNINGS. */
export function beginningOf(first: number, second: number, third: number): number {
  return (first * 961 + second * 31 + third) & (BEGINNINGS - 1);
}

/** The words collected while a lexicon is built, each spelling with its meaning. */
class WordTable {
  readonly meanings: Meaning[] = [];
  readonly endings = new Set<number>();
  private readonly indexes = new Map<string, number>();

  constructor(private readonly letters: Letters) {}

  /** Adds what a word means to each of its spellings, the first of which is the word itself. */
  meet(
    word: string,
    spellings: readonly string[],
    add: (meaning: Meaning, key: string, isOwn: boolean) => void,
    endsCompounds = false,
  ): void {
    for (const spelling of spellings) {
      const letters = this.letters.learn(spelling);
      const key = letters.join(' ');
      const meaning = this.meaningOf(word, key);
      add(meaning, key, spelling === spellings[0]);
      if (!endsCompounds) continue;
      meaning.endsCompounds = true;
      this.endings.add(pairOf(letters.at(-2) ?? 0, letters.at(-1) ?? 0));
    }
  }

  /**
   * The letters of each spelling and the index of its meaning, sorted so that words that begin alike are adjacent in
   * the trie.
   */
  spelled(): (readonly [letters: readonly number[], index: number])[] {
    const sorted = [...this.indexes].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([key, index]) => [key.split(' ').map(Number), index]);
  }

  /** The first letters of words that have a modifier, by beginningOf(). */
  beginnings(modifier: number): Uint8Array {
    const found = new Uint8Array(BEGINNINGS);
    for (const [[first = 0, second = 0, third = 0], index] of this.spelled()) {
      const has = ((this.meanings[index]?.modifiers ?? 0) & modifier) !== 0;
      if (has) found[beginningOf(first, second, third)] = 1;
    }
    return found;
  }

  private meaningOf(word: string, key: string): Meaning {
    const known = this.meanings[this.indexes.get(key) ?? this.meanings.length];
    if (known) return known;
    this.indexes.set(key, this.meanings.length);
    const meaning: Meaning = {
      word,
      keyword: undefined,
      strength: NOTHING,
      quantities: [],
      units: [],
      namesQuantity: false,
      modifiers: 0,
      isAside: false,
      endsCompounds: false,
    };
    this.meanings.push(meaning);
    return meaning;
  }
}

function addQuantities(words: WordTable, languages: readonly LanguageWords[]): void {
  const told = new ToldWords<QuantityWord>(
    (one, other) =>
      one.strength === other.strength &&
      one.quantities.length === other.quantities.length &&
      one.quantities.every((row, i) => row === other.quantities[i]),
  );
  for (const entry of quantityWords(languages)) {
    const { word, quantities, strength, endsCompounds } = entry;
    const add = (meaning: Meaning, key: string, isOwn: boolean): void => {
      told.add(key, entry, isOwn);
      meaning.strength = strength;
      meaning.quantities = quantities;
    };
    words.meet(word, spellingsOf(word), add, endsCompounds);
  }
}

function addKeywords(words: WordTable): void {
  const rows = new Map<string | undefined, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));
  for (const [word, keyword] of KEYWORDS) {
    const row = rows.get(keyword.quantity);
    words.meet(word, spellingsOf(word), (meaning) => {
      meaning.keyword = keyword;
      meaning.strength = STRONG;
      meaning.quantities = row ? [row] : [];
    });
  }
}

function addUnits(words: WordTable): void {
  const ofSuffix = new Map<string, UnitRow[]>();
  for (const unit of UNITS) {
    for (const suffix of unit.suffixes.split(' ')) {
      if (suffix === '') continue;
      ofSuffix.set(suffix, [...(ofSuffix.get(suffix) ?? []), unit]);
      // `m_s` is meters per second and `ms` milliseconds: a phrase of unit letters has one spelling.
      const phrase = suffix.replace(/_/g, ' ');
      words.meet(phrase, [phrase], (meaning) => {
        meaning.units.push(unit);
      });
    }
  }
  // `battery percent` and `tot w` end in a unit of what they name.
  for (const meaning of words.meanings) {
    const ending = meaning.word.slice(meaning.word.lastIndexOf(' ') + 1);
    if (ending === meaning.word || meaning.units.length > 0) continue;
    const unit = ofSuffix
      .get(ending)
      ?.find(({ unit }) => meaning.quantities.some(({ units }) => units.includes(unit)));
    if (unit) meaning.units.push(unit);
  }
}

function addModifiers(words: WordTable, languages: readonly LanguageWords[]): void {
  const told = new ToldWords<ModifierWord>(() => true);
  for (const entry of modifierWords(languages)) {
    const { word, modifier, endsCompounds } = entry;
    const add = (meaning: Meaning, key: string, isOwn: boolean): void => {
      told.add(`${modifier} ${key}`, entry, isOwn);
      meaning.modifiers |= modifier;
    };
    words.meet(word, spellingsOf(word), add, endsCompounds);
  }
}

let shared: Lexicon | undefined;

/** The lexicon that all share, built when first needed: that takes a few milliseconds. */
export function lexicon(): Lexicon {
  shared ??= new Lexicon();
  return shared;
}
