import type { KnownValue } from './nameMeaning';
import { unitOfSpelling } from './unitSpelling';
import { valueKind } from './valueKind';

/** Longer texts are no number with a unit. */
const MAX_TEXT = 40;

const MEASURED = /^\s*(?<number>[-+]?\d+(?:[.,]\d+)?)(?<space>\s*)(?<unit>[^\d\s.,:;/+-][^\s:;]{0,11})\s*$/u;

/** Letters that end hexadecimal ids and names of places as well: `12F`, `3A`. */
const HEX = /^[a-f]$/i;

/** Digits, signs, a point, and space before them. */
const LAST_FIRST = 0x39;

/** What is known of a value. A text that holds a number with its unit is measured: `21.4 °C`, `1231 mm`. */
export function knownValue(value: unknown): KnownValue {
  const kind = valueKind(value);
  return kind === 'text' && typeof value === 'string' && value.charCodeAt(0) <= LAST_FIRST
    ? (measuredText(value) ?? { kind, value })
    : { kind, value };
}

function measuredText(text: string): KnownValue | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const { number = '', space = '', unit = '' } = MEASURED.exec(text)?.groups ?? {};
  const isId = space === '' && HEX.test(unit) && /^\d+$/.test(number);
  if (unit === '' || isId || !unitOfSpelling(unit)) return undefined;
  return { kind: 'number', value: Number(number.replace(',', '.')), unit };
}
