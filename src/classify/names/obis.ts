import { QUANTITIES, type Quantity, type QuantityRow } from '../../symbols/vocabulary';
import type { ReadingKind } from './kindOf';
import { STRONG } from './lexicon/strength';
import type { NameMeaning } from './NameMeaning';

/**
 * Meter codes of IEC 62056-61, `A-B:C.D.E*F`: A is the medium, C what is measured, D how it is processed. Also with `_`
 * for the characters that topics and keys cannot have.
 */
const CODE =
  /^(?<medium>\d)-\d{1,3}[:_](?<value>\d{1,3})[._](?<processing>\d{1,3})(?:[._]\d{1,3})?(?:[*&_]\d{1,3})?$/;

const MAX_CODE = 24;
const DASH = 0x2d;

/** Media, by A. For electricity, C says what is measured. */
const [ELECTRICITY, GAS, COLD_WATER, HOT_WATER] = ['1', '7', '8', '9'];

/** The quantity at an instant, and summed up over time. */
type Measured = readonly [instant: Quantity, summed: Quantity | ''];

/** What C means for electricity, over all phases; the same codes repeat for each phase from 21, 41 and 61 on. */
const ELECTRIC: ReadonlyMap<number, Measured> = new Map<number, Measured>([
  [1, ['power', 'energy']],
  [2, ['power', 'energy']],
  [15, ['power', 'energy']],
  [16, ['power', 'energy']],
  [3, ['reactive_power', 'reactive_energy']],
  [4, ['reactive_power', 'reactive_energy']],
  [9, ['apparent_power', '']],
  [10, ['apparent_power', '']],
  [11, ['current', '']],
  [12, ['voltage', '']],
  [13, ['power_factor', '']],
  [14, ['frequency', '']],
]);
const PER_PHASE = 20;
const LAST_PHASE = 80;

/** D of values summed up over time, of instantaneous values and averages, and of extremes. */
const SUMMED: ReadonlySet<number> = new Set([8, 9, 29]);
const INSTANT: ReadonlySet<number> = new Set([4, 5, 7, 24, 25, 27]);
const EXTREME: ReadonlySet<number> = new Set([3, 6]);

const quantities = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));

/** What a name that is the code of a meter value means, `1-0:1.8.0*255`; undefined for other names. */
export function obisMeaning(text: string, start: number, end: number): NameMeaning | undefined {
  return text.charCodeAt(start + 1) === DASH && end - start <= MAX_CODE
    ? meaningOfCode(text.slice(start, end))
    : undefined;
}

function meaningOfCode(word: string): NameMeaning | undefined {
  const { medium = '', value = '', processing = '' } = CODE.exec(word)?.groups ?? {};
  const [name, kind] = measured(medium, Number(value), Number(processing)) ?? [];
  const quantity = quantities.get(name ?? '');
  if (!quantity || !kind) return undefined;
  return { strength: STRONG, kind, evidence: 'word', word, at: 0, isAlone: true, quantity, others: [] };
}

function measured(medium: string, c: number, d: number): readonly [string, ReadingKind] | undefined {
  switch (medium) {
    case ELECTRICITY: {
      const value = c > PER_PHASE && c <= LAST_PHASE ? ((c - 1) % PER_PHASE) + 1 : c;
      const [instant = '', summed = ''] = ELECTRIC.get(value) ?? [];
      if (SUMMED.has(d)) return [summed, 'reading'];
      if (INSTANT.has(d)) return [instant, 'reading'];
      return EXTREME.has(d) ? [instant, 'extreme'] : undefined;
    }
    case GAS:
      return c === 3 ? ['gas', 'reading'] : undefined;
    case COLD_WATER:
    case HOT_WATER:
      return c === 1 ? ['water', 'reading'] : undefined;
    default:
      return undefined;
  }
}
