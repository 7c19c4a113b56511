import { DELTA_MODES, RULE_SUBJECTS } from '../../../src/delta/DeltaOptions';
import { SeriesRules } from '../../../src/delta/SeriesRules';
import { DELTA } from '../../../src/settings/delta';
import { SettingError } from '../../../src/settings/SettingError';
import { isEnvReference } from '../envReference';
import { text } from '../text';
import { type DeltaRuleRow, RULE_NUMBERS, type RuleNumber, readRuleRow } from './deltaRuleRow';

/** Why a number of a rule is invalid; undefined if it is valid. */
export function reasonAgainstNumber(
  node: EditorNode,
  property: RuleNumber,
  value: string,
): string | undefined {
  if (value === '' || isEnvReference(value)) return undefined;
  const setting = DELTA[property];
  try {
    setting.read(property, value);
    return undefined;
  } catch {
    return text(node, 'error.number', { label: text(node, `label.${property}`), min: setting.min });
  }
}

/** Why the match of a rule is invalid; undefined if it is valid. */
export function reasonAgainstMatch(node: EditorNode, { by, match }: DeltaRuleRow): string | undefined {
  if (match === '') return text(node, 'error.match-missing');
  try {
    new SeriesRules({ rules: [{ by, match }] });
    return undefined;
  } catch (error) {
    if (error instanceof SettingError) return text(node, 'error.match', { match });
    throw error;
  }
}

/** Why a rule in a flow file is invalid; undefined if it is valid. */
function reasonAgainstRule(node: EditorNode, rule: unknown): string | undefined {
  const row = readRuleRow(Object(rule));
  const reason = reasonAgainstMatch(node, row) ?? reasonAgainstWord(node, 'by', rule, RULE_SUBJECTS);
  if (reason) return reason;
  const ofMode = reasonAgainstWord(node, 'mode', rule, DELTA_MODES);
  if (ofMode) return ofMode;
  for (const property of RULE_NUMBERS) {
    const reason = reasonAgainstNumber(node, property, row[property]);
    if (reason) return reason;
  }
  return undefined;
}

/** The dialog would lose a word that it does not know. */
function reasonAgainstWord(
  node: EditorNode,
  property: 'by' | 'mode',
  rule: unknown,
  choices: readonly string[],
): string | undefined {
  const value = String(Object(rule)[property] ?? '');
  if (value === '' || choices.includes(value)) return undefined;
  return text(node, 'error.choice', { label: text(node, `label.${property}`), value });
}

/** Why the first invalid rule in a flow file's list is invalid, with its number; undefined if all are valid. */
export function reasonAgainstRules(node: EditorNode, rules: readonly unknown[]): string | undefined {
  for (const [index, rule] of rules.entries()) {
    const reason = reasonAgainstRule(node, rule);
    if (reason) return text(node, 'error.rule', { n: index + 1, reason });
  }
  return undefined;
}
