import { QUANTITIES, type Quantity, type QuantityRow } from '../../symbols/vocabulary';
import { MODIFIER_BITS } from './lexicon/Lexicon';

const { reactive, apparent } = MODIFIER_BITS;

/** What a word beside a quantity makes of it. */
const KIN: readonly (readonly [quantity: Quantity, modifier: number, is: Quantity])[] = [
  ['power', reactive, 'reactive_power'],
  ['power', apparent, 'apparent_power'],
  ['energy', reactive, 'reactive_energy'],
  ['energy', apparent, 'apparent_energy'],
];

const rows = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));

/** The kin that a name means by a word elsewhere in it, `ReactiveImportEnergy`; undefined where it means the quantity. */
export function kinOf({ quantity }: QuantityRow, modifiers: number): QuantityRow | undefined {
  if ((modifiers & (reactive | apparent)) === 0) return undefined;
  const found = KIN.find(([of, modifier]) => of === quantity && (modifiers & modifier) !== 0);
  return found && rows.get(found[2]);
}
