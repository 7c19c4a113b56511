import { QUANTITIES, type QuantityRow, type UnitRow } from '../symbols/vocabulary';
import type { Keyword } from './keywords';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';
import { isPlausible, type ValueKind } from './valueKind';

/** What a name speaks of, besides its quantity. */
export type ReadingKind =
  | 'reading'
  | 'setpoint'
  | 'command'
  | 'limit'
  | 'extreme'
  | 'alert'
  | 'state'
  | 'duration'
  | 'count'
  | 'meta';

/** Why a candidate is one. */
export type Evidence =
  | 'override'
  | 'keyword'
  | 'word'
  | 'abbreviation'
  | 'unit'
  | 'magnitude'
  | 'convention'
  | 'fallback';

/** How sure a name is: a strong word, a generic one, a weak one with support, nothing but a kind, nothing. */
export const STRONG = 3;
export const GENERIC = 2;
export const WEAK = 1;
export const NOTHING = 0;

/** What a name says; `strength` NOTHING with a kind other than `reading` is a name like `status`. */
export interface NameMeaning {
  readonly strength: number;
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
  /** The word that decided, as the tables have it. */
  readonly word: string;
  readonly quantity?: QuantityRow | undefined;
  readonly keyword?: Keyword | undefined;
  readonly unit?: UnitRow | undefined;
  /** Modifier bits of the whole name. */
  readonly modifiers: number;
}

const { command, setpoint, limit, extreme, alert, state, duration, count, meta, rms } = MODIFIER_BITS;
const LAST_WINS = state | duration | count;
const RANKS = { none: NOTHING, weak: WEAK, generic: GENERIC, strong: STRONG } as const;

/** The value of a leaf or scalar, as far as it is known. */
export interface KnownValue {
  readonly kind: ValueKind;
  readonly value: unknown;
}

/**
 * What the words of a name, read before by `reader`, mean together. The rules, in this order: the rightmost strong
 * word is the head; a generic word is it only without a strong one, a weak one only with a unit, `rms` or a
 * plausible value; a unit at the end breaks ties and, where it implies a quantity, speaks for itself; what stands
 * after the head says what kind of value it is (`temperature_alarm`), as do setpoint, limit and extreme before it.
 */
export function nameMeaning(reader: NameReader, known: KnownValue): NameMeaning | undefined {
  const words = reader.count;
  if (words === 0) return undefined;
  const last = reader.word(words - 1);
  let unit = last?.unit;
  let head: Meaning | undefined;
  let rank: number = NOTHING;
  let quantityBefore: QuantityRow | undefined;
  let before = 0;
  let after = 0;
  /** Of state, duration and count behind the head the rightmost holds: `action_duration`. */
  let latest = 0;
  for (let i = 0; i < words; i++) {
    const word = reader.word(i);
    if (!word) continue;
    const own = RANKS[word.strength];
    const isUnit = i === words - 1 && i > 0 && unit !== undefined && own < STRONG;
    if (own > NOTHING && own >= rank && !(isUnit && rank > NOTHING)) {
      quantityBefore = head?.quantities[0] ?? quantityBefore;
      head = word;
      rank = own;
      before |= after;
      after = word.keyword ? 0 : word.modifiers;
    } else {
      after |= word.modifiers;
      if ((word.modifiers & LAST_WINS) !== 0 && !isUnit) latest = word.modifiers & LAST_WINS;
    }
  }
  const modifiers = before | after;
  let quantity = head?.quantities[0];
  let evidence: Evidence = rank === WEAK ? 'abbreviation' : 'word';
  let decidedBy = head?.word ?? last?.word ?? '';
  let keyword = head?.keyword;

  if (unit) {
    const spoken = unit;
    const fits = head?.quantities.find((row) => row.units.includes(spoken.unit));
    const isLong = spoken.suffixes !== '' && reader.endOf(words - 1) - reader.startOf(words - 1) > 1;
    if (fits && (words > 1 || isLong)) {
      quantity = fits;
      if (rank === WEAK) rank = STRONG;
      if (rank === GENERIC) rank = STRONG;
    } else if (isLong && spoken.quantity !== '' && rank < STRONG && (after & extreme) === 0) {
      const tied = quantityNamed(reader, spoken);
      quantity = tied ?? unitQuantity(spoken);
      keyword = undefined;
      rank = quantity ? STRONG : rank;
      evidence = 'unit';
      decidedBy = last?.word ?? decidedBy;
    } else if (spoken.quantity !== 'duration' || (modifiers & duration) === 0) {
      unit = undefined;
    }
    if (unit && last && last !== head) after &= ~last.modifiers;
  }

  if (rank === WEAK) {
    const supported = (modifiers & rms) !== 0;
    const plausible = head?.quantities.filter((row) => isPlausible(row, known)) ?? [];
    if (supported) rank = STRONG;
    else if (!reader.hasUnknown && plausible.length === 1) {
      quantity = plausible[0];
      evidence = 'magnitude';
    } else {
      rank = NOTHING;
      quantity = undefined;
    }
  }

  if (latest !== 0) after = (after & ~LAST_WINS) | latest;
  const kind = kindOf(before, after, keyword, quantity !== undefined || keyword !== undefined);
  if (keyword?.symbol === 'SENSOR_THRESHOLD' || (keyword?.symbol === 'SENSOR_ALERT' && kind === 'limit')) {
    quantity = quantityBefore;
  }
  // `temperature_unit` speaks of the unit; `rssi` is meta and a quantity at once.
  if (kind === 'meta' && head && (head.modifiers & meta) === 0) quantity = undefined;
  if (rank === NOTHING && kind === 'reading') return undefined;
  return { strength: rank, kind, evidence, word: decidedBy, quantity, keyword, unit, modifiers };
}

function kindOf(before: number, after: number, keyword: Keyword | undefined, hasHead: boolean): ReadingKind {
  const all = before | after;
  if (keyword?.symbol === 'SENSOR_ALERT' && (all & (extreme | limit | setpoint)) !== 0) return 'limit';
  if (keyword?.symbol === 'SENSOR_ALERT') return 'alert';
  if (keyword?.symbol === 'SENSOR_THRESHOLD') return 'limit';
  if ((after & meta) !== 0) return 'meta';
  if ((after & alert) !== 0) return (all & (extreme | limit | setpoint)) !== 0 ? 'limit' : 'alert';
  if ((all & limit) !== 0) return 'limit';
  if ((after & state) !== 0) return 'state';
  if ((after & duration) !== 0) return 'duration';
  if ((after & count) !== 0) return 'count';
  if ((all & command) !== 0) return 'command';
  if ((all & setpoint) !== 0) return 'setpoint';
  if ((all & extreme) !== 0) return hasHead ? 'extreme' : 'reading';
  if ((before & alert) !== 0 && hasHead) return 'limit';
  return 'reading';
}

/** The quantity of a word of the name that has this unit: `battery_temp_mV` is no temperature. */
function quantityNamed(reader: NameReader, unit: UnitRow): QuantityRow | undefined {
  for (let i = reader.count - 1; i >= 0; i--) {
    const found = reader.word(i)?.quantities.find((row) => row.units.includes(unit.unit));
    if (found) return found;
  }
  return undefined;
}

const quantities = new Map(QUANTITIES.map((row) => [row.quantity, row]));

function unitQuantity(unit: UnitRow): QuantityRow | undefined {
  return quantities.get(unit.quantity);
}
