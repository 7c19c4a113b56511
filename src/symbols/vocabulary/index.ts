import { DUTCH } from './dutch';
import { ENGLISH } from './english';
import { FRENCH } from './french';
import { GERMAN } from './german';
import { ITALIAN } from './italian';
import type { WordsRow } from './row';
import { SPANISH } from './spanish';

export { MODIFIERS, type Modifier } from './modifiers';
export { QUANTITIES, type QuantityRow } from './quantities';
export type { Strength, WordsRow } from './row';
export { UNITS, type UnitRow } from './units';

/** The words of all languages. */
export const VOCABULARY: readonly WordsRow[] = [
  ...ENGLISH,
  ...GERMAN,
  ...FRENCH,
  ...SPANISH,
  ...ITALIAN,
  ...DUTCH,
];
