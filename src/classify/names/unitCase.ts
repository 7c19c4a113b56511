import { UNITS, type UnitRow } from '../../symbols/vocabulary';
import type { Meaning } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';

/**
 * Units that differ only in the case of their first letter, milli and mega. Nobody measures megavolts: `MV` is a typo.
 */
const PAIRS = [
  ['mW', 'MW'],
  ['mL', 'ML'],
  ['mJ', 'MJ'],
  ['mPa', 'MPa'],
  ['mHz', 'MHz'],
  ['mWh', 'MWh'],
] as const;

const rows = new Map(UNITS.map((row) => [row.unit, row]));
const partners = new Map<string, UnitRow>();
for (const [milli, mega] of PAIRS) {
  const [small, large] = [rows.get(milli), rows.get(mega)];
  if (!small || !large) continue;
  partners.set(milli, large);
  partners.set(mega, small);
}

const LOWERCASE = /\p{Ll}/u;

/**
 * The unit that a name spells, by its case if that means anything: `plant_MW` and `chip_mW`, `heat_MJ` and `pulse_mJ`.
 * In a name all in capitals it does not.
 * @param unit the one that the letters spell in any case
 */
export function unitInCase(reader: NameReader, word: Meaning, unit: UnitRow): UnitRow {
  const partner = partners.get(unit.unit);
  if (!partner) return unit;
  for (let i = reader.count - 1; i >= 0; i--) {
    if (reader.word(i) !== word) continue;
    const isSpelled = reader.textOf(i).endsWith(partner.unit);
    return isSpelled && LOWERCASE.test(reader.name) ? partner : unit;
  }
  return unit;
}
