import type { QuantityRow, UnitRow } from '../../symbols/vocabulary';
import type { ReadingKind } from './kindOf';
import type { Keyword } from './lexicon/keywords';

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

/** What a name says; `strength` NOTHING with a kind other than `reading` is a name like `status`. */
export interface NameMeaning {
  readonly strength: number;
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
  /** The word that decided, as the tables have it. */
  readonly word: string;
  /** Its place among the words of the name, as the reader has them. */
  readonly at: number;
  /** Whether the name is this word and nothing else, numbers aside. */
  readonly isAlone: boolean;
  readonly quantity?: QuantityRow | undefined;
  /** Other quantities that the word may mean, distinguished by a unit: `voc` in ppb or in µg/m³. */
  readonly others: readonly QuantityRow[];
  readonly keyword?: Keyword | undefined;
  readonly unit?: UnitRow | undefined;
  /** Bits of `total` and `figure`, of which the kind of the value is told. */
  readonly tells?: number;
}
