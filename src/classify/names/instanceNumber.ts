import { GENERIC, STRONG } from './lexicon/strength';
import type { NameMeaning } from './NameMeaning';

const COLON = 0x3a;

/**
 * What a name means if it ends in an instance number, `pm1:0`: a part of the device, which may measure more than its
 * name says. Published words keep their strength.
 * @param end where the name ends in its text
 */
export function meaningOfInstance(meaning: NameMeaning, text: string, end: number): NameMeaning {
  return isDigit(text.charCodeAt(end - 1)) && isNumbered(text, end) ? lessSure(meaning) : meaning;
}

function lessSure(meaning: NameMeaning): NameMeaning {
  const isSure = meaning.strength === STRONG && meaning.keyword?.status !== 'published';
  return isSure ? { ...meaning, strength: GENERIC } : meaning;
}

function isNumbered(text: string, end: number): boolean {
  let at = end - 1;
  while (at > 0 && isDigit(text.charCodeAt(at))) at--;
  return at < end - 1 && at > 0 && text.charCodeAt(at) === COLON;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
