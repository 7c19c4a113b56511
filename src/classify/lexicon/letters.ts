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

/** Whether a word may begin or end before `position`: at separators, digits, and where camelCase turns. */
export function isBoundary(text: string, position: number, start: number, end: number): boolean {
  if (position <= start || position >= end) return true;
  const unit = text.charCodeAt(position);
  const letter = letterOf(unit);
  const before = text.charCodeAt(position - 1);
  const letterBefore = letterOf(before);
  if (letter === SEPARATOR || letterBefore === SEPARATOR) return true;
  if (letter === ACCENT) return false;
  if (isDigit(letter) !== isDigit(letterBefore)) return true;
  if (!isUppercase(unit)) return false;
  if (!isUppercase(before)) return true;
  const after = position + 1 < end ? text.charCodeAt(position + 1) : 0;
  const letterAfter = letterOf(after);
  return letterAfter !== SEPARATOR && !isDigit(letterAfter) && !isUppercase(after);
}

/**
 * The spellings under which a word of a table is looked for: accents fall away (`ä` is read as `a`), and what is
 * also written with two letters is found so as well (`ae`, `ss`). Separators become single spaces.
 */
export function spellingsOf(word: string): string[] {
  const lower = word.toLowerCase().trim();
  const twoLetters = lower.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss');
  const phrases = [...new Set([lower, twoLetters, lower.replace(/ß/g, 'ss')])];
  return [...new Set(phrases.flatMap((phrase) => [phrase, phrase.replace(/(?<!\d)\s+|\s+(?!\d)/g, '')]))];
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
