/** Quantities of electrics. */
export const ELECTRICAL_QUANTITIES: ReadonlySet<string> = new Set([
  'voltage',
  'current',
  'power',
  'apparent_power',
  'reactive_power',
  'energy',
  'frequency',
]);
