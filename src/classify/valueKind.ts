import type { QuantityRow } from '../symbols/vocabulary';

/** What is known of a value: `unknown` where there is none to look at. */
export type ValueKind = 'unknown' | 'number' | 'switch' | 'text' | 'empty' | 'container';

const SWITCH_TEXT = /^(?:on|off|true|false|open|opened|closed?|toggle|yes|no|detected|clear)$/i;
const NUMBER_TEXT = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
/** Longer texts are neither a number nor a state of a switch. */
const MAX_TEXT = 40;

const LONGEST_SWITCH = 8;

const [MINUS, POINT] = [0x2d, 0x2e];

/** Digits, signs, a point, and space before them. */
function mayBeNumber(first: number): boolean {
  return first <= 0x39;
}

/** `21`, `-61`, `44.1`: as most numbers are written, told without the pattern. */
function isPlainNumber(text: string): boolean {
  let digits = 0;
  let points = 0;
  for (let i = text.charCodeAt(0) === MINUS ? 1 : 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) digits++;
    else if (code !== POINT || ++points > 1) return false;
  }
  return digits > 0;
}

export function valueKind(value: unknown): ValueKind {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'string':
      if (value === '' || value.length > MAX_TEXT) return value === '' ? 'empty' : 'text';
      if (mayBeNumber(value.charCodeAt(0)))
        return isPlainNumber(value) || NUMBER_TEXT.test(value) ? 'number' : 'text';
      return value.length <= LONGEST_SWITCH && SWITCH_TEXT.test(value) ? 'switch' : 'text';
    case 'object':
      return value === null ? 'empty' : 'container';
    default:
      return 'unknown';
  }
}

/** Whether a value lies where this quantity usually does, in its commonest unit. */
export function isPlausible(
  row: QuantityRow,
  known: { readonly kind: ValueKind; readonly value: unknown },
): boolean {
  if (known.kind !== 'number' || !row.range) return false;
  return isWithin(row.range, Number(known.value));
}

function isWithin([least, most]: readonly [number, number], value: number): boolean {
  return value >= least && value <= most;
}

/** Whether a value can be one of this quantity at all: `ON` is no power, 17 no motion, 3121 no charge of a battery. */
export function canBe(
  row: QuantityRow,
  known: { readonly kind: ValueKind; readonly value: unknown },
): boolean {
  switch (known.kind) {
    case 'number':
      if (row.bounds) return isWithin(row.bounds, Number(known.value));
      return row.values !== 'binary' || Number(known.value) === 0 || Number(known.value) === 1;
    case 'switch':
      return row.values !== 'number';
    case 'text':
      return false;
    case 'unknown':
    case 'empty':
    case 'container':
      return true;
  }
}
