import type { Field } from './Field';
import { names } from './FieldRules';
import { isNumericText } from './isNumericText';

/** Numbers that stand beside a reading without being what `unit` speaks of. */
const COMPANIONS = names(`
  id nodeid deviceid sensorid unitid port fport channel ch seq sequence fcnt counter count index version rssi snr lqi
  linkquality battery batt bat batterylevel batterypercent batteryvoltage vbat uptime interval quality q status`);

/**
 * The field that a `unit` beside it speaks of: the only number of the object that can have one. Where there are
 * several it is not known which is meant.
 */
export function soleMeasure(fields: readonly Field[], isOther: (field: Field) => boolean): Field | undefined {
  let sole: Field | undefined;
  for (const field of fields) {
    if (!isNumber(field.value) || COMPANIONS.has(field.name) || isOther(field)) continue;
    if (sole) return undefined;
    sole = field;
  }
  return sole;
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'string') return isNumericText(value);
  return typeof value === 'number' || typeof value === 'bigint';
}
