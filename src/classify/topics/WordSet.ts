/** A few fixed words, looked for in the levels of a path in any case. */
export class WordSet {
  private readonly set: ReadonlySet<string>;
  /** Letters of the longest: most levels are longer, and need not be copied. */
  private readonly longest: number;

  /** @param words in lower case. */
  constructor(readonly words: readonly string[]) {
    this.set = new Set(words);
    this.longest = Math.max(0, ...words.map((word) => word.length));
  }

  /** The word that a text is from `start` to `end`. */
  find(text: string, start: number, end: number): string | undefined {
    if (end - start > this.longest) return undefined;
    const word = text.slice(start, end).toLowerCase();
    return this.set.has(word) ? word : undefined;
  }

  has(text: string, start: number, end: number): boolean {
    return this.find(text, start, end) !== undefined;
  }
}
