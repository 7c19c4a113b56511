import { DELTA_RULES } from '../../src/settings/rules';
import { numberSetting } from '../../src/settings/settings';
import { type DeltaRuleRow, RULE_NUMBERS, type RuleNumber } from './deltaRuleRow';
import { isEnvReference } from './envReference';
import { text } from './text';

/** Why a number of a rule cannot be used; undefined when it can. */
export function reasonAgainstNumber(
  node: EditorNode,
  property: RuleNumber,
  value: string,
): string | undefined {
  if (value === '' || isEnvReference(value)) return undefined;
  const rule = DELTA_RULES[property];
  try {
    numberSetting(property, value, rule);
    return undefined;
  } catch {
    return text(node, 'error.number', { label: text(node, `label.${property}`), min: rule.min });
  }
}

/** Why a rule cannot be used; undefined when it can. */
export function reasonAgainstRule(node: EditorNode, row: DeltaRuleRow): string | undefined {
  if (row.match === '') return text(node, 'error.match-missing');
  for (const property of RULE_NUMBERS) {
    const reason = reasonAgainstNumber(node, property, row[property]);
    if (reason) return reason;
  }
  return undefined;
}

/** Why the first bad rule of a list cannot be used, with its number; undefined when all can. */
export function reasonAgainstRules(node: EditorNode, rows: readonly DeltaRuleRow[]): string | undefined {
  for (const [index, row] of rows.entries()) {
    const reason = reasonAgainstRule(node, row);
    if (reason) return text(node, 'error.rule', { n: index + 1, reason });
  }
  return undefined;
}
