import { fieldText } from '../editor/fieldEvents';
import { prepareForm } from '../editor/prepareForm';
import { text } from '../editor/text';
import { typedField } from '../editor/typedField';

export { checkCatalog } from '../editor/checkCatalog';
export { checkNumber } from '../editor/checkNumber';

/** Validates the backend's address. Returns true or a reason to show. */
export function checkUrl(node: EditorNode, value: unknown): true | string {
  let url: URL;
  try {
    url = new URL(String(value ?? '').trim());
  } catch {
    return text(node, 'error.url');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return text(node, 'error.url');
  return url.username === '' && url.password === '' ? true : text(node, 'error.url-secret');
}

/** Validates the path below the address; it may be empty when the address is complete. */
export function checkPath(node: EditorNode, value: unknown): true | string {
  const path = String(value ?? '').trim();
  return path === '' || /^\/\S*$/.test(path) ? true : text(node, 'error.path');
}

/** The node's name, or else the backend's address. */
export function label(node: EditorNode & { readonly name?: string; readonly url?: string }): string {
  return node.name || node.url || text(node, 'paletteLabel');
}

export function prepare(node: EditorNode): void {
  prepareForm(node, 'node-config-input');
  for (const [property, first] of [
    ['envelope', 'object'],
    ['compression', 'auto'],
  ]) {
    const field = $(`#node-config-input-${property}`);
    if (fieldText(field) === '' && first) field.val(first);
  }
  typedField($('#node-config-input-catalog'), 'json', text(node, 'label.catalog'));
}
