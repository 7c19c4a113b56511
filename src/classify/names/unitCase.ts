import { UNITS, type UnitRow } from '../../symbols/vocabulary';
import type { Meaning } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';

/** Units that differ in the case of their first letter alone, milli and mega. Megavolts are not measured: `MV` is a slip. */
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
 * The unit that a name spells, by its case where the name minds it: `plant_MW` and `chip_mW`, `heat_MJ` and `pulse_mJ`.
 * A name in capitals alone does not.
 * @param unit the one that the letters are, whatever their case
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
