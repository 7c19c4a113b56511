import { fieldText, markField, onEdit } from '../fields';
import { proposeSymbols, symbolField } from '../symbols/symbolField';
import { text } from '../text';
import { type Rule, reasonAgainstName } from './ruleReasons';
import type { RuleKind } from './ruleTable';

/** An editable list of rules in a dialog. */
export interface RuleList {
  /** The rules in the fields; empty rows are left out. */
  rules(): Rule[];
  /** Appends rules to the existing ones, or replaces them. */
  take(rules: readonly Rule[], how: 'replace' | 'append'): void;
  /**
   * Focuses the symbol of the rule with this name, and adds the rule if there is none.
   * @param likely symbols to suggest, the likeliest first
   */
  askForSymbol(name: string, likely: readonly string[]): void;
}

/** A row; one added by the list's own button has none of the properties. */
interface ListedRule extends Rule {
  readonly isNew: boolean;
}

/** Shows rules as rows of two fields, name and symbol; `onChange` is called on every edit, removal and move. */
export function ruleList(
  node: EditorNode,
  list: JQuery,
  kind: RuleKind,
  rules: readonly Rule[],
  onChange: () => void,
): RuleList {
  const nameLabel = text(node, kind === 'topic' ? 'list.topic' : 'list.keyword');
  const symbolLabel = text(node, 'list.symbol');
  list.editableList<ListedRule>({
    header: $('<div>', { class: 'wireband-list-header' }).append(
      $('<span>').text(nameLabel),
      $('<span>').text(symbolLabel),
    ),
    addButton: text(node, kind === 'topic' ? 'list.add-topic' : 'list.add-keyword'),
    height: 'auto',
    sortable: true,
    removable: true,
    addItem(row, _index, rule) {
      const name = inputField(nameLabel, 'wireband-rule-name', rule.name);
      const symbol = inputField(symbolLabel, 'wireband-rule-symbol', rule.symbol);
      name.attr('placeholder', text(node, kind === 'topic' ? 'placeholder.topic' : 'placeholder.keyword'));
      symbol.attr('placeholder', 'SENSOR_TEMP');
      $('<div>', { class: 'wireband-rule' })
        .append(name, $('<i>', { class: 'fa fa-long-arrow-right', 'aria-hidden': 'true' }), symbol)
        .appendTo(row);
      const isEmpty = () => fieldText(name) === '' && fieldText(symbol) === '';
      // A field that the user has not reached yet is not marked as invalid.
      const touched = new Set(rule.isNew === false ? [name, symbol] : []);
      const markName = () => {
        const isMarked = touched.has(name) && !isEmpty();
        markField(name, isMarked ? reasonAgainstName(node, kind, fieldText(name)) : undefined);
      };
      const markSymbol = symbolField(
        node,
        symbol,
        () => !isEmpty(),
        () => touched.has(symbol),
      );
      const mark = () => {
        markName();
        markSymbol();
      };
      for (const field of [name, symbol]) {
        field.on('blur', () => {
          touched.add(field);
          mark();
        });
      }
      onEdit(name.add(symbol), () => {
        mark();
        onChange();
      });
      mark();
    },
    removeItem: onChange,
    sortItems: onChange,
  });
  const add = (rule: Rule, isNew = false) => list.editableList('addItem', { ...rule, isNew });
  const rows = () => list.editableList('items').toArray();
  const ruleOf = (row: HTMLElement): Rule => ({
    name: fieldText($(row).find('.wireband-rule-name')),
    symbol: fieldText($(row).find('.wireband-rule-symbol')),
  });
  const currentRules = () =>
    rows()
      .map(ruleOf)
      .filter(({ name, symbol }) => name !== '' || symbol !== '');
  for (const rule of rules) add(rule);
  return {
    rules: currentRules,
    take(taken, how) {
      const known = new Set(how === 'append' ? currentRules().map(identityOf) : []);
      if (how === 'replace') list.editableList('empty');
      for (const rule of taken) if (!known.has(identityOf(rule))) add(rule);
      onChange();
    },
    askForSymbol(name, likely) {
      if (!rows().some((row) => ruleOf(row).name === name.trim())) add({ name, symbol: '' }, true);
      const row = rows().find((each) => ruleOf(each).name === name.trim());
      if (row) {
        const symbol = $(row).find('.wireband-rule-symbol');
        proposeSymbols(symbol, likely);
        symbol.trigger('focus');
      }
      onChange();
    },
  };
}

function identityOf({ name, symbol }: Rule): string {
  return JSON.stringify([name, symbol]);
}

function inputField(label: string, className: string, value = ''): JQuery {
  return $('<input>', { type: 'text', class: className, 'aria-label': label }).val(value);
}
