export { DeltaFilter } from './DeltaFilter';
export {
  DEFAULT_STATUS_FIELDS,
  DELTA_MODES,
  type DeltaMode,
  type DeltaOptions,
  type DeltaRule,
  RULE_SUBJECTS,
  type RuleSubject,
  type SeriesOptions,
} from './DeltaOptions';
export type { DeltaState } from './DeltaState';
export {
  type ChangedPart,
  type DeltaVerdict,
  type Earlier,
  type MessageContext,
  PASS_REASONS,
  type PassReason,
  type SampleFacts,
  type StaleReport,
} from './DeltaVerdict';
export { mergePartial } from './forwardTree';
export type { HeldWatch } from './HeldSamples';
export { SUGGESTED_RULES } from './suggestedRules';
