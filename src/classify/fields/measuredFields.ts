import { isNumeric } from '../values/isNumeric';
import { type Field, nameSet } from './Field';

/** Numbers next to a reading that `unit` does not apply to. */
export const COMPANIONS = nameSet(`
  id nodeid deviceid sensorid unitid port fport channel ch seq sequence fcnt counter count index version rssi snr lqi
  linkquality battery batt bat batterylevel batterypercent batteryvoltage vbat uptime interval ttl quality q status`);

/**
 * The fields that a `unit` next to them applies to: the only number of the object that can have one; of several, those
 * that measure what it is a unit of.
 * @param among chooses these among several numbers
 */
export function measuredFields(
  fields: readonly Field[],
  isOther: (field: Field) => boolean,
  among: (numbers: readonly Field[]) => readonly Field[],
): ReadonlySet<Field> {
  const numbers = fields.filter(
    (field) => isNumeric(field.value) && !COMPANIONS.has(field.name) && !isOther(field),
  );
  return new Set(numbers.length > 1 ? among(numbers) : numbers);
}
