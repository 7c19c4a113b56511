/**
 * How the characters of a name are read: case, accents and the kind of separator do not matter. A letter is 1–26 if it
 * is Latin, 27–36 if it is a digit, FIRST_LEARNED or more if it is of another script and occurs in a word of the
 * lexicon, OTHER if it is any other letter, and SEPARATOR for everything between words.
 */
export const SEPARATOR = 0;
export const OTHER = 37;
/** A combining accent, as in decomposed text: the letter before it has been read already. */
export const ACCENT = 38;
const FIRST_LEARNED = 39;

const FIRST_DIGIT = 27;

/** Accented Latin letters, and signs that stand for letters or digits, after what they are read as. */
const READ_AS: readonly (readonly [letter: string, characters: string])[] = [
  ['a', 'àáâãäåāăąÀÁÂÃÄÅĀĂĄªæÆ'],
  ['c', 'çćčÇĆČ'],
  ['d', 'ďđĎĐðÐ'],
  ['e', 'èéêëēėęěÈÉÊËĒĖĘĚ'],
  ['g', 'ğĞ'],
  ['i', 'ìíîïīįıÌÍÎÏĪĮİ'],
  ['l', 'łŁ'],
  ['n', 'ñńňÑŃŇ'],
  ['o', 'òóôõöøōőÒÓÔÕÖØŌŐºœŒ'],
  ['r', 'řŘ'],
  ['s', 'śšşßŚŠŞ'],
  ['t', 'ťŤ'],
  ['u', 'ùúûüūůűÙÚÛÜŪŮŰµμ'],
  ['y', 'ýÿÝŸ'],
  ['z', 'źżžŹŻŽ'],
  ['0', '₀'],
  ['1', '¹₁'],
  ['2', '²₂'],
  ['3', '³₃'],
  ['4', '₄'],
  ['5', '₅'],
  ['6', '₆'],
  ['7', '₇'],
  ['8', '₈'],
  ['9', '₉'],
];

/** Classes of characters, by which word boundaries are found. */
const [BETWEEN, LOWER, UPPER, DIGIT, COMBINING] = [0, 1, 2, 3, 4];
const CLASSES = 5;

/** A spelled character has the letter that it is read as in the lower bits, and its class above them. */
const CLASS_SHIFT = 12;
export const LETTER = (1 << CLASS_SHIFT) - 1;

const OF_LETTER: Readonly<Record<number, number>> = { [SEPARATOR]: BETWEEN, [ACCENT]: COMBINING };

/** A letter in the form that names are spelled in. */
function character(letter: number, isCapital: boolean): number {
  const own = isDigit(letter) ? DIGIT : OF_LETTER[letter];
  return letter | ((own ?? (isCapital ? UPPER : LOWER)) << CLASS_SHIFT);
}

const UNKNOWN = character(OTHER, false);

export function isDigit(letter: number): boolean {
  return letter >= FIRST_DIGIT && letter < OTHER;
}

/** Characters below this code are known without being learned. */
const LATIN_SIZE = 0x2100;

const latin = new Uint16Array(LATIN_SIZE).fill(UNKNOWN);
latin.fill(SEPARATOR, 0, 0xc0).fill(SEPARATOR, 0x2000, 0x2070).fill(character(ACCENT, false), 0x300, 0x370);
for (let i = 0; i < 26; i++) {
  latin[0x61 + i] = character(i + 1, false);
  latin[0x41 + i] = character(i + 1, true);
}
for (let i = 0; i < 10; i++) latin[0x30 + i] = character(FIRST_DIGIT + i, false);
for (const [letter, characters] of READ_AS) {
  const readAs = (latin[letter.charCodeAt(0)] ?? UNKNOWN) & LETTER;
  for (const one of characters) latin[one.charCodeAt(0)] = character(readAs, isUpper(one));
}
/** × and ÷ are among the accented letters. */
latin[0xd7] = SEPARATOR;
latin[0xf7] = SEPARATOR;

/** Whether a word may begin between characters of these classes, `before * CLASSES + after`. */
const NEVER = 0;
const ALWAYS = 1;
/** Among capitals, a word begins before the last of them: `ROOMTemp`. */
const BEFORE_LOWER = 2;
const turns = new Uint8Array(CLASSES * CLASSES);
for (let before = 0; before < CLASSES; before++) {
  for (let after = 0; after < CLASSES; after++) {
    const isDigitTurn = (before === DIGIT) !== (after === DIGIT);
    const isCamelTurn = after === UPPER && before !== UPPER;
    turns[before * CLASSES + after] =
      after === BETWEEN || before === BETWEEN
        ? ALWAYS
        : after === COMBINING
          ? NEVER
          : isDigitTurn || isCamelTurn
            ? ALWAYS
            : after === UPPER
              ? BEFORE_LOWER
              : NEVER;
  }
}

/**
 * Whether a word may begin or end before a character of a spelled name, other than the first: at separators, digits and
 * camelCase boundaries. Called only where a word could end, which is rare.
 */
export function turnsAt(spelled: Uint16Array, at: number): boolean {
  const before = (spelled[at - 1] ?? SEPARATOR) >> CLASS_SHIFT;
  const after = (spelled[at] ?? SEPARATOR) >> CLASS_SHIFT;
  const turn = turns[before * CLASSES + after] ?? NEVER;
  if (turn !== BEFORE_LOWER) return turn === ALWAYS;
  return (spelled[at + 1] ?? SEPARATOR) >> CLASS_SHIFT === LOWER;
}

