/** Lengths that are told apart; longer words are in no table. */
const MAX_LENGTH = 31;

/** A few fixed words in lower case, looked up in place: most parts of a text are told apart by length and first letter. */
export class WordSet {
  private readonly known: ReadonlySet<string>;
  /** A bit for each length that a word has, and one for each first letter. */
  private readonly lengths: number;
  private readonly firsts: number;

  /** @param words in lower case, at most 31 letters each. */
  constructor(readonly words: readonly string[]) {
    this.known = new Set(words);
    this.lengths = words.reduce((bits, { length }) => bits | (1 << length), 0);
    this.firsts = words.reduce((bits, word) => bits | (1 << (word.charCodeAt(0) & 31)), 0);
  }

  /** The word that a text is from `start` to `end`, in any case. */
  find(text: string, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > MAX_LENGTH || (this.lengths & (1 << length)) === 0) return undefined;
    // The lower five bits of a letter are the same in both cases.
    if ((this.firsts & (1 << (text.charCodeAt(start) & 31))) === 0) return undefined;
    const found = text.slice(start, end);
    if (this.known.has(found)) return found;
    const word = found.toLowerCase();
    return this.known.has(word) ? word : undefined;
  }

  has(text: string, start: number, end: number): boolean {
    return this.find(text, start, end) !== undefined;
  }
}
