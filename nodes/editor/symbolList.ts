import { fieldText } from './fieldEvents';
import { symbolField } from './symbolField';
import { text } from './text';

/** An editable list of symbols in a dialog. */
export interface SymbolList {
  /** The symbols as they stand in the fields; rows that are still empty are left out. */
  symbols(): string[];
}

/** Shows symbols as rows of one field each; the list is as high as its rows. */
export function symbolList(node: EditorNode, list: JQuery, symbols: readonly string[]): SymbolList {
  list.editableList<{ symbol: string }>({
    addButton: text(node, 'list.add-symbol'),
    height: 'auto',
    removable: true,
    addItem(row, _index, { symbol = '' }) {
      const field = $('<input>', { type: 'text', class: 'wireband-symbol-field' }).val(symbol);
      field.attr({ 'aria-label': text(node, 'list.add-symbol'), placeholder: 'SENSOR_THRESHOLD' });
      $('<div>', { class: 'wireband-rule' }).append(field).appendTo(row);
      symbolField(node, field, () => false);
    },
  });
  for (const symbol of symbols) list.editableList('addItem', { symbol });
  return {
    symbols: () =>
      list
        .editableList('items')
        .toArray()
        .map((item) => fieldText($(item).find('.wireband-symbol-field')))
        .filter((symbol) => symbol !== ''),
  };
}
