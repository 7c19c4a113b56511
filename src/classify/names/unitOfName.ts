import { QUANTITIES, type Quantity, type QuantityRow, type UnitRow } from '../../symbols/vocabulary';
import { ELECTRICAL_QUANTITIES } from './electricalQuantities';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';
import { GENERIC, NOTHING, STRONG, WEAK } from './lexicon/strength';

/** The unit that ends a name, and the quantity that it makes certain. */
export interface NameUnit {
  readonly unit: UnitRow;
  readonly quantity?: QuantityRow | undefined;
  /** The word that spells it. */
  readonly word: Meaning;
  /** Whether the name's own word has the unit, and so still decides. */
  readonly confirms: boolean;
}

export interface NameContext {
  /** Strength of the head. */
  readonly rank: number;
  readonly isElectric: boolean;
  /** A set point or a limit. */
  readonly isBound: boolean;
  /** A word for a duration or a time. */
  readonly isDuration: boolean;
}

const { place, electric, extreme, tag, present } = MODIFIER_BITS;

/** What may follow a unit that begins a name. */
const MAY_FOLLOW_UNIT = place | electric | extreme;

/** Digits that a plant's tag needs after its letters. */
export const LOOP_NUMBER = /^[-_ .]?\d{3,5}(?!\d)/;

/** The output of a loop controller, not a reading: `FIC-110.OP`. Its MV does not mean millivolts. */
const OUTPUT_OF_LOOP = /^[-_ .]?\d{3,5}[a-z]?[-_ .](?:op|out|cv|co|mv)$/i;
const MAX_OUTPUT = 12;

/** Minimum length of a unit that overrules a strong word: shorter ones too often mean something else. */
const OVERRULES = 3;
const OVERRULING = new Set(['mv', 'kw', 'wh', 'kg', 'km', 'hz', 'va', 'ah']);

/** A letter after a single-letter unit, which is then part of something else (`CGwacs`). */
const LETTER = /\p{L}/u;

/** Single-letter units of a set point or a battery: other letters are as often a phase, a group or a channel. */
const BOUND_LETTERS = new Set(['Cel', '[degF]', 'V', 'W']);
const ELECTRIC_LETTERS = new Set(['V', 'W']);

/** Quantities of things with components or windings named U, V and W: a V after these is not always volts. */
const HAS_V: ReadonlySet<Quantity> = new Set<Quantity>([
  ...ELECTRICAL_QUANTITIES,
  'power_factor',
  'temperature',
  'speed',
  'wind_speed',
]);

const quantities = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));

/**
 * The unit at the end of a name. It confirms the head, or another word of the name, if that has the unit; a unit of
 * several letters that implies a quantity speaks for itself, but a single letter does not (`voltage_a` is phase A),
 * except for a set point (`room_setpoint_C`) or a battery (`BAT_V`).
 */
