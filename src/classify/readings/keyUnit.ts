import { unitOfSpelling } from '../unitSpelling';
import type { Field } from './Field';

/** Longer keys are no units. */
const MAX_KEY = 12;

/** Keys that are units by their letters and statistics or phases by their use: a variance, the phases A, B, C. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['A', 'C', 'F', 'J', 'K', 'var']);

/**
 * The unit that a key is, below a field that names what is measured: `{"battery":{"V":3.1,"percent":80}}`. Units of
 * time and single small letters name other things as often.
 * @param fields all of the object, for U, V and W are phases
 */
export function keyUnit({ key, value }: Field, fields: readonly Field[]): string | undefined {
  if (typeof value !== 'number' || key.length > MAX_KEY || /^[a-z]$/.test(key) || AMBIGUOUS.has(key))
    return undefined;
  const row = unitOfSpelling(key);
  if (!row || row.quantity === 'duration' || (row.quantity === '' && row.unit !== '%')) return undefined;
  const isPhase = key.length === 1 && fields.some((field) => field.key === 'U');
  return isPhase ? undefined : row.unit;
}
