import { DeltaFilter } from '../../../src/delta';
import type { DeltaOptions } from '../../../src/delta/DeltaOptions';
import { type Decision, decidingRule } from '../../../src/delta/preview/decidingRule';
import type { PreviewSeries } from '../../../src/delta/preview/previewRun';
import type { ReconstructionRule } from '../../../src/delta/reconstruction';
import { SettingError } from '../../../src/settings/SettingError';
import type { DeltaFields } from '../delta/deltaFields';
import type { DeltaRuleList } from '../delta/deltaRuleList';
import { setAndFocus } from '../fields';
import { text } from '../text';

/** What decides the series of the preview, as the dialog stands. */
export interface PreviewSettings {
  readonly options: DeltaOptions;
  /** Place of the rule that decides, from 0; undefined where none does. */
  readonly rule: number | undefined;
  /** How a receiver has to fill the time between the points, by what the mode promises. */
  readonly reconstruction: ReconstructionRule;
  /** The threshold that decides the series; undefined where there is none to choose. */
  readonly threshold: number | undefined;
  /** The settings with another threshold for the series. */
  withThreshold(threshold: number): DeltaOptions;
  /** Writes a threshold into the field that it belongs to. */
  useThreshold(threshold: number): void;
}

/** The settings that decide a series of the preview, as the dialog stands, or why they cannot be used. */
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
  const ofRule = rule === undefined ? undefined : options.rules?.[rule]?.threshold;
  return {
    options,
    rule,
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

/** undefined when a setting cannot be used. */
function decide(options: DeltaOptions, series: PreviewSeries): Decision | undefined {
  try {
    new DeltaFilter(options);
    return decidingRule(options, series);
  } catch (error) {
    if (error instanceof SettingError) return undefined;
    throw error;
  }
}
