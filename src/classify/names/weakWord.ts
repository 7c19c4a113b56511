import type { QuantityRow } from '../../symbols/vocabulary';
import { isPlausible, isWholeWithin, type KnownValue } from '../values/valueKind';
import { ELECTRICAL_QUANTITIES } from './electricalQuantities';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';
import { GENERIC, NOTHING, STRONG, WEAK } from './lexicon/strength';
import type { Evidence } from './NameMeaning';
import { isOutputOfLoop, LOOP_NUMBER } from './unitOfName';

const { setpoint, limit, rms, electric, tag, place, extreme, accompanied, airside, hvac, moment, present } =
  MODIFIER_BITS;

const MAX_LEVEL = 100;

/** The quantity of a weak word, if something supports it. */
export function quantityOfWeakWord(
  reader: NameReader,
  head: Meaning,
  known: KnownValue,
  modifiers: number,
  around: number,
): { quantity: QuantityRow; rank: number; evidence: Evidence } | undefined {
  const [first] = head.quantities;
  const all = around | modifiers;
  if ((head.modifiers & airside) !== 0) {
    const isOfAir = first !== undefined && (all & hvac) !== 0;
    return isOfAir ? { quantity: first, rank: STRONG, evidence: 'abbreviation' } : undefined;
  }
  if (first && (modifiers & rms) !== 0) return { quantity: first, rank: STRONG, evidence: 'abbreviation' };
  if (isOutputOfLoop(reader)) return undefined;
  if (
    first &&
    (head.modifiers & tag) !== 0 &&
    reader.word(0) === head &&
    LOOP_NUMBER.test(reader.textAfter(0, 7))
  ) {
    return { quantity: first, rank: GENERIC, evidence: 'abbreviation' };
  }
  if ((all & electric) !== 0) {
    const electrical = head.quantities.filter((row) => ELECTRICAL_QUANTITIES.has(row.quantity));
    const [only] = electrical;
    if (only && electrical.length === 1) return { quantity: only, rank: STRONG, evidence: 'abbreviation' };
  }
  if (first && (head.modifiers & accompanied) !== 0 && (reader.count > 1 || reader.hasUnknown)) {
    return { quantity: first, rank: GENERIC, evidence: 'word' };
  }
  if (first && (head.modifiers & accompanied) !== 0 && !isLevel(known)) {
    return { quantity: first, rank: WEAK, evidence: 'magnitude' };
  }
  if (first && (head.modifiers & moment) !== 0 && known.kind === 'number' && endsAsCurrent(reader, head)) {
    return { quantity: first, rank: GENERIC, evidence: 'abbreviation' };
  }
  if (!isAmongPlaces(reader, head)) return undefined;
  const plausible = head.quantities.filter((row) => isPlausible(row, known));
  const [only] = plausible;
  return only && plausible.length === 1 ? { quantity: only, rank: WEAK, evidence: 'magnitude' } : undefined;
}

/** The index of one of several. */
const INDEX = /^[\s_.:-]?\d/;

/**
 * `motor_cur`, `cur_3`: at the end of a name it is an electrical current, except after a word that goes with the
 * present (`page_cur`).
 */
function endsAsCurrent(reader: NameReader, head: Meaning): boolean {
  const last = reader.count - 1;
  if (reader.word(last) !== head) return false;
  if (last > 0) return ((reader.word(last - 1)?.modifiers ?? 0) & present) === 0;
  if (!reader.beginsWithWord) return true;
  return !reader.hasUnknown && INDEX.test(reader.textAfter(0, 2));
}

/** Whether all other words of the name only qualify this one, as places and bounds do: `t_out`, `dht22_h`. */
function isAmongPlaces(reader: NameReader, head: Meaning): boolean {
  if (reader.hasUnknown) return false;
  for (let i = 0; i < reader.count; i++) {
    const word = reader.word(i);
    if (
      word !== head &&
      word &&
      (word.strength !== NOTHING || (word.modifiers & (place | extreme | setpoint | limit)) === 0)
    )
      return false;
  }
  return true;
}

/** An integer up to 100 may be a loudness; any other number is measured. */
function isLevel(known: KnownValue): boolean {
  return known.kind !== 'number' || isWholeWithin(known, Number.NEGATIVE_INFINITY, MAX_LEVEL);
}
