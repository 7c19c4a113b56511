/**
 * Keys of the unit of the values next to them, without case and separators, the most specific first. `u` is also a
 * voltage: like all of these, it counts only with a text.
 */
export const UNIT_KEYS = [
  'unit',
  'units',
  'uom',
  'unitofmeasurement',
  'unitofmeasure',
  'unitcode',
  'engunit',
  'engunits',
  'u',
] as const;

/** How the key of a unit begins if it says what the unit is of: `unit_temperature`. */
export const UNIT_BEGINNING = 'unit';

/** How the key of a unit ends if it says what the unit is of: `temperature_unit`, `TempUnit`. */
const UNIT_ENDING = /(?:unit[\s_-]*of[\s_-]*measure(?:ment)?|units?|uom)$/i;
const SEPARATORS_BEFORE = /[\s_.-]+$/;

/** What a unit is of by its key, as found: `temperature` of `temperature_unit`; undefined for other keys. */
export function withoutUnitEnding(key: string): string | undefined {
  const at = key.search(UNIT_ENDING);
  const of = at > 0 ? key.slice(0, at).replace(SEPARATORS_BEFORE, '') : '';
  return of === '' ? undefined : of;
}
