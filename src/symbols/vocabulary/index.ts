import { DUTCH } from './dutch';
import { ENGLISH } from './english';
import { FRENCH } from './french';
import { GERMAN } from './german';
import { ITALIAN } from './italian';
import type { LanguageWords } from './LanguageWords';
import { SPANISH } from './spanish';

export type { LanguageWords, Strength } from './LanguageWords';
export type { Modifier } from './modifiers';
export { QUANTITIES, type Quantity, type QuantityRow } from './quantities';
export { UNITS, type UnitRow } from './units';

/** All languages. To add one, write its words into a file beside these and put it here. */
export const LANGUAGES: readonly LanguageWords[] = [...ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH];
