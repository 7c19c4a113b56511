/**
 * How sure a word is. `strong`: it names a quantity wherever it stands. `generic`: only where no strong word stands in
 * the name. `weak`: an abbreviation that needs a unit, `rms` or a plausible value.
 */
export type Strength = 'strong' | 'generic' | 'weak';

/** Words and phrases, with commas between; a leading `-` lets a word end a longer one (`Aussentemperatur`). */
export type WordsRow = readonly [quantity: string, strength: Strength, words: string];