/** Blocks of accented letters, besides those of the scripts themselves: Latin and Cyrillic, Greek. */
const ACCENTED_BLOCKS = [0x1e, 0x1f];
const BLOCK = 8;
/** Letters of scripts with cases or accents are below this; above are syllables and ideographs. */
const LAST_ALPHABET = 0x2000;

/** The letters of a lexicon: Latin ones, and those of other scripts that its words have. */
export class Letters {
  private characters = latin.slice();
  private next = FIRST_LEARNED;
  private readonly blocks = new Set<number>();
  /** The code units seen so far, each with that of its letter without case and accents. */
  private readonly bases = new Map<number, number>();

  /** What each UTF-16 code unit is read as, for spell() and letterOf(), once all words are learned. */
  get table(): Uint16Array {
    return this.characters;
  }

  /**
   * The letters of a word of the lexicon; those not known yet are learned.
   * @throws {RangeError} for characters of more than 16 bits, and more letters than fit.
   */
  learn(spelling: string): number[] {
    const letters: number[] = [];
    for (const one of spelling) {
      const unit = one.charCodeAt(0);
      if (this.letterAt(unit) === OTHER) this.learnLetter(one);
      const letter = this.letterAt(unit);
      if (letter !== ACCENT) letters.push(letter);
    }
    return letters;
  }

  private letterAt(unit: number): number {
    return letterOf(this.characters, unit);
  }

  private learnLetter(one: string): void {
    if (one.length > 1) throw new RangeError(`${JSON.stringify(one)} has more than 16 bits.`);
    if (this.next > LETTER) throw new RangeError(`More than ${LETTER} letters are not supported.`);
    const base = baseOf(one);
    const unit = base.charCodeAt(0);
    this.grow(Math.max(unit, one.charCodeAt(0)));
    if (this.letterAt(unit) === OTHER) this.characters[unit] = character(this.next++, false);
    this.set(one, this.letterAt(unit));
    if (unit < LAST_ALPHABET) this.learnVariants([one, base, base.toUpperCase()]);
  }

  /** Learns the capitals and accented letters in the blocks around these, for all known letters. */
  private learnVariants(letters: readonly string[]): void {
    for (const one of letters) this.blocks.add(one.charCodeAt(0) >> BLOCK);
    for (const block of [...this.blocks, ...ACCENTED_BLOCKS]) {
      for (let unit = block << BLOCK; unit < (block + 1) << BLOCK; unit++) {
        if (this.letterAt(unit) !== OTHER) continue;
        const letter = this.letterAt(this.baseUnit(unit));
        if (letter !== OTHER) this.set(String.fromCharCode(unit), letter);
      }
    }
  }

  private baseUnit(unit: number): number {
    let base = this.bases.get(unit);
    if (base === undefined) {
      base = baseOf(String.fromCharCode(unit)).charCodeAt(0);
      this.bases.set(unit, base);
    }
    return base;
  }

  private set(one: string, letter: number): void {
    this.characters[one.charCodeAt(0)] = character(letter, isUpper(one));
  }

  private grow(unit: number): void {
    if (unit < this.characters.length) return;
    const larger = new Uint16Array(((unit >> BLOCK) + 1) << BLOCK).fill(UNKNOWN);
    larger.set(this.characters);
    this.characters = larger;
  }
}

function isUpper(one: string): boolean {
  return one !== one.toLowerCase();
}

/** Combining accents of Latin, Greek and Cyrillic; in other scripts, combining characters tell letters apart. */
const ACCENTS = /^[\u0300-\u036f]*$/;

/** A letter without case and accents: `Ώ` and `ώ` are `ω`, `ς` is `σ`. */
function baseOf(one: string): string {
  const folded = one.toUpperCase().toLowerCase();
  const lower = folded.length === 1 ? folded : one.toLowerCase();
  const decomposed = lower.normalize('NFD');
  return ACCENTS.test(decomposed.slice(1)) ? decomposed.slice(0, 1) : lower;
}

/** What a UTF-16 code unit is read as. */
export function letterOf(table: Uint16Array, unit: number): number {
  return unit < table.length ? (table[unit] ?? UNKNOWN) & LETTER : OTHER;
}

/** Reads the characters of a name, with a SEPARATOR after the last: `character & LETTER` is what each is read as. */
export function spell(
  table: Uint16Array,
  text: string,
  start: number,
  length: number,
  spelled: Uint16Array,
): void {
  const size = table.length;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(start + i);
    // Beyond the table are letters of scripts that no word uses.
    spelled[i] = unit < size ? (table[unit] ?? UNKNOWN) : UNKNOWN;
  }
  spelled[length] = SEPARATOR;
}

/** Minimum length of a phrase that may be written as one word: `p in` is not a pin. */
const MIN_SQUASHED = 4;

/**
 * The spellings under which a word of a table is found: accents are dropped (`ä` is read as `a`), and letters that are
 * also written as two are found that way too (`ae`, `ss`). Separators become single spaces.
 */
export function spellingsOf(word: string): string[] {
  const lower = word.toLowerCase().trim();
  const twoLetters = lower.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss');
  const phrases = [...new Set([lower, twoLetters, lower.replace(/ß/g, 'ss')])];
  const squashed = phrases.map((phrase) => phrase.replace(/(?<!\d)\s+|\s+(?!\d)/g, ''));
  return [...new Set([...phrases, ...squashed.filter((phrase) => phrase.length >= MIN_SQUASHED)])];
}
