import { NO_NODE, ROOT } from './DoubleArrayTrie';
import { beginningOf, type Lexicon, lexicon, type Meaning, MODIFIER_BITS, pairOf } from './Lexicon';
import { ACCENT, isDigit, LETTER, letterOf, SEPARATOR, spell, turnsAt } from './letters';
import { WEAK } from './strength';

/** Maximum number of characters that are read of a name: no real name is that long. */
const MAX_NAME = 1024;
/** Maximum number of words that are read of a name; further words add nothing. */
const MAX_WORDS = 32;
/** Maximum length of a compound. */
const MAX_COMPOUND = 40;
const MIN_COMPOUND = 5;
const MIN_PIECE = 3;
/** Minimum length of an electrical word that may begin a compound: `pvfrequency`. */
const MIN_BEGINNING = 2;
const { relation: RELATION, electric: ELECTRIC } = MODIFIER_BITS;

/** Heating circuits: their two letters are joined to other words without a separator. */
const CIRCUITS: ReadonlySet<string> = new Set(['ww', 'hp', 'hc']);

/** Maximum number of words in a compound. */
const MAX_PIECES = 6;
/** Maximum number of pieces kept while a compound is cut: each cut has at most one per remaining letter. */
const MAX_OPEN = (MAX_COMPOUND * (MAX_COMPOUND + 1)) / 2;

const EQUALS = 0x3d;
const SLASH = 0x2f;

/** Whether a name is the ID of an OPC UA node: `ns=2;s=Boiler.Temperature`. */
function isNodeId(text: string, start: number): boolean {
  return text.charCodeAt(start + 2) === EQUALS && text.startsWith('ns', start);
}

/** Where the name in such an ID begins; its end, if it has a number or bytes instead of a name. */
function nameInNodeId(text: string, start: number, end: number): number {
  const at = text.indexOf(';s=', start);
  return at < 0 || at >= end ? end : at + 3;
}

/**
 * Finds the known words of a name from left to right, at each position the longest. Words begin and end at separators,
 * at digits and at camelCase boundaries; inside a run of letters, a word is found only if the whole run splits into
 * known words (`supplyairtemp`) or ends with a word that may end compounds (`Aussentemperatur`).
 *
 * A reader is reused for many names: `count` and `word(i)` refer to the name read last.
 */
export class NameReader {
  count = 0;
  /** Whether the name has letters that no known word explains. */
  hasUnknown = false;
  /** Whether a word names a quantity, or has a published symbol, wherever it is. */
  namesQuantity = false;
  /** Whether a word may spell a unit. */
  hasUnits = false;
  /** The modifiers of all words. */
  modifiers = 0;

  private readonly lexicon: Lexicon;
  private readonly characters: Uint16Array;
  private readonly words: (Meaning | undefined)[] = new Array(MAX_WORDS).fill(undefined);
  private readonly starts = new Int32Array(MAX_WORDS);
  private readonly ends = new Int32Array(MAX_WORDS);
  private text = '';
  /** Where the name begins in its text; the positions below count from here. */
  private offset = 0;
  private length = 0;
  /** Its characters, as letters.ts spells them. */
  private readonly spelled = new Uint16Array(MAX_NAME + 1);
  /**
   * A stack of words that a compound may begin with, and where they end; those of an inner cut are above those of the
   * outer one.
   */
  private readonly pieces = new Int32Array(MAX_OPEN);
  private readonly pieceEnds = new Int32Array(MAX_OPEN);

  /** @param words the words to find in names; the whole vocabulary by default. */
  constructor(words: Lexicon = lexicon()) {
    this.lexicon = words;
    this.characters = words.characters;
  }

  word(index: number): Meaning | undefined {
    return this.words[index];
  }

  /** Whether the name begins with its first known word. */
  get beginsWithWord(): boolean {
    return this.count > 0 && this.starts[0] === 0;
  }

  /** Whether a word begins the name, or a level of it. */
  beginsLevel(index: number): boolean {
    const start = this.startOf(index);
    return start === this.offset || this.text.charCodeAt(start - 1) === SLASH;
  }

  /** Where a word begins in the text that was read. */
  startOf(index: number): number {
    return this.offset + (this.starts[index] ?? 0);
  }

