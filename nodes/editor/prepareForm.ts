import { addFormStyle } from './formStyle';
import { SETTING_RULES } from './settingRules';

/** What every dialog needs: the pack's form style, and defaults shown in empty numeric fields. */
export function prepareForm(node: EditorNode, fieldPrefix: 'node-input' | 'node-config-input'): void {
  addFormStyle();
  for (const [property, rule] of Object.entries(SETTING_RULES[node.type] ?? {})) {
    $(`#${fieldPrefix}-${property}`).attr('placeholder', String(rule.default));
  }
}
