import { ENGLISH } from './english';
import type { LanguageWords } from './LanguageWords';
import * as others from './languages';

export type { LanguageWords, Strength } from './LanguageWords';
export type { Modifier } from './modifiers';
export { QUANTITIES, type Quantity, type QuantityRow } from './quantities';
export { UNITS, type UnitRow } from './units';

/** The words of all languages. */
export const LANGUAGES: readonly LanguageWords[] = [...ENGLISH, ...Object.values(others)];
