/** Lengths that are told apart; longer words are in no table. */
const MAX_LENGTH = 31;

/** A few fixed words in lower case, looked up in place: most parts of a text are told apart by their length. */
export class WordSet {
  private readonly known: ReadonlySet<string>;
  /** A bit for each length that a word has. */
  private readonly lengths: number;

  /** @param words in lower case, at most 31 letters each. */
  constructor(readonly words: readonly string[]) {
    this.known = new Set(words);
    this.lengths = words.reduce((bits, { length }) => bits | (1 << length), 0);
  }

  /** The word that a text is from `start` to `end`, in any case. */
  find(text: string, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > MAX_LENGTH || (this.lengths & (1 << length)) === 0) return undefined;
    const word = text.slice(start, end).toLowerCase();
    return this.known.has(word) ? word : undefined;
  }

  has(text: string, start: number, end: number): boolean {
    return this.find(text, start, end) !== undefined;
  }
}
