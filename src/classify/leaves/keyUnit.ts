import type { Field } from '../fields/Field';
import { unitOfSpelling } from '../values/unitSpelling';

/** Longer keys are not units. */
const MAX_KEY = 12;

/** Length of the longest key of a meter. */
const MAX_ELECTRICAL = 3;

/** A lowercase letter, or a name for a kind of voltage or current: `vrms`, `v_dc`. */
const NO_UNIT = /^(?:[a-z]|.*(?:[aA][cC]|[dD][cC]|rms|RMS))$/;

/** Keys that spell units but are also used for other things: a variance, phase C, coordinates. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['C', 'F', 'J', 'K', 'var']);

/** The unit that a key spells. */
export interface KeyUnit {
  readonly unit: string;
  /** Whether what the field above names is measured in it. */
  readonly isOfAbove: boolean;
}

/**
 * The unit that a key spells, below a field that names what is measured: `{"battery":{"V":3.1,"percent":80}}`. Units of
 * time, and letters that as often name other things, count only if what is named has them: `{"temperature":{"C":21}}`.
 * @param fields all fields of the object
 * @param measuresIn whether what the field above names has a unit
 */
export function keyUnit(
  { key, value }: Field,
  fields: readonly Field[],
  measuresIn: (unit: string) => boolean,
): KeyUnit | undefined {
  if (typeof value !== 'number' || key.length > MAX_KEY || NO_UNIT.test(key)) return undefined;
  const row = unitOfSpelling(key);
  if (!row) return undefined;
  // U, V, W and A, B, C are phases; amperes are next to volts.
  const has = (other: string): boolean => fields.some((field) => field.key === other);
  const isPhase = key === 'A' ? !has('V') : key.length === 1 && (has('U') || has('A'));
  // Not inches and minutes, but what goes in, and the minimum.
  if ((key === 'in' && has('out')) || (key === 'min' && has('max'))) return undefined;
  if (!isPhase && measuresIn(row.unit)) return { unit: row.unit, isOfAbove: true };
  const isDoubtful =
    AMBIGUOUS.has(key) || row.quantity === 'duration' || (row.quantity === '' && row.unit !== '%');
  return isDoubtful || (isPhase && !(key === 'V' && !has('U')))
    ? undefined
    : { unit: row.unit, isOfAbove: false };
}

/** Keys that name what is measured by its unit if several of them are together: `{"V":231,"W":2100,"kWh":3.5}`. */
const ELECTRICAL: ReadonlySet<string> = new Set('V A W kW VA var Wh kWh Hz'.split(' '));

/** The unit that the key of a meter's value spells; next to U, V and W are phases. */
export function electricalUnit({ key, value }: Field, fields: readonly Field[]): KeyUnit | undefined {
  if (key.length > MAX_ELECTRICAL || typeof value !== 'number' || !ELECTRICAL.has(key)) return undefined;
  const alike = fields.filter((field) => ELECTRICAL.has(field.key));
  if (alike.length < 2 || fields.some((field) => field.key === 'U')) return undefined;
  return { unit: key, isOfAbove: false };
}
