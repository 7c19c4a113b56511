/** Quantities of electrics. */
export const ELECTRICAL: ReadonlySet<string> = new Set([
  'voltage',
  'current',
  'power',
  'apparent_power',
  'reactive_power',
  'energy',
  'frequency',
]);
