import { fieldText, markField, onEdit } from '../fields';
import { text } from '../text';
import { checkSetting } from './checkSetting';
import type { Header } from './headers';

/** The editable list of headers in a backend's dialog. */
export interface HeaderList {
  /** The headers in the fields; empty rows are left out. */
  headers(): Header[];
  /** Replaces the headers, as if the user had typed them. */
  set(headers: readonly Header[]): void;
}

/** Shows headers as rows of two fields; `onRemove` is called when a row is removed. */
export function headerList(
  node: EditorNode,
  list: JQuery,
  headers: readonly Header[],
  onRemove: () => void,
): HeaderList {
  list.editableList<Header>({
    addButton: text(node, 'list.add-header'),
    height: 'auto',
    removable: true,
    addItem(row, _index, header) {
      const name = inputField(text(node, 'list.header-name'), 'wireband-header-name', header.name);
      const value = inputField(text(node, 'list.header-value'), 'wireband-header-value', header.value);
      name.attr('placeholder', 'X-Tenant');
      value.attr('placeholder', '$' + '{TENANT}');
      $('<div>', { class: 'wireband-rule' }).append(name, value).appendTo(row);
      const mark = () => {
        const header = { name: fieldText(name), value: fieldText(value) };
        const reason = isEmpty(header) || checkSetting(node, 'headers', [header]);
        markField(name, reason === true ? undefined : reason);
      };
      onEdit(name.add(value), mark);
      mark();
    },
    removeItem: onRemove,
  });
  for (const header of headers) list.editableList('addItem', header);
  return {
    headers: () =>
      list
        .editableList('items')
        .toArray()
        .map((item) => ({
          name: fieldText($(item).find('.wireband-header-name')),
          value: fieldText($(item).find('.wireband-header-value')),
        }))
        .filter((header) => !isEmpty(header)),
    set(next) {
      list.editableList('empty');
      for (const header of next) list.editableList('addItem', header);
      list.trigger('change');
    },
  };
}

function isEmpty({ name, value }: Header): boolean {
  return name === '' && value === '';
}

function inputField(label: string, className: string, value = ''): JQuery {
  return $('<input>', { type: 'text', class: className, 'aria-label': label }).val(value);
}
