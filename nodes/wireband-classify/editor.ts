import { Classifier, likelySymbols } from '../../src/classify';
import { CLASSIFY } from '../../src/settings/classify';
import { choiceField } from '../editor/choiceField';
import { fieldText, onEdit, typedField } from '../editor/fields';
import { openChangedSections } from '../editor/openChangedSections';
import { prepareForm } from '../editor/prepareForm';
import { type RuleList, ruleList } from '../editor/rules/ruleList';
import { type Rule, reasonAgainstRules } from '../editor/rules/ruleReasons';
import { RULE_KINDS, type RuleKind, type TableRule } from '../editor/rules/ruleTable';
import { type RuleStore, ruleTableForm } from '../editor/rules/ruleTableForm';
import { unclassifiedList } from '../editor/rules/unclassifiedList';
import { settingCheck } from '../editor/settingCheck';
import { symbolField } from '../editor/symbols/symbolField';
import { reasonAgainstSymbol } from '../editor/symbols/symbolReasons';
import { text } from '../editor/text';
import { showTrial } from '../editor/trial/tryClassifier';

export { addSearchWords } from '../editor/paletteSearch';

interface ClassifyNode extends EditorNode {
  topicSymbols: unknown;
  keywordSymbols: unknown;
}

interface Dialog {
  readonly topics: RuleList;
  readonly keywords: RuleList;
}

/** The lists in the open dialog: the editor opens only one dialog of a type at a time. */
let dialog: Dialog | undefined;

/** Validates a list of rules; missing means none. Returns true or a reason to show. */
function checkRules(node: EditorNode, kind: RuleKind, value: unknown): true | string {
  if (value === undefined) return true;
  if (!Array.isArray(value)) return text(node, 'error.list');
  return reasonAgainstRules(node, kind, readRules(kind, value)) ?? true;
}

/** Validates the symbol of messages that no rule recognizes; empty means the default. */
function checkFallback(node: EditorNode, value: unknown): true | string {
  const symbol = String(value ?? '').trim();
  return symbol === '' || (reasonAgainstSymbol(node, symbol) ?? true);
}

/** Validates a setting that names a message property; empty means the default. */
function checkProperty(
  node: EditorNode,
  setting: 'topicProperty' | 'payloadProperty',
  value: unknown,
): true | string {
  const property = String(value ?? '').trim();
  if (property === '' || RED.utils.validatePropertyExpression(property) === true) return true;
  return text(node, 'error.property', { label: text(node, `label.${setting}`) });
}

export const check = settingCheck(CLASSIFY, {
  topicSymbols: (node, value) => checkRules(node, 'topic', value),
  keywordSymbols: (node, value) => checkRules(node, 'keyword', value),
  fallback: checkFallback,
  topicProperty: (node, value) => checkProperty(node, 'topicProperty', value),
  payloadProperty: (node, value) => checkProperty(node, 'payloadProperty', value),
});

export function prepare(node: ClassifyNode): void {
  prepareForm(node, CLASSIFY);
  openChangedSections(node);
  typedField($('#node-input-topicProperty'), 'msg', text(node, 'label.topicProperty'));
  typedField($('#node-input-payloadProperty'), 'msg', text(node, 'label.payloadProperty'));
  const fallback = $('#node-input-fallback');
  symbolField(node, fallback, () => false);

  const trialFields = $('#wireband-try-topic, #wireband-try-payload');
  const showResult = () => {
    const settings = {
      ...readLists(),
      fallback: fieldText(fallback),
      mode: fieldText($('#node-input-mode')),
      keepMeta: $('#node-input-keepMeta').prop('checked') === true,
    };
    const message = {
      topic: String($('#wireband-try-topic').val() ?? ''),
      payload: String($('#wireband-try-payload').val() ?? ''),
    };
    showTrial(
      node,
      { result: $('#wireband-try-result'), details: $('#wireband-try-details') },
      settings,
      message,
    );
  };
  /** A removed row leaves the list only after its callback. */
  const showResultLater = () => {
    setTimeout(showResult);
  };
  dialog = {
    topics: ruleList(
      node,
      $('#node-input-topicSymbols-list'),
      'topic',
      readRules('topic', node.topicSymbols),
      showResultLater,
    ),
    keywords: ruleList(
      node,
      $('#node-input-keywordSymbols-list'),
      'keyword',
      readRules('keyword', node.keywordSymbols),
      showResultLater,
    ),
  };
  ruleTableForm(node, ruleStore(dialog));
  unclassifiedList(node, (filter, { topic, sample }) => {
    dialog?.topics.askForSymbol(filter, likelySymbols(new Classifier(), topic, sample));
    $('#wireband-try-topic').val(topic);
    $('#wireband-try-payload').val(sample);
    showResult();
  });
  onEdit(trialFields.add(fallback).add('#node-input-keepMeta'), showResult);
  choiceField(node, 'mode', (mode) => {
    $('#wireband-keepMeta-row').toggle(mode === 'readings');
    showResult();
  });
}

export function save(node: ClassifyNode): void {
  const { topicSymbols, keywordSymbols } = readLists();
  node.topicSymbols = topicSymbols.map(({ name, symbol }) => ({ topic: name, symbol }));
  node.keywordSymbols = keywordSymbols.map(({ name, symbol }) => ({ keyword: name, symbol }));
  dialog = undefined;
}

export function cancel(): void {
  dialog = undefined;
}

/** The two lists as one table: topics first. */
function ruleStore({ topics, keywords }: Dialog): RuleStore {
  const lists: Readonly<Record<RuleKind, RuleList>> = { topic: topics, keyword: keywords };
  return {
    rules: () =>
      RULE_KINDS.flatMap((kind) =>
        lists[kind].rules().map(({ name, symbol }): TableRule => ({ kind, match: name, symbol })),
      ),
    take(rules, how) {
      for (const kind of RULE_KINDS) {
        const ofKind = rules.filter((rule) => rule.kind === kind);
        lists[kind].take(
          ofKind.map(({ match, symbol }) => ({ name: match, symbol })),
          how,
        );
      }
    },
  };
}

function readLists(): { topicSymbols: Rule[]; keywordSymbols: Rule[] } {
  return { topicSymbols: dialog?.topics.rules() ?? [], keywordSymbols: dialog?.keywords.rules() ?? [] };
}

/** The rules in a flow file, which may have been written by hand: symbols may be numbers, rows anything. */
function readRules(kind: RuleKind, value: unknown): Rule[] {
  if (!Array.isArray(value)) return [];
  return value.map((row) => {
    const { [kind]: name, symbol } = Object(row);
    return { name: String(name ?? ''), symbol: String(symbol ?? '') };
  });
}
