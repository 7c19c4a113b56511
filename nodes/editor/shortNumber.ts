/** A number in the language of the editor, with so many digits that its size is seen. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  return new Intl.NumberFormat(RED.i18n.lang(), { maximumSignificantDigits: 3 }).format(value);
}

/** A share from 0 to 1 as a percentage. */
export function shortPercent(share: number): string {
  return new Intl.NumberFormat(RED.i18n.lang(), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** A count in the language of the editor. */
export function countText(count: number): string {
  return new Intl.NumberFormat(RED.i18n.lang()).format(count);
}
