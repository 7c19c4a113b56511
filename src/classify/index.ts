export type {
  Candidate,
  Classification,
  ClassificationKind,
  ClassificationRule,
  Explanation,
} from './decision/Classification';
export { Classifier, type ClassifierOptions } from './decision/Classifier';
export { likelySymbols } from './decision/likelySymbols';
export type { Quality } from './fields/qualityField';
export type { Leaf } from './leaves/Leaf';
export type { ReadingKind } from './names/kindOf';
export { KEYWORDS, type Keyword } from './names/lexicon/keywords';
export type { Evidence } from './names/NameMeaning';
export type { Reading } from './readings/LeafReader';
export { readingsOf } from './readings/readingsOf';
export { ruleFilter } from './rules/ruleFilter';
export { type KeywordSymbol, RuleError, type TopicSymbol } from './rules/SymbolRules';
export { Unclassified, type UnclassifiedTopic } from './rules/Unclassified';
export { CONVENTIONS, type ConventionRow } from './topics/conventions';
export { checkSubscription, checkTopicFilter, TopicFilterError, topicMatches } from './topics/topicFilter';
