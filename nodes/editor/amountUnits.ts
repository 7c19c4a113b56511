import type { NumberRule } from '../../src/settings/checkedValues';

/** What an amount is stored in. */
export type Measure = 'bytes' | 'seconds';

/** A unit of the menu beside a field. */
export interface AmountUnit {
  readonly name: string;
  /** Bytes, or seconds. */
  readonly factor: number;
}

const UNITS: Readonly<Record<Measure, readonly AmountUnit[]>> = {
  bytes: [
    { name: 'byte', factor: 1 },
    { name: 'KiB', factor: 2 ** 10 },
    { name: 'MiB', factor: 2 ** 20 },
    { name: 'GiB', factor: 2 ** 30 },
  ],
  seconds: [
    { name: 'millisecond', factor: 0.001 },
    { name: 'second', factor: 1 },
    { name: 'minute', factor: 60 },
    { name: 'hour', factor: 3600 },
    { name: 'day', factor: 86_400 },
  ],
};

/** The units that a setting may be given in: none that is larger than what it may be, and no parts of whole seconds. */
export function unitsOf(measure: Measure, { max, integer }: NumberRule): readonly AmountUnit[] {
  return UNITS[measure].filter(
    ({ factor }) => factor <= (max ?? Number.POSITIVE_INFINITY) && (factor >= 1 || !integer),
  );
}

/** The unit without a factor: what the setting is stored in. */
export function storedUnit(units: readonly AmountUnit[]): AmountUnit {
  return units.find(({ factor }) => factor === 1) ?? { name: '', factor: 1 };
}

/** The largest unit of which an amount is a whole number, as 1.5 hours are 90 minutes; the stored one for any other. */
export function fittingUnit(units: readonly AmountUnit[], stored: number): AmountUnit {
  const isWhole = ({ factor }: AmountUnit): boolean => stored > 0 && Number.isInteger(tidy(stored / factor));
  return [...units].reverse().find(isWhole) ?? storedUnit(units);
}

/** An amount in a unit, as it is typed. */
export function inUnit(stored: number, { factor }: AmountUnit): string {
  return String(tidy(stored / factor));
}

/**
 * What is stored for what is typed. What is no number stays as it is, for the check of the setting to say so; of whole
 * numbers, a part of a larger unit becomes one.
 */
export function storedAmount(typed: string, { factor }: AmountUnit, { integer }: NumberRule): string {
  const amount = Number(typed);
  if (typed === '' || factor === 1 || !Number.isFinite(amount)) return typed;
  const stored = tidy(amount * factor);
  return String(integer ? Math.round(stored) : stored);
}

/** Without what binary fractions add. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
