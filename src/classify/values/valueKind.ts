import type { QuantityRow } from '../../symbols/vocabulary';

/** What is known of a value: `unknown` if there is none to look at. */
export type ValueKind = 'unknown' | 'number' | 'switch' | 'text' | 'empty' | 'container';

/** The value of a leaf or scalar, as far as it is known. */
export interface KnownValue {
  readonly kind: ValueKind;
  /** The number of a text that holds one with its unit. */
  readonly value: unknown;
  /** The unit that the value itself holds, as found: `21.4 °C`. */
  readonly unit?: string | undefined;
  /** Whether its letters follow the number without a space, as those of a choice do: `24h`, `3.3K`. */
  readonly isChoice?: boolean | undefined;
  /** Answers what is asked of the number, where somebody watches it. */
  readonly asked?: AskedNumber | undefined;
}

/** What is asked of a number: ask through the functions below, not of `value`, so that it can be watched. */
export interface AskedNumber {
  isWithin(least: number, most: number): boolean;
  isBelow(bound: number): boolean;
  isInteger(): boolean;
}

/** Whether a known number lies between these, or is one of them. */
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

/** Whether a known number is whole, and none of these bounds is passed. */
export function isWholeWithin(known: KnownValue, least: number, most: number): boolean {
  if (!isWithin(known, least, most)) return false;
  return known.asked ? known.asked.isInteger() : Number.isInteger(Number(known.value));
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
export function isPlausible(row: QuantityRow, known: KnownValue): boolean {
  if (known.kind !== 'number' || !row.range) return false;
  return isWithin(known, row.range[0], row.range[1]);
}

/** Whether a value can be one of this quantity at all: `ON` is no power, 17 no motion, 3121 no charge of a battery. */
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
