/**
 * How a name's characters are read: case, accents and the kind of separator don't matter. A code is 1–26 for a
 * letter, 27–36 for a digit, OTHER for a letter of another script, SEPARATOR for everything between words.
 */
export const SEPARATOR = 0;
export const OTHER = 37;
/** A combining accent, as in decomposed text: the letter before it has been read already. */
export const ACCENT = 38;
/** Codes that a word in the lexicon may hold; a space between the words of a phrase is SEPARATOR. */
export const ALPHABET_SIZE = 37;

const FIRST_DIGIT = 27;

/** Latin letters with accents and signs that stand for letters or digits, each after what it is read as. */
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

const TABLE_SIZE = 0x2100;
const codes = new Uint8Array(TABLE_SIZE).fill(OTHER);
const uppercase = new Uint8Array(TABLE_SIZE);

for (let code = 0; code < 0xc0; code++) codes[code] = SEPARATOR;
for (let code = 0x2000; code < 0x2070; code++) codes[code] = SEPARATOR;
for (let code = 0x300; code < 0x370; code++) codes[code] = ACCENT;
for (let i = 0; i < 26; i++) {
  codes[0x61 + i] = i + 1;
  codes[0x41 + i] = i + 1;
  uppercase[0x41 + i] = 1;
}
for (let i = 0; i < 10; i++) codes[0x30 + i] = FIRST_DIGIT + i;
for (const [letter, characters] of READ_AS) {
  for (const character of characters) {
    codes[character.charCodeAt(0)] = codes[letter.charCodeAt(0)] ?? OTHER;
    if (character !== character.toLowerCase()) uppercase[character.charCodeAt(0)] = 1;
  }
}
/** × and ÷ stand among the accented letters. */
codes[0xd7] = SEPARATOR;
codes[0xf7] = SEPARATOR;

/** What a UTF-16 code unit is read as. */
export function letterOf(unit: number): number {
  return unit < TABLE_SIZE ? (codes[unit] ?? OTHER) : OTHER;
}

export function isDigit(letter: number): boolean {
  return letter >= FIRST_DIGIT && letter < OTHER;
}

/** A capital has this bit beside the code that it is read as. */
const CAPITAL = 64;
/** The bits of a character that are what it is read as. */
export const LETTER = CAPITAL - 1;

/** What a character is read as, and whether it is a capital, in one number, so that it is looked up once. */
const characters = Uint8Array.from({ length: TABLE_SIZE }, (_, code) =>
  uppercase[code] === 1 ? letterOf(code) | CAPITAL : letterOf(code),
);

/** Classes of characters, by which boundaries of words are found. */
const [BETWEEN, LOWER, UPPER, DIGIT, COMBINING] = [0, 1, 2, 3, 4];
const CLASSES = 5;

function classOf(character: number): number {
  if (character === SEPARATOR) return BETWEEN;
  if (character === ACCENT) return COMBINING;
  if (isDigit(character)) return DIGIT;
  return (character & CAPITAL) === 0 ? LOWER : UPPER;
}

const classes = Uint8Array.from({ length: 2 * CAPITAL }, (_, character) => classOf(character));

/** Whether a word may begin between characters of these classes, `before * CLASSES + after`. */
const NEVER = 0;
const ALWAYS = 1;
/** Between capitals a word begins before the last of them: `ROOMTemp`. */
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

/** Reads the characters of a name, with a SEPARATOR behind the last: `character & LETTER` is what each is read as. */
export function spell(text: string, start: number, length: number, spelled: Uint8Array): void {
  // As a local the table is checked once, not for each character.
  const table = characters;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(start + i);
    // Beyond the table are letters of other scripts.
    spelled[i] = unit < TABLE_SIZE ? (table[unit] ?? OTHER) : OTHER;
  }
  spelled[length] = SEPARATOR;
}

/**
 * Whether a word may begin, or end, before a character behind the first of a spelled name: at separators, digits, and
 * where camelCase turns. Asked only where a word could end, which is seldom.
 */
export function turnsAt(spelled: Uint8Array, at: number): boolean {
  const before = classes[spelled[at - 1] ?? SEPARATOR] ?? BETWEEN;
  const after = classes[spelled[at] ?? SEPARATOR] ?? BETWEEN;
  const turn = turns[before * CLASSES + after] ?? NEVER;
  return turn === ALWAYS || (turn === BEFORE_LOWER && classes[spelled[at + 1] ?? SEPARATOR] === LOWER);
}

/** Letters that a phrase needs to be written as one word: `p in` is no pin. */
const MIN_SQUASHED = 4;

/**
 * The spellings under which a word of a table is looked for: accents fall away (`ä` is read as `a`), and what is
 * also written with two letters is found so as well (`ae`, `ss`). Separators become single spaces.
 */
export function spellingsOf(word: string): string[] {
  const lower = word.toLowerCase().trim();
  const twoLetters = lower.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss');
  const phrases = [...new Set([lower, twoLetters, lower.replace(/ß/g, 'ss')])];
  const squashed = phrases.map((phrase) => phrase.replace(/(?<!\d)\s+|\s+(?!\d)/g, ''));
  return [...new Set([...phrases, ...squashed.filter((phrase) => phrase.length >= MIN_SQUASHED)])];
}

/** The letters of a spelling, as the lexicon stores them. @throws {RangeError} for letters that names can't hold. */
export function lettersOf(spelling: string): number[] {
  const letters: number[] = [];
  for (let i = 0; i < spelling.length; i++) {
    const letter = letterOf(spelling.charCodeAt(i));
    if (letter === OTHER)
      throw new RangeError(`${JSON.stringify(spelling)} holds a letter that is not Latin.`);
    if (letter !== ACCENT) letters.push(letter);
  }
  return letters;
}
