import { names } from '../leaves/FormRules';
import { isNumericText } from '../values/isNumericText';
import type { Field } from './Field';

/** Numbers that stand beside a reading without being what `unit` speaks of. */
export const COMPANIONS = names(`
  id nodeid deviceid sensorid unitid port fport channel ch seq sequence fcnt counter count index version rssi snr lqi
  linkquality battery batt bat batterylevel batterypercent batteryvoltage vbat uptime interval ttl quality q status`);

/**
 * The fields that a `unit` beside them speaks of: the only number of the object that can have one; of several those
 * that measure what the unit is one of.
 */
export function unitBearers(
  fields: readonly Field[],
  isOther: (field: Field) => boolean,
  fits: (field: Field) => boolean,
): ReadonlySet<Field> {
  const numbers = fields.filter(
    (field) => isNumber(field.value) && !COMPANIONS.has(field.name) && !isOther(field),
  );
  return new Set(numbers.length > 1 ? numbers.filter(fits) : numbers);
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'string') return isNumericText(value);
  return typeof value === 'number' || typeof value === 'bigint';
}
