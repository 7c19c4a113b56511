import type { EdgeSymbol } from '../../symbols';
import type { Quantity, QuantityRow } from '../../symbols/vocabulary';
import type { ReadingKind } from '../names/kindOf';
import { MODIFIER_BITS } from '../names/lexicon/Lexicon';
import type { ValueKind } from '../values/valueKind';
import type { ClassificationKind } from './Classification';

const { total, figure } = MODIFIER_BITS;

/** Quantities that meters add up, so that the value only grows or starts again. */
const ADDED_UP: ReadonlySet<string> = new Set<Quantity>(['energy', 'reactive_energy', 'water', 'gas']);

/** Quantities that are added up where a word says so: `rain_total`. */
const SUMMED_UP: ReadonlySet<string> = new Set<Quantity>([
  'volume',
  'precipitation',
  'data_size',
  'distance',
  'electric_charge',
  'apparent_energy',
  'duration',
]);

/**
 * The kind of a value by what its name says and what it is.
 * @param symbol that of a word of its own
 * @param tells bits of `total` and `figure` among the words of its name
 */
export function classificationKind(
  kind: ReadingKind,
  quantity: QuantityRow | undefined,
  symbol: string | undefined,
  value: ValueKind,
  tells = 0,
): ClassificationKind {
  switch (kind) {
    case 'meta':
      return 'meta';
    case 'alert':
      return 'alarm';
    case 'limit':
      return 'limit';
    case 'setpoint':
    case 'command':
      return 'setpoint';
    case 'state':
      if (value === 'text') return 'state';
      return (tells & figure) !== 0 && value !== 'switch' ? 'measurement' : 'state';
    case 'count':
      return value === 'text' ? 'text' : 'counter';
    case 'reading':
    case 'extreme':
    case 'duration':
      break;
  }
  if (value === 'switch' || value === 'text' || value === 'empty') return kindOfValue(value);
  if (quantity) {
    if (quantity.values === 'binary') return 'state';
    if (kind !== 'reading') return kind === 'duration' && (tells & total) !== 0 ? 'counter' : 'measurement';
    const isCounter =
      ADDED_UP.has(quantity.quantity) || ((tells & total) !== 0 && SUMMED_UP.has(quantity.quantity));
    return isCounter ? 'counter' : 'measurement';
  }
  if (kind === 'duration' && (tells & total) !== 0) return 'counter';
  return symbol === 'METRICS_COUNTER_ADD' ? 'counter' : 'measurement';
}

/** The kind of a value of which nothing else is known. */
export function kindOfValue(value: ValueKind): ClassificationKind {
  switch (value) {
    case 'switch':
      return 'state';
    case 'text':
      return 'text';
    case 'number':
    case 'container':
    case 'unknown':
    case 'empty':
      return 'measurement';
  }
}

/** The kind of what a user's rule says to be this symbol. */
export function kindOfSymbol({ name, family }: EdgeSymbol): ClassificationKind {
  if (name === 'SENSOR_ALERT') return 'alarm';
  if (name === 'SENSOR_THRESHOLD') return 'limit';
  if (name === 'METRICS_COUNTER_ADD') return 'counter';
  return family === 'actuator' || family === 'edge' || name === 'METRICS_EVENT' ? 'state' : 'measurement';
}
