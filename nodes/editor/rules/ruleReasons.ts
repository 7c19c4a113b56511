import { wordsOf } from '../../../src/classify/rules/wordsOf';
import { checkTopicFilter } from '../../../src/classify/topics/topicFilter';
import { reasonAgainstSymbol } from '../symbols/symbolReasons';
import { text } from '../text';
import type { RuleKind } from './ruleTable';

/** A row of one of the two lists: a topic filter or keyword, and its symbol. */
export interface Rule {
  readonly name: string;
  readonly symbol: string;
}

/** Why a topic filter or keyword is invalid; undefined if it is valid. */
export function reasonAgainstName(node: EditorNode, kind: RuleKind, name: string): string | undefined {
  if (kind === 'keyword') return wordsOf(name).length === 0 ? text(node, 'error.keyword') : undefined;
  if (name === '') return text(node, 'error.topic-missing');
  return throws(() => checkTopicFilter(name)) ? text(node, 'error.topic-filter') : undefined;
}

/** Why the first invalid rule of a list is invalid, with its number; undefined if all are valid. */
export function reasonAgainstRules(
  node: EditorNode,
  kind: RuleKind,
  rules: readonly Rule[],
): string | undefined {
  for (const [index, { name, symbol }] of rules.entries()) {
    const reason = reasonAgainstName(node, kind, name) ?? reasonAgainstSymbol(node, symbol);
    if (!reason) continue;
    const values = { n: index + 1, reason };
    return kind === 'topic'
      ? text(node, 'error.topic-rule', values)
      : text(node, 'error.keyword-rule', values);
  }
  return undefined;
}

function throws(action: () => void): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
