import { DeltaFilter, type StatedLimit } from '../../../src/delta';
import type { DeltaOptions, DeltaRule } from '../../../src/delta/DeltaOptions';
import { type Decision, decidingRule } from '../../../src/delta/preview/decidingRule';
import type { PreviewSeries } from '../../../src/delta/preview/previewRun';
import type { ReconstructionRule } from '../../../src/delta/reconstruction';
import { LINE_SILENCE_SECONDS } from '../../../src/delta/SeriesRules';
import { SettingError } from '../../../src/settings/SettingError';
import type { DeltaFields } from '../delta/deltaFields';
import type { DeltaRuleList } from '../delta/deltaRuleList';
import { readRuleRow } from '../delta/deltaRuleRow';
import { setAndFocus } from '../fields';
import { text } from '../text';

/** What decides the series in the preview, with the dialog's current settings. */
export interface PreviewSettings {
  readonly options: DeltaOptions;
  /** Index of the rule that decides, from 0; undefined if none does. */
  readonly rule: number | undefined;
  /** What mode auto does with the series; undefined if the settings decide it. */
  readonly limit: StatedLimit | undefined;
  /** How a receiver has to fill the time between the points, according to what the mode guarantees. */
  readonly reconstruction: ReconstructionRule;
  /** The threshold for the series; undefined if there is none to choose. */
  readonly threshold: number | undefined;
  /** The settings with another threshold for the series. */
  withThreshold(threshold: number): DeltaOptions;
  /** Writes a threshold into the field that it belongs to. */
  useThreshold(threshold: number): void;
}

/** The settings that decide a series in the preview, as currently in the dialog, or why they are invalid. */
export function previewSettings(
  node: EditorNode,
  series: PreviewSeries,
  { options, needsEnvironment }: DeltaFields,
  rules: DeltaRuleList,
): PreviewSettings | { readonly reason: string } {
  if (needsEnvironment) return { reason: text(node, 'preview.environment') };
  const decision = decide(options, series);
  if (!decision) return { reason: text(node, 'preview.bad-settings') };
  const { rule, plan } = decision;
  const limit = limitOf(series, decision);
  if (limit) return limitSettings(series, options, decision, limit, rules);
  const ofRule = rule === undefined ? undefined : options.rules?.[rule]?.threshold;
  return {
    options,
    rule,
    limit,
    reconstruction: plan.mode === 'swinging-door' || plan.sendPrevious ? 'line' : 'hold',
    threshold: plan.mode === 'change' ? undefined : Number(ofRule ?? options.threshold),
    withThreshold(threshold) {
      if (rule === undefined) return { ...options, threshold };
      const changed = (options.rules ?? []).map((each, index) =>
        index === rule ? { ...each, threshold } : each,
      );
      return { ...options, rules: changed };
    },
    useThreshold(threshold) {
      if (rule !== undefined) rules.setThreshold(rule, String(threshold));
      else setAndFocus($('#node-input-threshold'), String(threshold));
    },
  };
}

/** What mode auto does with a series: what the node has learned about it, if only its readings can tell. */
export function limitOf(series: PreviewSeries, { plan }: Decision): StatedLimit | undefined {
  return plan.mode === 'auto' ? (series.limit ?? plan.stated) : plan.stated;
}

/** Whether a rule can name a series. */
export function canBeRule({ topic, keys }: PreviewSeries): boolean {
  return topic !== '' || keys.length > 0;
}

/** A rule that does what mode auto does with a series. */
export function ruleOfLimit(
  series: PreviewSeries,
  limit: StatedLimit,
  threshold = limit.threshold,
): DeltaRule {
  const isField = series.keys.length > 0;
  return {
    by: isField ? 'field' : 'topic',
    match: isField ? `.${series.keys.join('.')}` : series.topic,
    mode: limit.mode,
    ...(limit.mode === 'change' ? {} : { threshold }),
    ...(limit.floor === undefined ? {} : { floor: limit.floor }),
    ...(limit.mode === 'swinging-door' ? { maxSilence: LINE_SILENCE_SECONDS } : {}),
    ...(limit.unit === undefined || limit.mode === 'change' ? {} : { unit: limit.unit }),
  };
}

/** The settings for a series that mode auto decides: another threshold requires a separate rule. */
function limitSettings(
  series: PreviewSeries,
  options: DeltaOptions,
  { rule, plan }: Decision,
  limit: StatedLimit,
  rules: DeltaRuleList,
): PreviewSettings {
  const isKnown = limit.mode !== 'auto' && canBeRule(series);
  const withRule = (threshold?: number): DeltaOptions => ({
    ...options,
    rules: [ruleOfLimit(series, limit, threshold), ...(options.rules ?? [])],
  });
  return {
    options: plan.mode === 'auto' && isKnown ? withRule() : options,
    rule,
    limit,
    reconstruction: limit.mode === 'swinging-door' || plan.sendPrevious ? 'line' : 'hold',
    threshold: isKnown && limit.threshold > 0 ? limit.threshold : undefined,
    withThreshold: withRule,
    useThreshold(threshold) {
      rules.add([readRuleRow(ruleOfLimit(series, limit, threshold))]);
    },
  };
}

/** undefined if a setting is invalid. */
function decide(options: DeltaOptions, series: PreviewSeries): Decision | undefined {
  try {
    new DeltaFilter(options);
    return decidingRule(options, series);
  } catch (error) {
    if (error instanceof SettingError) return undefined;
    throw error;
  }
}