  endOf(index: number): number {
    return this.offset + (this.ends[index] ?? 0);
  }

  /** Whether one of the words spans this position of the text. */
  hasWordOver(place: number): boolean {
    for (let i = 0; i < this.count; i++) {
      if (this.startOf(i) < place && this.endOf(i) > place) return true;
    }
    return false;
  }

  /** Whether a word for a set point may begin at this position of a text. */
  mayBeSetpoint(text: string, start: number): boolean {
    const { characters } = this;
    const first = letterOf(characters, text.charCodeAt(start));
    const second = letterOf(characters, text.charCodeAt(start + 1));
    const third = letterOf(characters, text.charCodeAt(start + 2));
    if (second === ACCENT || third === ACCENT) return true;
    return this.lexicon.setpointBeginnings[beginningOf(first, second, third)] === 1;
  }

  /** The name that was read last. */
  get name(): string {
    return this.text.slice(this.offset, this.offset + this.length);
  }

  /** A word as it is written. */
  textOf(index: number): string {
    return this.text.slice(this.startOf(index), this.endOf(index));
  }

  /** What follows a word, up to `length` characters. */
  textAfter(index: number, length: number): string {
    const from = this.endOf(index);
    return this.text.slice(from, Math.min(this.offset + this.length, from + length));
  }

  /** Whether a digit directly follows a word. */
  hasDigitAfter(index: number): boolean {
    const at = this.ends[index] ?? 0;
    return at < this.length && isDigit(this.letterAt(at));
  }

  /** Reads the name from `start` to `end` of a text. */
  read(text: string, start: number, end: number): void {
    this.count = 0;
    this.hasUnknown = false;
    this.namesQuantity = false;
    this.hasUnits = false;
    this.modifiers = 0;
    const from = isNodeId(text, start) ? nameInNodeId(text, start, end) : start;
    this.text = text;
    this.offset = from;
    this.length = Math.min(end - from, MAX_NAME);
    spell(this.characters, text, start, this.length, this.spelled);
    const { length } = this;
    let i = 0;
    while (i < length && this.count < MAX_WORDS) {
      const letter = this.letterAt(i);
      i = letter === SEPARATOR || letter === ACCENT || isDigit(letter) ? i + 1 : this.readWord(i);
    }
  }

  private letterAt(place: number): number {
    return (this.spelled[place] ?? SEPARATOR) & LETTER;
  }

  /** Reads the word that begins at `at`; returns where the next may begin. */
  private readWord(at: number): number {
    const { spelled, length } = this;
    const { trie, meanings } = this.lexicon;
    let node = ROOT;
    let found = -1;
    let foundEnd = at;
    let passedWord = false;
    let i = at;
    while (i < length) {
      const letter = (spelled[i] ?? SEPARATOR) & LETTER;
      if (letter === ACCENT) {
        i++;
        continue;
      }
      node = trie.step(node, letter);
      if (node === NO_NODE) break;
      i++;
      if (letter === SEPARATOR) {
        while (i < length && spelled[i] === SEPARATOR) i++;
        continue;
      }
      const value = trie.valueOf(node);
      if (value < 0) continue;
      passedWord = true;
      if (turnsAt(spelled, i)) {
        found = value;
        foundEnd = i;
      }
    }
    if (found < 0) return this.readCompound(at, passedWord);
    const meaning = meanings[found];
    const followsDigit = at > 0 && isDigit(this.letterAt(at - 1));
    // After a number without a separator, `min` or `h` is a time (`power_15min`), not a quantity or an extreme;
    // `f` in `temp1f` is the unit of what precedes.
    const isOfNumber =
      followsDigit && foundEnd - at <= 3 && meaning !== undefined && meaning.units.length > 0;
    if (isOfNumber ? this.fitsLast(meaning) || this.isNewWord(meaning, at) : !this.isPoint(at, foundEnd))
      this.add(meaning, at, foundEnd);
    return foundEnd;
  }

  /** `usb1Amp`: a capital and a word that is more than a unit. */
  private isNewWord({ strength }: Meaning, at: number): boolean {
    const first = this.text[this.offset + at] ?? '';
    return strength > WEAK && first !== first.toLowerCase();
  }

