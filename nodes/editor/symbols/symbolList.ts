import { fieldText } from '../fields';
import { text } from '../text';
import { symbolField } from './symbolField';
import { reasonAgainstSymbol } from './symbolReasons';

/** An editable list of symbols in a dialog. */
export interface SymbolList {
  /** The symbols in the fields; empty rows are left out. */
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

/** Why the first invalid symbol in a list of alarms is invalid, with its number; undefined if all are valid. */
export function reasonAgainstSymbols(node: EditorNode, symbols: readonly string[]): string | undefined {
  for (const [index, symbol] of symbols.entries()) {
    const reason = reasonAgainstSymbol(node, symbol);
    if (reason) return text(node, 'error.alarm-symbol', { n: index + 1, reason });
  }
  return undefined;
}

/** The symbols in a flow file, which may have been written by hand: a list, or text with commas. */
export function readSymbols(value: unknown): string[] {
  const symbols: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
  return symbols.map((symbol) => String(symbol ?? '').trim()).filter((symbol) => symbol !== '');
}
