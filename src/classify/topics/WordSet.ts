/** Lengths that are told apart; longer words are in no table. */
const MAX_LENGTH = 31;

/** A few fixed words of ASCII in lower case, compared in place: most parts of a text are told apart by their length. */
export class WordSet {
  /** The words of each length, and a bit for each first letter of any. */
  private readonly byLength: readonly (readonly string[])[];
  private readonly firsts: number;

  /** @param words in lower case, at most 31 letters each. */
  constructor(readonly words: readonly string[]) {
    this.byLength = Array.from({ length: MAX_LENGTH + 1 }, (_, length) =>
      words.filter((word) => word.length === length),
    );
    this.firsts = words.reduce((bits, word) => bits | bitAt(word, 0), 0);
  }

  /** The word that a text is from `start` to `end`, in any case. */
  find(text: string, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > MAX_LENGTH || length <= 0) return undefined;
    if ((this.firsts & bitAt(text, start)) === 0) return undefined;
    const words = this.byLength[length] ?? [];
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      if (word !== undefined && standsAt(word, text, start)) return word;
    }
    return undefined;
  }

  has(text: string, start: number, end: number): boolean {
    return this.find(text, start, end) !== undefined;
  }
}

/** A bit for a letter: the lower five of its own are the same in both cases. */
function bitAt(text: string, at: number): number {
  return 1 << (text.charCodeAt(at) & 31);
}

function standsAt(word: string, text: string, start: number): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(start + i);
    const isCapital = code >= 0x41 && code <= 0x5a;
    if ((isCapital ? code | 0x20 : code) !== word.charCodeAt(i)) return false;
  }
  return true;
}