  /** `5p8`, `3v3`: a letter between digits is a decimal point. */
  private isPoint(at: number, end: number): boolean {
    return end === at + 1 && at > 0 && isDigit(this.letterAt(at - 1)) && isDigit(this.letterAt(end));
  }

  private readCompound(at: number, beginsWithWord: boolean): number {
    const { spelled } = this;
    let runEnd = at + 1;
    while (!turnsAt(spelled, runEnd)) runEnd++;
    const length = runEnd - at;
    if (length >= MIN_COMPOUND && length <= MAX_COMPOUND) {
      const before = this.count;
      if (beginsWithWord && this.cut(at, runEnd, at, 0)) return runEnd;
      this.count = before;
      if (this.readEnding(at, runEnd)) return runEnd;
    }
    this.hasUnknown = true;
    return runEnd;
  }

  /**
   * Whether the letters from `at` to `end` consist of known words only; if so, these are added.
   * @param first where the compound begins. @param open how many pieces are kept for the outer cuts.
   */
  private cut(at: number, end: number, first: number, open: number): boolean {
    const { pieces, pieceEnds } = this;
    const { trie, meanings } = this.lexicon;
    let node = ROOT;
    let top = open;
    for (let i = at; i < end; i++) {
      const letter = this.letterAt(i);
      if (letter === ACCENT) continue;
      node = trie.step(node, letter);
      if (node === NO_NODE) break;
      const value = trie.valueOf(node);
      if (value >= 0 && this.mayBePiece(meanings[value], i + 1 - at, i + 1 === end && at > first)) {
        pieces[top] = value;
        pieceEnds[top] = i + 1;
        top++;
      }
    }
    const before = this.count;
    for (let p = top - 1; p >= open; p--) {
      const pieceEnd = pieceEnds[p] ?? end;
      this.add(meanings[pieces[p] ?? 0], at, pieceEnd);
      if (pieceEnd === end || (this.count < MAX_PIECES + before && this.cut(pieceEnd, end, first, top)))
        return true;
      this.count = before;
    }
    return false;
  }

  private mayBePiece(meaning: Meaning | undefined, length: number, isLast: boolean): boolean {
    if (!meaning || (meaning.modifiers & RELATION) !== 0) return false;
    // `gallon` is not gallons of longitude.
    if (length === MIN_PIECE && meaning.keyword?.symbol === 'GEO_POSITION') return false;
    if (length >= MIN_PIECE) return meaning.strength !== WEAK || meaning.modifiers !== 0;
    if (length < MIN_BEGINNING) return isLast && this.fitsLast(meaning);
    // `nrgww`, `flowtemphc`: a circuit; `pvfrequency`.
    if (CIRCUITS.has(meaning.word)) return true;
    return isLast ? this.fitsLast(meaning) : (meaning.modifiers & ELECTRIC) !== 0;
  }

  /** Whether the word read last names a quantity that has a unit of this meaning. */
  private fitsLast({ units }: Meaning): boolean {
    if (units.length === 0 || this.count === 0) return false;
    const quantities = this.words[this.count - 1]?.quantities ?? [];
    return quantities.some((row) => units.some(({ unit }) => row.units.includes(unit)));
  }

  private readEnding(at: number, end: number): boolean {
    const { trie, meanings, compoundEndings } = this.lexicon;
    if (!compoundEndings.has(pairOf(this.letterAt(end - 2), this.letterAt(end - 1)))) return false;
    for (let from = at + 2; from <= end - MIN_PIECE; from++) {
      let node = ROOT;
      for (let i = from; i < end && node !== NO_NODE; i++) {
        const letter = this.letterAt(i);
        if (letter !== ACCENT) node = trie.step(node, letter);
      }
      const value = node === NO_NODE ? -1 : trie.valueOf(node);
      const meaning = value < 0 ? undefined : meanings[value];
      if (meaning?.endsCompounds) {
        this.add(meaning, from, end);
        return true;
      }
    }
    return false;
  }

  private add(meaning: Meaning | undefined, start: number, end: number): void {
    if (!meaning || this.count >= MAX_WORDS) return;
    this.words[this.count] = meaning;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
    if (meaning.namesQuantity) this.namesQuantity = true;
    if (meaning.units.length > 0) this.hasUnits = true;
    this.modifiers |= meaning.modifiers;
  }
}
