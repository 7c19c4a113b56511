import type { QuantityRow } from '../../symbols/vocabulary';
import { ELECTRICAL_QUANTITIES } from './electricalQuantities';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';

const { present, state } = MODIFIER_BITS;

/** A word as in `current_users`, not the letters of phases as in `current_bc`. */
const A_WORD = /\p{L}{3}/u;

/**
 * Whether the word at `i` does not mean an electrical current but the present one of what is next to it. At the
 * beginning of a name it does if a word follows that goes with the present, `current_position`, or an unknown one,
 * `current_users`; further on, after a state (`StateCurrent`), after a quantity that is not electrical
 * (`temperature_current`), and between a quantity and such a word (`power_current_month`).
 * @param head the strong word before it, if there is one
 */
export function isPresent(
  reader: NameReader,
  i: number,
  { keyword }: Meaning,
  head: Meaning | undefined,
): boolean {
  const isLast = i === reader.count - 1;
  // `cur_temp`; at the end it is an abbreviation like any other.
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

/** `state`, `mode`: the current one of these is reported. */
function isState({ modifiers }: Meaning): boolean {
  return (modifiers & state) !== 0 && (modifiers & present) !== 0;
}

function hasNoCurrent({ quantity, values }: QuantityRow): boolean {
  return values === 'number' && !ELECTRICAL_QUANTITIES.has(quantity);
}
