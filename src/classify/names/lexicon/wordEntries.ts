import { type LanguageWords, QUANTITIES, type QuantityRow, type Strength } from '../../../symbols/vocabulary';
import { MODIFIER_BITS } from './modifierBits';
import { GENERIC, STRONG, WEAK } from './strength';

/** A mistake in a table of the vocabulary: an unknown quantity, an empty word, a word listed twice. */
export class VocabularyError extends Error {
  override readonly name = 'VocabularyError';
}

/** A word in a table of the vocabulary. */
interface Entry {
  /** Without the `-` of a word that ends compounds. */
  readonly word: string;
  readonly endsCompounds: boolean;
  readonly language: string;
  /** Where it is listed, for errors: `German, temperature, strong`. */
  readonly place: string;
}

/** A word for a quantity, or for one of several. */
export interface QuantityWord extends Entry {
  readonly quantities: readonly QuantityRow[];
  /** STRONG, GENERIC or WEAK. */
  readonly strength: number;
}

/** A word that means something other than a quantity. */
export interface ModifierWord extends Entry {
  /** A bit of MODIFIER_BITS. */
  readonly modifier: number;
}

const STRENGTHS: Readonly<Record<Strength, number>> = { strong: STRONG, generic: GENERIC, weak: WEAK };

const rows = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));
const strengths = new Map<string, number>(Object.entries(STRENGTHS));
const modifiers = new Map<string, number>(Object.entries(MODIFIER_BITS));

/** The words for quantities in these languages. @throws {VocabularyError} */
export function* quantityWords(languages: readonly LanguageWords[]): Generator<QuantityWord> {
  for (const { language, quantities = {}, ambiguous = {} } of languages) {
    for (const [quantity, lists] of Object.entries(quantities)) {
      for (const [strength, words] of Object.entries(lists)) {
        const place = `${language}, ${quantity}, ${strength}`;
        const said = { quantities: [quantityOf(quantity, place)], strength: strengthOf(strength, place) };
        for (const word of words) yield { ...entryOf(word, language, place), ...said };
      }
    }
    for (const [strength, words] of Object.entries(ambiguous)) {
      for (const [word, of] of Object.entries(words)) {
        const place = `${language}, ${of.join(' or ')}, ${strength}`;
        const said = {
          quantities: of.map((quantity) => quantityOf(quantity, place)),
          strength: strengthOf(strength, place),
        };
        yield { ...entryOf(word, language, place), ...said };
      }
    }
  }
}

/** The words of these languages that mean something other than a quantity. @throws {VocabularyError} */
export function* modifierWords(languages: readonly LanguageWords[]): Generator<ModifierWord> {
  for (const { language, modifiers: lists = {} } of languages) {
    for (const [name, words] of Object.entries(lists)) {
      const place = `${language}, ${name}`;
      const modifier = known(modifiers, name, 'modifier', place);
      for (const word of words) yield { ...entryOf(word, language, place), modifier };
    }
  }
}

/**
 * Ensures that no word is listed twice, compared as words are read: without case, accents, and spaces of joined
 * phrases.
 */
export class ToldWords<Word extends Entry> {
  private readonly told = new Map<string, { readonly entry: Word; readonly isOwn: boolean }>();

  /** @param mean whether words of two languages mean the same, so that both may list them. */
  constructor(private readonly mean: (one: Word, other: Word) => boolean) {}

  /**
   * @param letters those of one spelling of the word
   * @param isOwn whether they are the word itself: `rain water tank` and `rainwater tank` are two phrases, although
   * `rainwatertank` spells both.
   * @throws {VocabularyError} if its language already has the word, or another language gives it another meaning.
   */
  add(letters: string, entry: Word, isOwn: boolean): void {
    const told = this.told.get(letters);
    if (!told) this.told.set(letters, { entry, isOwn });
    if (!told || told.entry === entry) return;
    const before = told.entry;
    const isTwice = before.language === entry.language && (isOwn || told.isOwn);
    if (!isTwice && this.mean(before, entry)) return;
    const words =
      before.word === entry.word
        ? `"${entry.word}" is listed twice`
        : `"${before.word}" and "${entry.word}" are read alike`;
    throw new VocabularyError(`${words}: in ${before.place}; in ${entry.place}.`);
  }
}

function entryOf(written: string, language: string, place: string): Entry {
  const endsCompounds = written.startsWith('-');
  const word = endsCompounds ? written.slice(1) : written;
  if (word.trim() === '') throw new VocabularyError(`An empty word in ${place}.`);
  if (word !== word.trim() || /[,;]/.test(word))
    throw new VocabularyError(`"${written}" is not one word or phrase: in ${place}.`);
  return { word, endsCompounds, language, place };
}

function quantityOf(name: string, place: string): QuantityRow {
  return known(rows, name, 'quantity', place);
}

function strengthOf(name: string, place: string): number {
  return known(strengths, name, 'strength', place);
}

function known<Value>(table: ReadonlyMap<string, Value>, name: string, what: string, place: string): Value {
  const value = table.get(name);
  if (value === undefined) throw new VocabularyError(`Unknown ${what} "${name}" in ${place}.`);
  return value;
}
