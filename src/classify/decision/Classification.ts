import type { Family } from '../../symbols';
import type { ReadingKind } from '../names/kindOf';
import type { Evidence } from '../names/NameMeaning';

/** The rule that decided, in the order in which rules are tried. */
export type ClassificationRule = 'override' | 'keyword' | 'topic' | 'payload' | 'fallback';

/**
 * What a message is. `match` is the topic filter, keyword, word or key that decided, `''` for the fallback;
 * `unit` is spelled as SenML does, or UCUM where SenML has none.
 */
export interface Classification {
  readonly symbol: number;
  readonly code: string;
  readonly name: string;
  readonly family: Family;
  readonly quantity?: string;
  readonly unit?: string;
  readonly by: ClassificationRule;
  readonly match: string;
}

/** A classification that was possible, with why. */
export interface Candidate extends Classification {
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
}

/** All that was possible, best first: the first is the classification. */
export interface Explanation {
  readonly classification: Classification;
  /** The convention that the topic follows, by its usual name. */
  readonly convention?: string;
  readonly candidates: readonly Candidate[];
}
