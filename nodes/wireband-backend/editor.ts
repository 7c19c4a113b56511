import { BACKEND } from '../../src/settings/backend';
import { isOwnAddress } from '../../src/uplink/settings/ingestUrl';
import { checkButton } from '../editor/backend/checkButton';
import { CHECKED_SETTINGS } from '../editor/backend/checkedSettings';
import { checkSetting, openForChecks } from '../editor/backend/checkSetting';
import { formatChoice } from '../editor/backend/formatChoice';
import { type HeaderList, headerList } from '../editor/backend/headerList';
import { readHeaders } from '../editor/backend/headers';
import { pathRule } from '../editor/backend/pathRule';
import { samplePreview } from '../editor/backend/samplePreview';
import { systemChoice } from '../editor/backend/systemChoice';
import { fieldOf, onEdit, typedField } from '../editor/fields';
import { openChangedSections } from '../editor/openChangedSections';
import { prepareForm } from '../editor/prepareForm';
import { settingCheck } from '../editor/settingCheck';
import { checkCatalog } from '../editor/symbols/checkCatalog';
import { text } from '../editor/text';

interface BackendNode extends EditorNode {
  headers: unknown;
}

/** The list in the open dialog: the editor opens only one dialog of a type at a time. */
let headers: HeaderList | undefined;

/** Validates the backend's address. Returns true or a reason to show. */
function checkUrl(node: EditorNode, value: unknown): true | string {
  let url: URL;
  try {
    url = new URL(String(value ?? '').trim());
  } catch {
    return text(node, 'error.url');
  }
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp && !isOwnAddress(url.href)) return text(node, 'error.url');
  return url.username === '' && url.password === '' ? true : text(node, 'error.url-secret');
}

/** Validates the path below the address; it may be empty if the address is complete. */
function checkPath(node: EditorNode, value: unknown): true | string {
  const path = String(value ?? '').trim();
  return path === '' || /^\/\S*$/.test(path) ? true : text(node, 'error.path');
}

export const check = settingCheck(BACKEND, {
  url: checkUrl,
  path: checkPath,
  catalog: checkCatalog,
  ...Object.fromEntries(
    CHECKED_SETTINGS.map((setting) => [
      setting,
      (node: EditorNode, value: unknown) => checkSetting(node, setting, value),
    ]),
  ),
});

/** The node's name, or else the backend's address. */
export function label(node: EditorNode & { readonly name?: string; readonly url?: string }): string {
  return node.name || node.url || text(node, 'paletteLabel');
}

export function prepare(node: BackendNode): void {
  prepareForm(node, BACKEND);
  openForChecks(node);
  typedField(fieldOf(node, 'fields'), 'json', text(node, 'label.fields'));
  typedField(fieldOf(node, 'catalog'), 'json', text(node, 'label.catalog'));

  let onFormat: (format: string) => void = () => undefined;
  const formats = formatChoice(node, (format) => onFormat(format));
  // A removed row leaves the list only after its callback.
  let onRemove: () => void = () => undefined;
  const list = headerList(node, $('#node-config-input-headers-list'), readHeaders(node.headers), () =>
    setTimeout(() => onRemove()),
  );
  headers = list;
  const system = systemChoice(node, formats, list);
  onFormat = system.onFormat;
  openChangedSections(node, system.usual);
  pathRule(node);

  const showSample = samplePreview(node, () => list.headers());
  const forgetCheck = checkButton(node, list);
  const update = () => {
    showSample();
    forgetCheck();
  };
  onRemove = update;
  onEdit(fieldOf(node, 'url').closest('form'), update);
}

export function save(node: BackendNode): void {
  const given = headers?.headers() ?? [];
  // A node of an earlier release has no headers; keep it unchanged.
  if (given.length > 0 || node.headers !== undefined) node.headers = given;
  cancel();
}

export function cancel(): void {
  headers = undefined;
  openForChecks(undefined);
}
