import type { Quantity } from '../../symbols/vocabulary';

/** Electrical quantities. */
export const ELECTRICAL_QUANTITIES: ReadonlySet<Quantity> = new Set<Quantity>([
  'voltage',
  'current',
  'power',
  'apparent_power',
  'reactive_power',
  'energy',
  'frequency',
]);
