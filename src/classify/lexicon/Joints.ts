import { ACCENT, letterOf, SEPARATOR } from './letters';

/** Letters are told apart by their lower bits: those of Latin all, others may be taken for one of them. */
const CODES = 64;
const LAST = CODES - 1;
const ALL = -1;

/**
 * The letters around the spaces of phrases, two on each side: nearly all neighbours in a text are those of none, and
 * what stands around their separator need not be read as one.
 */
export class Joints {
  /** By the letters next to the space, `before * CODES + after`: bits of the letters that may stand farther out. */
  private readonly outerBefore = new Int32Array(CODES * CODES);
  private readonly outerAfter = new Int32Array(CODES * CODES);

  constructor() {
    // What stands behind further separators, or under an accent, is not looked at here.
    for (let other = 0; other < CODES; other++) {
      for (const unclear of [SEPARATOR, ACCENT]) {
        this.allow(unclear, other, ALL, ALL);
        this.allow(other, unclear, ALL, ALL);
      }
    }
  }

  /** @param phrase letters of one, as the lexicon stores them. */
  add(phrase: readonly number[]): void {
    phrase.forEach((letter, i) => {
      if (letter !== SEPARATOR) return;
      const [before = SEPARATOR, after = SEPARATOR] = [phrase[i - 1], phrase[i + 1]];
      this.allow(before, after, bitsOf(phrase[i - 2]), bitsOf(phrase[i + 2]));
    });
  }

  /**
   * Whether a phrase may go on over the separator at this place of a text.
   * @param table what characters are read as, of Letters
   */
  mayBe(table: Uint16Array, text: string, separator: number): boolean {
    const before = letterOf(table, text.charCodeAt(separator - 1));
    const after = letterOf(table, text.charCodeAt(separator + 1));
    const joint = jointOf(before, after);
    const outerBefore = this.outerBefore[joint] ?? ALL;
    // Most are told apart by the two letters next to it.
    if (outerBefore === 0) return false;
    const outerAfter = this.outerAfter[joint] ?? ALL;
    return (
      (outerBefore & bitOf(letterOf(table, text.charCodeAt(separator - 2)))) !== 0 &&
      (outerAfter & bitOf(letterOf(table, text.charCodeAt(separator + 2)))) !== 0
    );
  }

  private allow(before: number, after: number, outerBefore: number, outerAfter: number): void {
    const joint = jointOf(before, after);
    this.outerBefore[joint] = (this.outerBefore[joint] ?? 0) | outerBefore;
    this.outerAfter[joint] = (this.outerAfter[joint] ?? 0) | outerAfter;
  }
}

function jointOf(before: number, after: number): number {
  return (before & LAST) * CODES + (after & LAST);
}

/** Bits of what may stand in a text where a phrase has this letter; beside a phrase, anything may. */
function bitsOf(letter: number | undefined): number {
  return letter === undefined ? ALL : bitOf(letter) | bitOf(ACCENT);
}

/** Some letters share a bit with a digit. */
function bitOf(letter: number): number {
  return 1 << (letter & 31);
}
