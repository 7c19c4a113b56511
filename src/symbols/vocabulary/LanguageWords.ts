import type { Modifier } from './modifiers';
import type { Quantity } from './quantities';

/**
 * How certain a word is. `strong`: it names a quantity wherever it is. `generic`: only if the name has no strong word.
 * `weak`: an abbreviation that needs a unit, `rms` or a plausible value.
 */
export type Strength = 'strong' | 'generic' | 'weak';

/**
 * The words of a language, one word or phrase per line. A leading `-` lets a word end a longer one
 * (`Aussentemperatur`). Phrases are written with spaces; case, accents, separators and the phrase without spaces follow
 * from it.
 *
 * A word is listed once among the quantities of its language, and once below each modifier. Languages may share a word
 * that means the same in both.
 */
export interface LanguageWords {
  /** Its name in English. A language may have several of these tables. */
  readonly language: string;
  /** The words of a quantity. */
  readonly quantities?: {
    readonly [quantity in Quantity]?: { readonly [strength in Strength]?: readonly string[] };
  };
  /** Words for several quantities, the first of which is meant if no unit tells: `voc` in ppb or in µg/m³. */
  readonly ambiguous?: {
    readonly [strength in Strength]?: Readonly<Record<string, readonly [Quantity, Quantity, ...Quantity[]]>>;
  };
  /** Words that mean something other than a quantity. */
  readonly modifiers?: { readonly [modifier in Modifier]?: readonly string[] };
}
