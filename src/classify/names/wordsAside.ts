import type { Quantity } from '../../symbols/vocabulary';
import type { KnownValue } from '../values/valueKind';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';
import { STRONG } from './lexicon/strength';

/** Words of a name that stand beside its head and do not say what they say alone. */

const { count, meta } = MODIFIER_BITS;

/** Named after what is in the air. */
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

/** Quantities that a counter behind them counts: `energy_counter`. */
const COUNTED: ReadonlySet<string> = new Set<Quantity>([
  'energy',
  'reactive_energy',
  'gas',
  'water',
  'volume',
]);

/**
 * Whether a word behind a quantity only says whose it is: a gas, a dust or a place (`temp_co2`, `AltitudeGPS`), a part
 * of a device (`temp_motor_1`), the counter that adds it up (`energy_counter`), or how much of a dust there is
 * (`pm2_5_mass`).
 */
export function isWhose(
  head: Meaning,
  { strength, quantities, keyword }: Meaning,
  known: KnownValue,
): boolean {
  const [of, quantity] = [head.quantities[0]?.quantity, quantities[0]?.quantity];
  if (strength !== STRONG || of === undefined) return false;
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

/** Words for what a device, or a part of it, is called; beside a number they are no property of a quantity. */
export const NAMING: ReadonlySet<string> = new Set(
  'unit units channel port host source src model name label topic'.split(' '),
);

/** Parts that are counted, or numbered. */
const PARTS: ReadonlySet<string> = new Set('packs modules banks strings slots cells number'.split(' '));

/** A number, or the letter of one of several. */
const INDEX = /^[\s_.:-]?(?:\d|[a-h](?!\p{L}))/iu;

/** Bits of a word that do not hold where it only tells which one: `temperature_channel_1`, `voltage_port_2`. */
export function naming(reader: NameReader, i: number, { word }: Meaning, known: KnownValue): number {
  if (known.kind === 'text' || !(NAMING.has(word) || PARTS.has(word))) return 0;
  return INDEX.test(reader.textAfter(i, 3)) ? meta | count : 0;
}

/** The letter of a phase, or the neutral conductor. */
const PHASE = /^[\s_.:-]?[abcn](?!\p{L})/iu;

/** An acronym: two capitals, or one that ends the name. */
const ACRONYM = /^\p{Lu}(?!\p{Ll})/u;

/** Whether letters are part of something else: `ph` before the letter of a phase (`wh_ph_a`), `Co` of `CoAP`. */
export function isOfOther(reader: NameReader, i: number, { word }: Meaning): boolean {
  if (word === 'ph') return PHASE.test(reader.textAfter(i, 3));
  return word === 'co' && reader.textOf(i) === 'Co' && ACRONYM.test(reader.textAfter(i, 2));
}
