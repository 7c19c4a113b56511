export {
  type Classification,
  type ClassificationRule,
  Classifier,
  type ClassifierOptions,
  type KeywordSymbol,
  RuleError,
  type TopicSymbol,
} from './Classifier';
export { KEYWORDS, type Keyword } from './keywords';
export { checkTopicFilter, TopicFilterError, topicMatches } from './topicFilter';
