import type { Family } from '../../symbols';
import type { Quality } from '../fields/qualityField';
import type { ReadingKind } from '../names/kindOf';
import type { Evidence } from '../names/NameMeaning';

/** The rule that decided, in the order in which rules are tried. */
export type ClassificationRule = 'override' | 'keyword' | 'topic' | 'payload' | 'fallback';

/** What kind of value it is: a counter only grows or restarts, a limit and a set point are not measured. */
export type ClassificationKind =
  | 'measurement'
  | 'counter'
  | 'state'
  | 'setpoint'
  | 'limit'
  | 'alarm'
  | 'text'
  | 'meta';

/**
 * What a message is. `match` is the topic filter, keyword, word or key that decided, `''` for the fallback; `unit` is
 * spelled as in SenML, or as in UCUM if SenML does not have it.
 */
export interface Classification {
  readonly symbol: number;
  readonly code: string;
  readonly name: string;
  readonly family: Family;
  readonly quantity?: string;
  readonly unit?: string;
  readonly kind: ClassificationKind;
  /** The status or quality code next to the value, if there is one. */
  readonly quality?: Quality;
  readonly by: ClassificationRule;
  readonly match: string;
}

/** A possible classification, and why it is one. */
export interface Candidate extends Classification {
  /** What its name refers to. */
  readonly says: ReadingKind;
  readonly evidence: Evidence;
}

/** All possible classifications, best first: the first is the one chosen. */
export interface Explanation {
  readonly classification: Classification;
  /** The convention that the topic follows, by its usual name. */
  readonly convention?: string;
  readonly candidates: readonly Candidate[];
}
