import type { QuantityRow } from '../../symbols/vocabulary';

/** What is known of a value: `unknown` where there is none to look at. */
export type ValueKind = 'unknown' | 'number' | 'switch' | 'text' | 'empty' | 'container';

/** The value of a leaf or scalar, as far as it is known. */
export interface KnownValue {
  readonly kind: ValueKind;
  /** The number of a text that holds one with its unit. */
  readonly value: unknown;
  /** The unit that the value itself holds, as found: `21.4 °C`. */
  readonly unit?: string;
  /** Whether its letters follow the number without a space, as those of a choice do: `24h`, `3.3K`. */
  readonly isChoice?: boolean;
}

const SWITCH_TEXT = /^(?:on|off|true|false|open|opened|closed?|toggle|yes|no|detected|clear)$/i;
const NUMBER_TEXT = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
/** Longer texts are neither a number nor a state of a switch. */
const MAX_TEXT = 40;

const LONGEST_SWITCH = 8;

const [SPACE, MINUS, POINT, EXPONENT] = [0x20, 0x2d, 0x2e, 0x65];
const LOWER = 0x20;
const ASCII = 0x80;

/** Digits, signs, a point, and space before them. */
function mayBeNumber(first: number): boolean {
  return first <= 0x39;
}

/**
 * What is told without the pattern, as most texts are that begin like a number: `21`, `-61`, `44.1`, but also a date,
 * a time, an address, a version.
 */
function plainKind(text: string): 'number' | 'text' | undefined {
  const from = text.charCodeAt(0) === MINUS ? 1 : 0;
  let digits = 0;
  let points = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) digits++;
    else if (code === POINT) {
      if (++points > 1) return 'text';
    } else return i > from && endsNumber(code) ? 'text' : undefined;
  }
  return digits > 0 ? 'number' : undefined;
}

/** Whether no number has this behind its digits: only space and an exponent may follow. */
function endsNumber(code: number): boolean {
  return code > SPACE && code < ASCII && (code | LOWER) !== EXPONENT;
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
        return plainKind(value) ?? (NUMBER_TEXT.test(value) ? 'number' : 'text');
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
