import { QUANTITIES, type Quantity, type QuantityRow } from '../../symbols/vocabulary';
import { MODIFIER_BITS } from './lexicon/Lexicon';

const { reactive, apparent } = MODIFIER_BITS;

/** What a quantity becomes through a word next to it. */
const KIN: readonly (readonly [quantity: Quantity, modifier: number, is: Quantity])[] = [
  ['power', reactive, 'reactive_power'],
  ['power', apparent, 'apparent_power'],
  ['energy', reactive, 'reactive_energy'],
  ['energy', apparent, 'apparent_energy'],
];

/** What a quantity named by a heading or a level above becomes through a unit. */
const BY_UNIT: readonly (readonly [quantity: Quantity, is: Quantity])[] = [
  ['wind_speed', 'wind_direction'],
  ['precipitation', 'precipitation_intensity'],
];

const rows = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));

/**
 * The related quantity that a word elsewhere in a name makes it mean, `ReactiveImportEnergy`; undefined if none does.
 */
export function kinOf({ quantity }: QuantityRow, modifiers: number): QuantityRow | undefined {
  if ((modifiers & (reactive | apparent)) === 0) return undefined;
  const found = KIN.find(([of, modifier]) => of === quantity && (modifiers & modifier) !== 0);
  return found && rows.get(found[2]);
}

/**
 * The related quantity that has a unit which the quantity itself does not have: the direction of the wind in degrees.
 */
export function kinOfUnit({ quantity, units }: QuantityRow, unit: string): QuantityRow | undefined {
  if (units.includes(unit)) return undefined;
  for (const [of, is] of BY_UNIT) {
    const row = of === quantity ? rows.get(is) : undefined;
    if (row?.units.includes(unit)) return row;
  }
  return undefined;
}
