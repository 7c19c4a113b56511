import type { DeltaOptions } from '../DeltaOptions';
import { fieldPath, SeriesRules } from '../SeriesRules';
import type { SeriesPlan } from '../seriesPlan';
import type { PreviewSeries } from './previewRun';

/** What decides a series. */
export interface Decision {
  /** Index of the rule; undefined if the node's own settings decide. */
  readonly rule: number | undefined;
  readonly plan: SeriesPlan;
}

/** Finds which rule decides a series. @throws {SettingError} if an option is invalid. */
export function decidingRule(options: DeltaOptions, series: PreviewSeries): Decision {
  const all = new SeriesRules(options);
  const number = numberOf(all, series);
  const plan = all.planAt(number);
  if (all.isOfBase(number)) return { rule: undefined, plan };
  // A rule whose numbers were converted to the unit of the series has a separate plan, so each rule is tried alone.
  const rules = options.rules ?? [];
  const rule = rules.findIndex((each) => {
    const alone = new SeriesRules({ ...options, rules: [each] });
    return !alone.isOfBase(numberOf(alone, series));
  });
  return { rule: rule < 0 ? undefined : rule, plan };
}

function numberOf(rules: SeriesRules, { topic, field, keys, facts, readings }: PreviewSeries): number {
  const value = readings.values.at(-1) ?? 0;
  if (keys.length > 0) return rules.ofLeaf(topic, keys, value, facts);
  return rules.ofMessage(topic, fieldPath(field), value, facts);
}