export function unitOfName(
  reader: NameReader,
  head: Meaning | undefined,
  at: number,
  quantity: QuantityRow | undefined,
  around: NameContext,
): NameUnit | undefined {
  const words = unitPlace(reader, around.isDuration) + 1;
  const last = reader.word(words - 1);
  if (
    !last ||
    isTag(reader, last) ||
    isPhase(reader, words - 1) ||
    isCode(reader, words - 1) ||
    isCompound(reader, words - 1)
  )
    return undefined;
  if (last.units.length === 0) return head ? unitOnHead(reader, head, at) : unitInFront(reader);
  const length = reader.endOf(words - 1) - reader.startOf(words - 1);
  const isLong = length > 1;
  if (words > 1 || isLong) {
    const rows = quantity && head?.quantities[0] !== quantity ? [quantity] : (head?.quantities ?? []);
    for (const row of rows) {
      const unit = last.units.find(({ unit }) => row.units.includes(unit));
      if (unit) return { unit, quantity: row, word: last, confirms: true };
    }
  }
  if (around.isDuration) {
    const unit = last.units.find(({ quantity }) => quantity === 'duration');
    if (unit) return { unit, word: last, confirms: true };
  }
  const [unit] = last.units;
  if (!unit || last.units.length > 1 || unit.quantity === '') return undefined;
  if (isLong) {
    if (around.rank === STRONG && head !== last) {
      const overrules = length >= OVERRULES || OVERRULING.has(last.word);
      if (!overrules || unit.quantity === 'duration') return undefined;
    }
    // `hours` alone, or a `minimum` that is spelled like minutes, is not a measured time.
    if (unit.quantity === 'duration' && ((words === 1 && !reader.hasUnknown) || last.modifiers !== 0))
      return undefined;
    const tied = quantityNamed(reader, unit);
    return { unit, quantity: tied ?? quantities.get(unit.quantity), word: last, confirms: false };
  }
  const isWhole = !LETTER.test(reader.textAfter(words - 1, 1));
  const speaks =
    isWhole &&
    words > 1 &&
    (isRawVoltage(unit, head, last, quantity) ||
      (around.isBound && !quantity && BOUND_LETTERS.has(unit.unit)) ||
      (around.isElectric && around.rank < STRONG && ELECTRIC_LETTERS.has(unit.unit)));
  return speaks ? { unit, quantity: quantities.get(unit.quantity), word: last, confirms: false } : undefined;
}

/**
 * Whether the unit that ends a name does not belong to its quantity, and implies no other: `rain_pct`, `gas_ppm`,
 * `energy_kwh_m2`. The name then means something that its words do not tell.
 */
export function isOfOtherUnit(reader: NameReader, head: Meaning | undefined, quantity: QuantityRow): boolean {
  const at = unitPlace(reader, false);
  const word = reader.word(at);
  if (at === 0 || !word || word === head || !isMereUnit(word)) return false;
  if (isCompound(reader, at)) return true;
  if (quantity.units.length === 0 && quantity.values !== 'binary') return false;
  const length = reader.endOf(at) - reader.startOf(at);
  return (
    length > 1 && word.units.every(({ unit, quantity: own }) => own === '' && !quantity.units.includes(unit))
  );
}

/**
 * Which word of a name is its unit: the last, or the one before words for a place or an extreme (`temp_c_max`,
 * `bytes_total`).
 */
function unitPlace(reader: NameReader, isDuration: boolean): number {
  const last = reader.count - 1;
  if ((reader.modifiers & (place | extreme)) === 0) return last;
  for (let i = last; i >= 0; i--) {
    const word = reader.word(i);
    if (!word) break;
    const isExtreme = (word.modifiers & extreme) !== 0 && !isDuration;
    const isAside = (word.modifiers & (place | extreme)) !== 0 && (word.units.length === 0 || isExtreme);
    if (word.strength !== NOTHING || !isAside)
      return word.units.length > 0 && !isWithin(reader, i) ? i : last;
  }
  return last;
}

/** What may follow inches: over what period, not where. */
const TIMES = /^(?:total|today|yesterday|hourly|daily|weekly|monthly|yearly|sum|avg|average|min|max|mean)$/;

/** `Level In Tank`: `in` before a place does not mean inches. */
function isWithin(reader: NameReader, i: number): boolean {
  return reader.word(i)?.word === 'in' && i + 1 < reader.count && !TIMES.test(reader.word(i + 1)?.word ?? '');
}

/** A word that spells units and nothing else. */
function isMereUnit({ units, strength, modifiers }: Meaning): boolean {
  return units.length > 0 && strength === NOTHING && (modifiers & ~present) === 0;
}

/** Two units in a row are one that is not in the table: `kwh_m2`, `kg_s`. */
function isCompound(reader: NameReader, at: number): boolean {
  const before = at === 0 ? undefined : reader.word(at - 1);
  if (!before || !isMereUnit(before) || reader.word(at)?.units.length === 0) return false;
  if (before.units.some(({ quantity }) => quantity === 'duration')) return false;
  return reader.endOf(at - 1) - reader.startOf(at - 1) > 1 && reader.startOf(at) === reader.endOf(at - 1) + 1;
}

