import type { QuantityRow } from '../../symbols/vocabulary';
import { ELECTRICAL_QUANTITIES } from './electricalQuantities';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';

const { present, state } = MODIFIER_BITS;

/** A word, not the letters of a phase: `current_users`, but `current_bc`. */
const A_WORD = /\p{L}{3}/u;

/**
 * Whether the word at `i` is not an electrical current but the present one of what is next to it. One that begins a name
 * is so if a word for what is there at times follows, `current_position`, or one that is not known, `current_users`; one
 * further on behind a state (`StateCurrent`), behind a quantity that is not of electrics (`temperature_current`), and
 * between a quantity and such a word (`power_current_month`).
 * @param head the strong word before it, if there is one
 */
export function isPresent(
  reader: NameReader,
  i: number,
  { keyword }: Meaning,
  head: Meaning | undefined,
): boolean {
  const isLast = i === reader.count - 1;
  // `cur_temp`; at the end it is an abbreviation as others are.
  if (!keyword) return i === 0 && !isLast;
  const before = i === 0 ? undefined : reader.word(i - 1);
  const isOfMoment = !isLast && ((reader.word(i + 1)?.modifiers ?? 0) & present) !== 0;
  if (before && before.word !== 'sensor') {
    const quantity = head?.quantities[0];
    if (isOfMoment) return quantity !== undefined;
    return isLast && (isState(before) || (quantity !== undefined && hasNoCurrent(quantity)));
  }
  if (isOfMoment) return true;
  if (!reader.hasUnknown || (i === 0 && !reader.beginsWithWord)) return false;
  const end = isLast ? Number.POSITIVE_INFINITY : reader.startOf(i + 1);
  return A_WORD.test(reader.textAfter(i, end - reader.endOf(i)));
}

/** `state`, `mode`: of such the current one is told. */
function isState({ modifiers }: Meaning): boolean {
  return (modifiers & state) !== 0 && (modifiers & present) !== 0;
}

function hasNoCurrent({ quantity, values }: QuantityRow): boolean {
  return values === 'number' && !ELECTRICAL_QUANTITIES.has(quantity);
}
