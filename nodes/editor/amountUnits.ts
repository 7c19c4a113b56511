import type { NumberRule } from '../../src/settings/checkedValues';

/** The unit in which an amount is stored. */
export type Measure = 'bytes' | 'seconds';

/** A unit in the menu next to a field. */
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

/** The units offered for a setting: none above its maximum, and none below one second if it takes whole seconds. */
export function unitsOf(measure: Measure, { max, integer }: NumberRule): readonly AmountUnit[] {
  return UNITS[measure].filter(
    ({ factor }) => factor <= (max ?? Number.POSITIVE_INFINITY) && (factor >= 1 || !integer),
  );
}

/** The unit with factor 1, in which the setting is stored. */
export function storedUnit(units: readonly AmountUnit[]): AmountUnit {
  return units.find(({ factor }) => factor === 1) ?? { name: '', factor: 1 };
}

/** The largest unit in which an amount is a whole number (1.5 hours are 90 minutes), or else the stored unit. */
export function fittingUnit(units: readonly AmountUnit[], stored: number): AmountUnit {
  const isWhole = ({ factor }: AmountUnit): boolean => stored > 0 && Number.isInteger(tidy(stored / factor));
  return [...units].reverse().find(isWhole) ?? storedUnit(units);
}

/** An amount in a unit, as a user would type it. */
export function inUnit(stored: number, { factor }: AmountUnit): string {
  return String(tidy(stored / factor));
}

/**
 * Converts typed text to the stored value. Anything but a number stays as it is, for the setting's own check to reject;
 * if the setting takes whole numbers, the result is rounded to one.
 */
export function storedAmount(typed: string, { factor }: AmountUnit, { integer }: NumberRule): string {
  const amount = Number(typed);
  if (typed === '' || factor === 1 || !Number.isFinite(amount)) return typed;
  const stored = tidy(amount * factor);
  return String(integer ? Math.round(stored) : stored);
}

/** Removes the noise of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