/** `humidity_V` is the output voltage of a humidity sensor. */
function isRawVoltage(
  { unit }: UnitRow,
  head: Meaning | undefined,
  word: Meaning,
  quantity: QuantityRow | undefined,
): boolean {
  if (unit !== 'V' || !quantity || head === word || (head?.strength ?? NOTHING) < GENERIC) return false;
  return quantity.units.length > 0 && !HAS_V.has(quantity.quantity);
}

/** Whether the name is the output of a loop controller in a plant. */
export function isOutputOfLoop(reader: NameReader): boolean {
  if ((reader.modifiers & tag) === 0 || ((reader.word(0)?.modifiers ?? 0) & tag) === 0) return false;
  return OUTPUT_OF_LOOP.test(reader.textAfter(0, MAX_OUTPUT));
}

/** `L1` is a phase, not liters. */
function isPhase(reader: NameReader, i: number): boolean {
  return reader.word(i)?.word === 'l' && reader.hasDigitAfter(i);
}

/** Maximum number of letters in a code: `WH31`, `KA7`. */
const MAX_CODE = 3;

/** Whether letters and a number that begin a level are the code of a device or a plant: `WH31`, `kw12`. */
function isCode(reader: NameReader, i: number): boolean {
  if (reader.endOf(i) - reader.startOf(i) > MAX_CODE || !reader.hasDigitAfter(i)) return false;
  return reader.beginsLevel(i);
}

/** `FT-101` is a plant's tag, not a length in feet. */
function isTag(reader: NameReader, word: Meaning): boolean {
  if (isOutputOfLoop(reader)) return true;
  return reader.count === 1 && (word.modifiers & tag) !== 0 && LOOP_NUMBER.test(reader.textAfter(0, 7));
}

/**
 * `KW_TOTAL`, `A_L1`: a unit that begins a name which says nothing else; a single letter only before electrical words.
 */
function unitInFront(reader: NameReader): NameUnit | undefined {
  const word = reader.count < 2 || reader.hasUnknown ? undefined : reader.word(0);
  const first = word?.units.length === 1 ? word.units[0] : undefined;
  if (!word || !first || isCode(reader, 0) || first.quantity === '' || first.quantity === 'duration')
    return undefined;
  const isLong = reader.endOf(0) - reader.startOf(0) > 1;
  const others = isLong ? MAY_FOLLOW_UNIT : electric;
  for (let i = 1; i < reader.count; i++) {
    if (((reader.word(i)?.modifiers ?? 0) & others) === 0) return undefined;
  }
  return { unit: first, quantity: quantities.get(first.quantity), word, confirms: false };
}

/** `TempC_SHT`: a unit written directly after the head, wherever the two are in the name. */
function unitOnHead(reader: NameReader, head: Meaning, at: number): NameUnit | undefined {
  if (head.strength !== WEAK && at + 1 < reader.count) {
    const own = fitting(head, head);
    if (own) return own;
  }
  const next = reader.word(at + 1);
  if (!next || at + 1 >= reader.count || reader.startOf(at + 1) !== reader.endOf(at)) return undefined;
  return fitting(head, next);
}

function fitting({ quantities }: Meaning, word: Meaning): NameUnit | undefined {
  for (const row of quantities) {
    const unit = word.units.find(({ unit }) => row.units.includes(unit));
    if (unit) return { unit, quantity: row, word, confirms: true };
  }
  return undefined;
}

/** The quantity of a word of the name that has this unit: `battery_temp_mV` is not a temperature. */
function quantityNamed(reader: NameReader, { unit }: UnitRow): QuantityRow | undefined {
  for (let i = reader.count - 1; i >= 0; i--) {
    const found = reader.word(i)?.quantities.find((row) => row.units.includes(unit));
    if (found) return found;
  }
  return undefined;
}
