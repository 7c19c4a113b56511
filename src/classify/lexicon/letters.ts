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

export function isUppercase(unit: number): boolean {
  return unit < TABLE_SIZE && uppercase[unit] === 1;
}

/**
 * Whether a word may begin, or end, before a character of a name that is neither its first nor its last: at
 * separators, digits, and where camelCase turns. `letters` are what the characters from `offset` on are read as, with
 * a SEPARATOR behind the last.
 */
export function startsWord(text: string, offset: number, i: number, letters: Uint8Array): boolean {
  const letter = letters[i] ?? SEPARATOR;
  const before = letters[i - 1] ?? SEPARATOR;
  if (letter === SEPARATOR || before === SEPARATOR) return true;
  if (letter === ACCENT) return false;
  if (isDigit(letter) !== isDigit(before)) return true;
  if (!isUppercase(text.charCodeAt(offset + i))) return false;
  if (!isUppercase(text.charCodeAt(offset + i - 1))) return true;
  const after = letters[i + 1] ?? SEPARATOR;
  return after !== SEPARATOR && !isDigit(after) && !isUppercase(text.charCodeAt(offset + i + 1));
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
