import type { DeltaOptions } from '../DeltaOptions';
import { fieldPath, SeriesRules } from '../SeriesRules';
import type { SeriesPlan } from '../seriesPlan';
import type { PreviewSeries } from './previewRun';

/** What decides a series. */
export interface Decision {
  /** Place of the rule among the rules; undefined where the settings of the node itself decide. */
  readonly rule: number | undefined;
  readonly plan: SeriesPlan;
}

/** Finds which rule decides a series. @throws {SettingError} when an option cannot be used. */
export function decidingRule(options: DeltaOptions, series: PreviewSeries): Decision {
  const all = new SeriesRules(options);
  const plan = planOf(all, series);
  if (plan === all.base) return { rule: undefined, plan };
  // A rule whose numbers were converted to the unit of the series has a plan of its own: then each is tried alone.
  const rules = options.rules ?? [];
  const rule = rules.findIndex((each) => {
    const alone = new SeriesRules({ ...options, rules: [each] });
    return planOf(alone, series) !== alone.base;
  });
  return { rule: rule < 0 ? undefined : rule, plan };
}

function planOf(rules: SeriesRules, { topic, field, keys, facts, readings }: PreviewSeries): SeriesPlan {
  const value = readings.values.at(-1) ?? 0;
  if (keys.length > 0) return rules.ofLeaf(topic, keys, value, facts);
  return rules.planAt(rules.ofMessage(topic, fieldPath(field), value, facts));
}
