import { NO_NODE, ROOT } from './DoubleArrayTrie';
import { type Lexicon, lexicon, type Meaning } from './Lexicon';
import { ACCENT, isBoundary, isDigit, letterOf, SEPARATOR } from './letters';

/** Words that a name is read to; a name that holds more says nothing more. */
const MAX_WORDS = 32;
/** Letters of a word beyond which it is no compound. */
const MAX_COMPOUND = 40;
const MIN_COMPOUND = 5;
const MIN_PIECE = 3;

/**
 * Finds the known words of a name, from left to right, at each place the longest. Words begin and end at
 * separators, at digits and where camelCase turns; inside a run of letters a word is found only when the whole run
 * falls into known words (`supplyairtemp`) or a word that may end compounds ends it (`Aussentemperatur`).
 *
 * One reader is used for name after name: `count` and `word(i)` speak of the name that was read last.
 */
export class NameReader {
  count = 0;
  private readonly lexicon: Lexicon = lexicon();
  private readonly words: (Meaning | undefined)[] = new Array(MAX_WORDS).fill(undefined);
  private readonly starts = new Int32Array(MAX_WORDS);
  private readonly ends = new Int32Array(MAX_WORDS);
  /** Whether letters follow that no word explains, or stand between. */
  hasUnknown = false;

  word(index: number): Meaning | undefined {
    return this.words[index];
  }

  startOf(index: number): number {
    return this.starts[index] ?? 0;
  }

  endOf(index: number): number {
    return this.ends[index] ?? 0;
  }

  read(text: string, start: number, end: number): void {
    this.count = 0;
    this.hasUnknown = false;
    let i = start;
    while (i < end && this.count < MAX_WORDS) {
      const letter = letterOf(text.charCodeAt(i));
      if (letter === SEPARATOR || letter === ACCENT || isDigit(letter)) {
        i++;
        continue;
      }
      i = this.readWord(text, i, start, end);
    }
  }

  /** Reads the word that begins at `at`; returns where the next may begin. */
  private readWord(text: string, at: number, start: number, end: number): number {
    const { trie, meanings } = this.lexicon;
    let node = ROOT;
    let found = -1;
    let foundEnd = at;
    let passedWord = false;
    let i = at;
    while (i < end) {
      const letter = letterOf(text.charCodeAt(i));
      if (letter === ACCENT) {
        i++;
        continue;
      }
      node = trie.step(node, letter);
      if (node === NO_NODE) break;
      i++;
      if (letter === SEPARATOR) {
        while (i < end && letterOf(text.charCodeAt(i)) === SEPARATOR) i++;
        continue;
      }
      const value = trie.valueOf(node);
      if (value < 0) continue;
      passedWord = true;
      if (isBoundary(text, i, start, end)) {
        found = value;
        foundEnd = i;
      }
    }
    if (found >= 0) {
      const meaning = meanings[found];
      const followsDigit = at > start && isDigit(letterOf(text.charCodeAt(at - 1)));
      // After a number without a separator, `min` or `h` is a time (`power_15min`), not a quantity or an extreme.
      if (!(followsDigit && foundEnd - at <= 3 && meaning?.unit)) this.add(meaning, at, foundEnd);
      return foundEnd;
    }
    return this.readCompound(text, at, start, end, passedWord);
  }

  private readCompound(
    text: string,
    at: number,
    start: number,
    end: number,
    beginsWithWord: boolean,
  ): number {
    let runEnd = at + 1;
    while (runEnd < end && !isBoundary(text, runEnd, start, end)) runEnd++;
    const length = runEnd - at;
    if (length >= MIN_COMPOUND && length <= MAX_COMPOUND) {
      const before = this.count;
      if (beginsWithWord && this.cut(text, at, runEnd, at)) return runEnd;
      this.count = before;
      if (this.readEnding(text, at, runEnd)) {
        return runEnd;
      }
    }
    this.hasUnknown = true;
    return runEnd;
  }

  /** Whether the letters from `at` to `end` are nothing but known words; then they are added. */
  private cut(text: string, at: number, end: number, first: number): boolean {
    const { trie, meanings } = this.lexicon;
    let node = ROOT;
    const pieces: number[] = [];
    const pieceEnds: number[] = [];
    for (let i = at; i < end; i++) {
      const letter = letterOf(text.charCodeAt(i));
      if (letter === ACCENT) continue;
      node = trie.step(node, letter);
      if (node === NO_NODE) break;
      const value = trie.valueOf(node);
      if (value >= 0 && this.mayBePiece(meanings[value], i + 1 - at, i + 1 === end && at > first)) {
        pieces.push(value);
        pieceEnds.push(i + 1);
      }
    }
    const before = this.count;
    for (let p = pieces.length - 1; p >= 0; p--) {
      const pieceEnd = pieceEnds[p] ?? end;
      this.add(meanings[pieces[p] ?? 0], at, pieceEnd);
      if (pieceEnd === end || (this.count < 6 + before && this.cut(text, pieceEnd, end, first))) return true;
      this.count = before;
    }
    return false;
  }

  private mayBePiece(meaning: Meaning | undefined, length: number, isLast: boolean): boolean {
    if (!meaning) return false;
    if (length >= MIN_PIECE) return meaning.strength !== 'weak' || meaning.modifiers !== 0;
    const { unit } = meaning;
    const before = this.words[this.count - 1];
    return (
      isLast &&
      unit !== undefined &&
      before?.quantities.some(({ units }) => units.includes(unit.unit)) === true
    );
  }

  private readEnding(text: string, at: number, end: number): boolean {
    const { trie, meanings, compoundEndings } = this.lexicon;
    const ending = letterOf(text.charCodeAt(end - 2)) * 64 + letterOf(text.charCodeAt(end - 1));
    if (!compoundEndings.has(ending)) return false;
    for (let from = at + 2; from <= end - MIN_PIECE; from++) {
      let node = ROOT;
      let i = from;
      while (i < end && node !== NO_NODE) {
        const letter = letterOf(text.charCodeAt(i));
        if (letter !== ACCENT) node = trie.step(node, letter);
        i++;
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
  }
}
