import { type Field, firstNamed, ranked } from '../fields/Field';
import { isTimeName } from '../fields/timeFields';
import { isRecord } from '../values/isContainer';

const VALUES = ranked(['values']);

/**
 * The field with the values of one time: `{"ts":1700000000000,"values":{"temperature":21}}`, as ThingsBoard accepts
 * them. Its name says nothing if nothing else is next to it.
 * @param isMeta whether a field next to it is metadata
 */
export function valuesField(fields: readonly Field[], isMeta: (field: Field) => boolean): Field | undefined {
  const values = firstNamed(fields, VALUES, (field) => isRecord(field.value));
  return values && fields.every((field) => field === values || isTimeName(field.name) || isMeta(field))
    ? values
    : undefined;
}
