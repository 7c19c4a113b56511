import { unitOfSpelling } from '../unitSpelling';
import type { Field } from './Field';

/** Longer keys are no units. */
const MAX_KEY = 12;

/** Keys that are units by their letters and other things by their use: a variance, phase C, coordinates. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['C', 'F', 'J', 'K', 'var']);

/**
 * The unit that a key is, below a field whose name measures in it: `{"temperature":{"C":21.3,"F":70.3}}`. It may be any
 * unit then, but for the single letters of phases and axes.
 * @param measuresIn whether what the field above names has this unit
 */
export function ownKeyUnit({ key, value }: Field, measuresIn: (unit: string) => boolean): string | undefined {
  if (typeof value !== 'number' || key.length > MAX_KEY || key === 'A' || /^[a-z]$/.test(key))
    return undefined;
  const row = unitOfSpelling(key);
  return row && measuresIn(row.unit) ? row.unit : undefined;
}

/**
 * The unit that a key is, below a field that names what is measured: `{"battery":{"V":3.1,"percent":80}}`. Units of
 * time and single small letters name other things as often.
 * @param fields all of the object
 */
export function keyUnit({ key, value }: Field, fields: readonly Field[]): string | undefined {
  if (typeof value !== 'number' || key.length > MAX_KEY || /^[a-z]$/.test(key) || AMBIGUOUS.has(key))
    return undefined;
  const row = unitOfSpelling(key);
  if (!row || row.quantity === 'duration' || (row.quantity === '' && row.unit !== '%')) return undefined;
  // U, V, W and A, B, C are phases; amperes stand beside volts.
  const has = (other: string): boolean => fields.some((field) => field.key === other);
  const isPhase = key === 'A' ? !has('V') : key.length === 1 && has('U');
  return isPhase ? undefined : row.unit;
}
