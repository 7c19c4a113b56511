import { type Field, isRecord } from './Field';
import { timeOfFields } from './timeFields';

/** Values of one time: `{"ts":1700000000000,"values":{"temperature":21}}`, as ThingsBoard takes them. */
export interface TimedValues {
  readonly values: Field;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export function timedValues(fields: readonly Field[]): TimedValues | undefined {
  const values = fields.find(({ name, value }) => name === 'values' && isRecord(value));
  const times = values && timeOfFields(fields);
  return values && times ? { values, time: times.time } : undefined;
}
