/** 10^0 to 10^22: all powers of ten that a double holds exactly. */
export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, power) =>
  Number(`1e${power}`),
);

/** 10 to a power from 0 to 22; NaN for any other. */
export function powerOfTen(power: number): number {
  return POWERS_OF_TEN[power] ?? Number.NaN;
}
