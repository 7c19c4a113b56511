export {
  type Candidate,
  type Classification,
  type ClassificationRule,
  Classifier,
  type ClassifierOptions,
  type Explanation,
  type KeywordSymbol,
  RuleError,
  type TopicSymbol,
} from './Classifier';
export { CONVENTIONS, type ConventionRow } from './conventions';
export { KEYWORDS, type Keyword } from './keywords';
export type { Evidence, ReadingKind } from './nameMeaning';
export type { Leaf } from './readings/Leaf';
export { type Reading, readingsOf } from './readings/readingsOf';
export { checkTopicFilter, TopicFilterError, topicMatches } from './topicFilter';
export { Unclassified, type UnclassifiedTopic } from './Unclassified';
