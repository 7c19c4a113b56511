import type { QuantityRow } from '../../symbols/vocabulary';

/** The kind of a value: `unknown` if there is no value to look at. */
export type ValueKind = 'unknown' | 'number' | 'switch' | 'text' | 'empty' | 'container';

/** The value of a leaf or scalar, as far as it is known. */
export interface KnownValue {
  readonly kind: ValueKind;
  /** The value; of a text that holds a number with its unit, the number. */
  readonly value: unknown;
  /** The unit that the value itself holds, as found: `21.4 °C`. */
  readonly unit?: string | undefined;
  /** Whether the letters of the unit follow the number without a space, as they do in an option: `24h`, `3.3K`. */
  readonly isChoice?: boolean | undefined;
  /** Answers questions about the number, if it is being watched. */
  readonly asked?: AskedNumber | undefined;
}

/** Questions about a number: ask them through the functions below, not of `value`, so that they can be watched. */
export interface AskedNumber {
  isWithin(least: number, most: number): boolean;
  isBelow(bound: number): boolean;
  isInteger(): boolean;
}

/** Whether a known number is within these bounds, inclusive. */
export function isWithin(known: KnownValue, least: number, most: number): boolean {
  if (known.asked) return known.asked.isWithin(least, most);
  const value = Number(known.value);
  return value >= least && value <= most;
}

/** Whether a known number is less than this. */
export function isBelow(known: KnownValue, bound: number): boolean {
  return known.asked ? known.asked.isBelow(bound) : Number(known.value) < bound;
}

/** Whether a known value is the whole number 0 or 1. */
export function isBit(known: KnownValue): boolean {
  return known.kind === 'number' && (isWithin(known, 0, 0) || isWithin(known, 1, 1));
}

/** Whether a known number is an integer within these bounds, inclusive. */
export function isWholeWithin(known: KnownValue, least: number, most: number): boolean {
  if (!isWithin(known, least, most)) return false;
  return known.asked ? known.asked.isInteger() : Number.isInteger(Number(known.value));
}

const SWITCH_TEXT = /^(?:on|off|true|false|open|opened|closed?|toggle|yes|no|detected|clear)$/i;
const NUMBER_TEXT = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
/** Longer texts are neither a number nor the state of a switch. */
const MAX_TEXT = 40;

const LONGEST_SWITCH = 8;

const [SPACE, MINUS, POINT, EXPONENT] = [0x20, 0x2d, 0x2e, 0x65];
const LOWER = 0x20;
const ASCII = 0x80;

/** Whether a text may be a number by its first character: a digit, a sign, a point or a space. */
function mayBeNumber(first: number): boolean {
  return first <= 0x39;
}

/**
 * The kind of a text if no pattern is needed, as for most texts that begin like a number: `21`, `-61`, `44.1`, but also
 * dates, times, addresses and versions.
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

/** Whether no number has this character after its digits: only a space or an exponent may follow. */
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

/** Whether a value is in the usual range of this quantity, in its most common unit. */
export function isPlausible(row: QuantityRow, known: KnownValue): boolean {
  if (known.kind !== 'number' || !row.range) return false;
  return isWithin(known, row.range[0], row.range[1]);
}

/**
 * Whether a value can be one of this quantity at all: `ON` is not a power, 17 not a motion, 3121 not the charge of a
 * battery.
 */
export function canBe(row: QuantityRow, known: KnownValue): boolean {
  switch (known.kind) {
    case 'number':
      if (row.bounds) return isWithin(known, row.bounds[0], row.bounds[1]);
      return row.values !== 'binary' || isBit(known);
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
