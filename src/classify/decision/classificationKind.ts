import type { EdgeSymbol } from '../../symbols';
import type { Quantity, QuantityRow } from '../../symbols/vocabulary';
import type { ReadingKind } from '../names/kindOf';
import type { ValueKind } from '../values/valueKind';
import type { ClassificationKind } from './Classification';

/** Quantities that meters add up, so that the value only grows or starts again. */
const ADDED_UP: ReadonlySet<string> = new Set<Quantity>(['energy', 'reactive_energy', 'water', 'gas']);

/**
 * The kind of a value by what its name says and what it is.
 * @param symbol that of a word of its own
 */
export function classificationKind(
  kind: ReadingKind,
  quantity: QuantityRow | undefined,
  symbol: string | undefined,
  value: ValueKind,
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
      return 'state';
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
    return kind === 'reading' && ADDED_UP.has(quantity.quantity) ? 'counter' : 'measurement';
  }
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
