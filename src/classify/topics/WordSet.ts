/** Mask of the lower bits of a letter, which are the same in either case. */
const LETTER = 31;

/** A few fixed words to find in the levels of a path, in any case. */
export class WordSet {
  private readonly set: ReadonlySet<string>;
  /** For each first letter, a bit per length of such words: these rule out most levels without copying them. */
  private readonly lengths = new Int32Array(LETTER + 1);

  /** @param words in lower case, of up to 31 letters. */
  constructor(readonly words: readonly string[]) {
    this.set = new Set(words);
    for (const word of words) {
      const first = word.charCodeAt(0) & LETTER;
      this.lengths[first] = (this.lengths[first] ?? 0) | (1 << word.length);
    }
  }

  /** The word that the text from `start` to `end` is, if it is one. */
  find(text: string, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > LETTER || ((this.lengths[text.charCodeAt(start) & LETTER] ?? 0) & (1 << length)) === 0)
      return undefined;
    const word = text.slice(start, end).toLowerCase();
    return this.set.has(word) ? word : undefined;
  }

  has(text: string, start: number, end: number): boolean {
    return this.find(text, start, end) !== undefined;
  }
}
