export {
  isOneLimit,
  LIMIT_REASONS,
  type LimitReason,
  type StatedLimit,
  type StatedLimits,
} from './auto/StatedLimit';
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
export type { HeldWatch } from './HeldRefs';
export { SUGGESTED_RULES } from './suggestedRules';
export type {
  FieldWindows,
  PlainFacts,
  WindowPayload,
  WindowReport,
  WindowValues,
} from './windows/WindowReport';
