import { ACCENT, letterOf, SEPARATOR } from './letters';

/** Codes of letters are below this. */
const CODES = 64;

/** The letters on both sides of the spaces of phrases: most neighbours in a text are those of none. */
export class Joints {
  private readonly known = new Uint8Array(CODES * CODES);

  constructor() {
    // What stands behind further separators, or under an accent, is not looked at here.
    for (const unclear of [SEPARATOR, ACCENT]) {
      this.known.fill(1, unclear * CODES, (unclear + 1) * CODES);
      for (let before = 0; before < CODES; before++) this.known[before * CODES + unclear] = 1;
    }
  }

  /** @param phrase letters of one, as the lexicon stores them. */
  add(phrase: readonly number[]): void {
    phrase.forEach((letter, i) => {
      if (letter !== SEPARATOR) return;
      this.known[(phrase[i - 1] ?? SEPARATOR) * CODES + (phrase[i + 1] ?? SEPARATOR)] = 1;
    });
  }

  /** Whether a phrase may go on over the separator at this place of a text. */
  mayBe(text: string, separator: number): boolean {
    const before = letterOf(text.charCodeAt(separator - 1));
    return this.known[before * CODES + letterOf(text.charCodeAt(separator + 1))] === 1;
  }
}
