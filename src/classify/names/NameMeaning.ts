import type { QuantityRow, UnitRow } from '../../symbols/vocabulary';
import type { ReadingKind } from './kindOf';
import type { Keyword } from './lexicon/keywords';

/** What a candidate is based on. */
export type Evidence =
  | 'override'
  | 'keyword'
  | 'word'
  | 'abbreviation'
  | 'unit'
  | 'magnitude'
  | 'convention'
  | 'fallback';

/** What a name means; `strength` NOTHING with a kind other than `reading` stands for a name like `status`. */
export interface NameMeaning {
  readonly strength: number;
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
  /** The word that decided, as in the tables. */
  readonly word: string;
  /** Its index among the words that the reader found in the name. */
  readonly at: number;
  /** Whether the name is this word and nothing else, apart from numbers. */
  readonly isAlone: boolean;
  readonly quantity?: QuantityRow | undefined;
  /** Other quantities that the word may mean, distinguished by a unit: `voc` in ppb or in µg/m³. */
  readonly others: readonly QuantityRow[];
  readonly keyword?: Keyword | undefined;
  readonly unit?: UnitRow | undefined;
  /** Bits of `total` and `figure`, which help to decide the kind of the value. */
  readonly tells?: number;
}
