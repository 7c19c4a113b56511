import type { Quantity, QuantityRow } from '../../symbols/vocabulary';
import { isWholeWithin, type KnownValue } from '../values/valueKind';
import type { Keyword } from './lexicon/keywords';
import { COUNTED_FAULTS, type Meaning, MODIFIER_BITS, NAMING, PARTS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';
import { GENERIC, STRONG, WEAK } from './lexicon/strength';

/** Words of a name that are next to its head and do not mean what they mean alone. */

const { alert, count, meta, electric, limit, switched } = MODIFIER_BITS;

/** Quantities named after a substance in the air. */
const SUBSTANCES: ReadonlySet<string> = new Set<Quantity>([
  'carbon_dioxide',
  'carbon_monoxide',
  'nitrogen_dioxide',
  'nitrogen_monoxide',
  'nitrous_oxide',
  'ozone',
  'sulphur_dioxide',
  'volatile_organic_compounds',
  'volatile_organic_compounds_parts',
  'pm1',
  'pm25',
  'pm4',
  'pm10',
]);

/** Quantities that a counter after them counts: `energy_counter`. */
const COUNTED: ReadonlySet<string> = new Set<Quantity>([
  'energy',
  'reactive_energy',
  'gas',
  'water',
  'volume',
]);

/**
 * Whether a word after a quantity only says what it belongs to: a gas, a dust or a place (`temp_co2`, `AltitudeGPS`), a
 * part of a device (`temp_motor_1`), the counter that adds it up (`energy_counter`), or the amount of a dust
 * (`pm2_5_mass`).
 */
export function isWhose(
  head: Meaning,
  { strength, quantities, keyword }: Meaning,
  known: KnownValue,
): boolean {
  if (strength !== STRONG) return false;
  const of = head.quantities[0]?.quantity;
  const quantity = quantities[0]?.quantity;
  if (of === undefined) return false;
  if (keyword && quantity === undefined) {
    const { symbol } = keyword;
    if (symbol.startsWith('GEO_')) return true;
    if (symbol === 'METRICS_COUNTER_ADD') return COUNTED.has(of);
    return (
      /^(?:ACTUATOR_|GPIO_|SENSOR_FAN$)/.test(symbol) && known.kind !== 'switch' && known.kind !== 'text'
    );
  }
  if (quantity === undefined) return false;
  return SUBSTANCES.has(of) ? quantity === 'weight' : SUBSTANCES.has(quantity);
}

const MAX_CODE = 1e9;

/** A number, or the letter of one of several. */
const INDEX = /^[\s_.:-]?(?:\d|[a-h](?!\p{L}))/iu;

/**
 * Bits of a word that do not apply: if it only says which one, `temperature_channel_1`, or if a number counts faults,
 * `rx_errors: 12`.
 */
export function naming(reader: NameReader, i: number, { word }: Meaning, known: KnownValue): number {
  if (COUNTED_FAULTS.has(word)) return known.kind === 'number' ? alert : count;
  if (known.kind === 'text' || !(NAMING.has(word) || PARTS.has(word))) return 0;
  // A number that identifies something has no fraction: `temperature_external_source: 17.3`.
  const isMeasured = known.kind === 'number' && !isWholeWithin(known, -MAX_CODE, MAX_CODE);
  return isMeasured || INDEX.test(reader.textAfter(i, 3)) ? meta | count : 0;
}

/** The letter of a phase, or of the neutral conductor. */
const PHASE = /^[\s_.:-]?[abcn](?!\p{L})/iu;

/** An acronym: two capitals, or one that ends the name. */
const ACRONYM = /^\p{Lu}(?!\p{Ll})/u;

/** Whether letters are part of something else: `ph` before the letter of a phase (`wh_ph_a`), `Co` of `CoAP`. */
export function isOfOther(reader: NameReader, i: number, { word }: Meaning): boolean {
  if (word === 'ph') return PHASE.test(reader.textAfter(i, 3));
  return word === 'co' && reader.textOf(i) === 'Co' && ACRONYM.test(reader.textAfter(i, 2));
}

/** Words before a source or a destination: they end what is measured only after a strong quantity. */
const WAYS: ReadonlySet<string> = new Set('from to into by'.split(' '));

/** Whether a word such as `at` ends what a name measures: `power_at_max_voltage`, but `battery_to_grid_power`. */
export function endsQuantity({ word }: Meaning, rank: number, saysKind: boolean): boolean {
  if (rank === STRONG) return true;
  return !WAYS.has(word) && (rank > WEAK || saysKind);
}

/** Whether a word names a thing after such a word, which is not what is measured: `from_battery`. */
export function isReached(before: Meaning | undefined, { strength }: Meaning): boolean {
  return strength === GENERIC && before !== undefined && WAYS.has(before.word);
}

/** The letter of an axis. */
const AXIS = /^[\s_.:-]?[xyz](?!\p{L})/iu;

/** Whether a word for a place on earth is only one coordinate of where something is: `location_x`. */
export function isOnAxis(reader: NameReader, at: number, keyword: Keyword | undefined): boolean {
  return keyword?.symbol === 'GEO_POSITION' && AXIS.test(reader.textAfter(at, 3));
}

/** Other parts of a plant that a limit may apply to. */
const OF_PLANT = electric | switched;

/** Whether a limit applies to a part of the plant, not to the battery before it: `bat_output_load_limit`. */
export function isOfPart(reader: NameReader, at: number, quantity: QuantityRow | undefined): boolean {
  if (quantity?.quantity !== 'battery' || (reader.modifiers & limit) === 0) return false;
  if (reader.word(at)?.strength !== GENERIC) return false;
  for (let i = at + 1; i < reader.count; i++) {
    if (((reader.word(i)?.modifiers ?? 0) & OF_PLANT) !== 0) return true;
  }
  return false;
}
