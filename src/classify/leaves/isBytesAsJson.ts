import type { Field } from '../fields/Field';

/** Whether an object is what JSON makes of a Buffer: bytes are no readings. */
export function isBytesAsJson(fields: readonly Field[]): boolean {
  return (
    fields.length === 2 &&
    fields.some(({ key, value }) => key === 'type' && value === 'Buffer') &&
    fields.some(({ key, value }) => key === 'data' && Array.isArray(value))
  );
}
