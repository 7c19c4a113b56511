import type { EdgeSymbol } from '../../symbols';
import type { QuantityRow } from '../../symbols/vocabulary';
import type { ReadingKind } from '../names/kindOf';
import { MODIFIER_BITS } from '../names/lexicon/Lexicon';
import type { ValueKind } from '../values/valueKind';
import type { ClassificationKind } from './Classification';

const { total, figure } = MODIFIER_BITS;

/**
 * The kind of a value, by what its name says and what it is.
 * @param symbol that of a word with its own symbol
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
      if (value === 'text') return 'text';
      return (tells & figure) === 0 ? 'counter' : 'measurement';
    case 'reading':
    case 'extreme':
    case 'duration':
      break;
  }
  if (value === 'switch' || value === 'text' || value === 'empty') return kindOfValue(value);
  if (quantity) {
    if (quantity.values === 'binary') return 'state';
    if (kind !== 'reading') return kind === 'duration' && (tells & total) !== 0 ? 'counter' : 'measurement';
    const isCounter = quantity.adds === 'always' || (quantity.adds === 'total' && (tells & total) !== 0);
    return isCounter ? 'counter' : 'measurement';
  }
  if (kind === 'duration' && (tells & total) !== 0) return 'counter';
  return symbol === 'METRICS_COUNTER_ADD' ? 'counter' : 'measurement';
}

/** The kind of a value about which nothing else is known. */
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

/** The kind of a value that a user's rule gives this symbol. */
export function kindOfSymbol({ name, family }: EdgeSymbol): ClassificationKind {
  if (name === 'SENSOR_ALERT') return 'alarm';
  if (name === 'SENSOR_THRESHOLD') return 'limit';
  if (name === 'METRICS_COUNTER_ADD') return 'counter';
  return family === 'actuator' || family === 'edge' || name === 'METRICS_EVENT' ? 'state' : 'measurement';
}
