import { fieldText, markField, onEdit } from '../fields';
import { text } from '../text';
import { checkSetting } from './checkSetting';

/** A further header of every request. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** The editable list of headers in a backend's dialog. */
export interface HeaderList {
  /** The headers as they are in the fields; rows that are still empty are left out. */
  headers(): Header[];
}

/** Shows headers as rows of two fields; `onRemove` follows a removed row. */
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
  };
}

/** The headers of a flow file, which may have been written by hand: a list, or an object. */
export function readHeaders(given: unknown): Header[] {
  if (!Array.isArray(given)) {
    return Object.entries(Object(given)).map(([name, value]) => ({ name, value: String(value ?? '') }));
  }
  return given.map((row: unknown) => {
    const { name, value } = Object(row);
    return { name: String(name ?? ''), value: String(value ?? '') };
  });
}

function isEmpty({ name, value }: Header): boolean {
  return name === '' && value === '';
}

function inputField(label: string, className: string, value = ''): JQuery {
  return $('<input>', { type: 'text', class: className, 'aria-label': label }).val(value);
}
