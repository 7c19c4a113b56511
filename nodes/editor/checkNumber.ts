import { numberSetting } from '../../src/settings/settings';
import { isEnvReference } from './envReference';
import { SETTING_RULES } from './settingRules';
import { text } from './text';

/** Validates a numeric setting as the runtime will; empty means the default. Returns true or a reason to show. */
export function checkNumber(node: EditorNode, property: string, value: unknown): true | string {
  const rule = SETTING_RULES[node.type]?.[property];
  if (!rule || isEnvReference(value)) return true;
  try {
    numberSetting(property, value, rule);
    return true;
  } catch {
    const values = { label: text(node, `label.${property}`), min: rule.min, max: rule.max };
    if (rule.integer) return text(node, rule.max === undefined ? 'error.whole' : 'error.whole-range', values);
    return text(node, rule.max === undefined ? 'error.number' : 'error.number-range', values);
  }
}
