/** Thousands are set apart by a space, which no language takes for a decimal sign. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}
