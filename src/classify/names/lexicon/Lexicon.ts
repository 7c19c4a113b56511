import {
  MODIFIERS,
  type Modifier,
  QUANTITIES,
  type QuantityRow,
  type Strength,
  UNITS,
  type UnitRow,
  VOCABULARY,
} from '../../../symbols/vocabulary';
import { DoubleArrayTrie } from './DoubleArrayTrie';
import { KEYWORDS, type Keyword } from './keywords';
import { lettersOf, spellingsOf } from './letters';
import { GENERIC, NOTHING, STRONG, WEAK } from './strength';

/** What a word may mean; several of these may be so at once (`h` is a weak humidity and the unit hour). */
export interface Meaning {
  /** The word as the tables have it. */
  readonly word: string;
  /** A word with a symbol of its own: the published ones, and those of keywords.ts. */
  keyword: Keyword | undefined;
  /** STRONG, GENERIC, WEAK or NOTHING. */
  strength: number;
  /** Quantities that it may mean, of one strength; several only for weak words. */
  quantities: QuantityRow[];
  /** Units that it spells at the end of a name: of several only one that the name's quantity has. */
  units: UnitRow[];
  /** Whether it names a quantity, or has a published symbol, wherever it stands. */
  namesQuantity: boolean;
  /** Bits of MODIFIER_BITS. */
  modifiers: number;
  /** Counts at the end of a longer word too (`Aussentemperatur`). */
  endsCompounds: boolean;
}

export const MODIFIER_BITS: Readonly<Record<Modifier, number>> = {
  command: 1,
  setpoint: 2,
  limit: 4,
  extreme: 8,
  alert: 16,
  state: 32,
  duration: 64,
  count: 128,
  meta: 256,
  place: 512,
  rms: 1024,
  electric: 2048,
  present: 4096,
  time: 8192,
  tag: 16384,
  switched: 32768,
  accompanied: 65536,
  airside: 131072,
  hvac: 262144,
  preset: 524288,
  moment: 1048576,
};

const STRENGTHS: Readonly<Record<Strength, number>> = { weak: WEAK, generic: GENERIC, strong: STRONG };

/** All words that names are searched for, in one trie. Built once, from the tables of src/symbols/vocabulary. */
export class Lexicon {
  readonly trie: DoubleArrayTrie;
  readonly meanings: readonly Meaning[];
  /** The last two letters of words that end compounds, `letter * 64 + letter`: most words end otherwise. */
  readonly compoundEndings: ReadonlySet<number>;

  constructor() {
    const meanings: Meaning[] = [];
    const indexes = new Map<string, number>();
    const quantities = new Map(QUANTITIES.map((row) => [row.quantity, row]));
    const endings = new Set<number>();

    const meet = (
      written: string,
      add: (meaning: Meaning) => void,
      spell: (word: string) => string[] = spellingsOf,
    ): void => {
      const endsCompounds = written.startsWith('-');
      const word = written.replace(/^-/, '').trim();
      for (const spelling of spell(word)) {
        const letters = lettersOf(spelling);
        const key = letters.join(' ');
        let index = indexes.get(key);
        if (index === undefined) {
          index = meanings.length;
          indexes.set(key, index);
          meanings.push({
            word,
            keyword: undefined,
            strength: NOTHING,
            quantities: [],
            units: [],
            namesQuantity: false,
            modifiers: 0,
            endsCompounds: false,
          });
        }
        const meaning = meanings[index];
        if (!meaning) continue;
        add(meaning);
        if (endsCompounds) {
          meaning.endsCompounds = true;
          endings.add((letters.at(-2) ?? 0) * 64 + (letters.at(-1) ?? 0));
        }
      }
    };

    for (const [quantity, strength, words] of VOCABULARY) {
      const row = quantities.get(quantity);
      for (const word of words.split(',')) {
        if (word.trim() === '' || !row) continue;
        meet(word.trim(), (meaning) => {
          const given = STRENGTHS[strength];
          if (given > meaning.strength) {
            meaning.strength = given;
            meaning.quantities = [row];
          } else if (given === meaning.strength && !meaning.quantities.includes(row)) {
            meaning.quantities.push(row);
          }
        });
      }
    }
    for (const [word, keyword] of KEYWORDS) {
      meet(word, (meaning) => {
        meaning.keyword = keyword;
        meaning.strength = STRONG;
        const row = quantities.get(keyword.quantity ?? '');
        meaning.quantities = row ? [row] : [];
      });
    }
    for (const unit of UNITS) {
      for (const suffix of unit.suffixes.split(' ')) {
        if (suffix === '') continue;
        const add = (meaning: Meaning) => {
          meaning.units.push(unit);
        };
        // `m_s` is metres a second and `ms` milliseconds: a phrase of unit letters has one spelling.
        meet(suffix.replace(/_/g, ' '), add, (word) => [word]);
      }
    }
    // `battery percent` and `tot w` end in a unit of what they name.
    for (const meaning of meanings) {
      const ending = meaning.word.slice(meaning.word.lastIndexOf(' ') + 1);
      if (ending === meaning.word || meaning.units.length > 0) continue;
      const unit = UNITS.find(
        ({ unit, suffixes }) =>
          suffixes.split(' ').includes(ending) &&
          meaning.quantities.some(({ units }) => units.includes(unit)),
      );
      if (unit) meaning.units.push(unit);
    }
    for (const [modifier, words] of MODIFIERS) {
      for (const word of words.split(',')) {
        if (word.trim() === '') continue;
        meet(word.trim(), (meaning) => {
          meaning.modifiers |= MODIFIER_BITS[modifier];
        });
      }
    }
    for (const meaning of meanings) {
      const { strength, quantities: named, keyword } = meaning;
      meaning.namesQuantity = (strength === STRONG && named.length > 0) || keyword?.status === 'published';
    }
    this.meanings = meanings;
    this.compoundEndings = endings;
    this.trie = new DoubleArrayTrie(
      [...indexes].map(([key, index]) => [key.split(' ').map(Number), index] as const),
    );
  }
}

let shared: Lexicon | undefined;

/** The lexicon, built when it is first needed: it takes some milliseconds and is the same for all. */
export function lexicon(): Lexicon {
  shared ??= new Lexicon();
  return shared;
}
