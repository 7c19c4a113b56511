import { fieldText, onEdit } from './fieldEvents';
import { markField } from './markField';
import { type Rule, type RuleKind, reasonAgainstName } from './ruleReasons';
import { symbolField } from './symbolField';
import { text } from './text';

/** An editable list of rules in a dialog. */
export interface RuleList {
  /** The rules as they stand in the fields; rows that are still empty are left out. */
  rules(): Rule[];
  setHeight(pixels: number): void;
}

/** Shows rules as rows of two fields, name and symbol; `onChange` follows every edit, removal and move. */
export function ruleList(
  node: EditorNode,
  list: JQuery,
  kind: RuleKind,
  rules: readonly Rule[],
  onChange: () => void,
): RuleList {
  const nameLabel = text(node, kind === 'topic' ? 'list.topic' : 'list.keyword');
  const symbolLabel = text(node, 'list.symbol');
  list.editableList<Rule>({
    header: $('<div>', { class: 'wireband-list-header' }).append(
      $('<span>').text(nameLabel),
      $('<span>').text(symbolLabel),
    ),
    addButton: text(node, kind === 'topic' ? 'list.add-topic' : 'list.add-keyword'),
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
      const markName = () => {
        markField(name, isEmpty() ? undefined : reasonAgainstName(node, kind, fieldText(name)));
      };
      const markSymbol = symbolField(node, symbol, () => !isEmpty());
      onEdit(name.add(symbol), () => {
        markName();
        markSymbol();
        onChange();
      });
      markName();
    },
    removeItem: onChange,
    sortItems: onChange,
  });
  for (const rule of rules) list.editableList('addItem', rule);
  return {
    rules: () =>
      list
        .editableList('items')
        .toArray()
        .map((item) => ({
          name: fieldText($(item).find('.wireband-rule-name')),
          symbol: fieldText($(item).find('.wireband-rule-symbol')),
        }))
        .filter(({ name, symbol }) => name !== '' || symbol !== ''),
    setHeight: (pixels) => list.editableList('height', pixels),
  };
}

function inputField(label: string, className: string, value = ''): JQuery {
  return $('<input>', { type: 'text', class: className, 'aria-label': label }).val(value);
}
