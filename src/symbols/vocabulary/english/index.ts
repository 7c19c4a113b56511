import type { LanguageWords } from '../LanguageWords';
import { CLIMATE } from './climate';
import { COMPUTING } from './computing';
import { CONTEXT } from './context';
import { DURATIONS } from './durations';
import { ELECTRICITY } from './electricity';
import { ENERGY } from './energy';
import { FIGURES } from './figures';
import { KINDS } from './kinds';
import { PLACES } from './places';
import { STATES } from './states';
import { SURROUNDINGS } from './surroundings';
import { THINGS } from './things';
import { WITHOUT_CLASS } from './withoutClass';

/** English words, and device-specific words of no language: too many for one file. */
export const ENGLISH: readonly LanguageWords[] = [
  CLIMATE,
  COMPUTING,
  ELECTRICITY,
  ENERGY,
  SURROUNDINGS,
  THINGS,
  WITHOUT_CLASS,
  KINDS,
  DURATIONS,
  STATES,
  FIGURES,
  PLACES,
  CONTEXT,
];
