import { BACKEND } from '../../src/settings/backend';
import { isOwnAddress } from '../../src/uplink/settings/ingestUrl';
import { CHECKED_SETTINGS } from '../editor/backend/checkedSettings';
import { checkSetting, openForChecks } from '../editor/backend/checkSetting';
import { engineChoice } from '../editor/backend/engineChoice';
import { formatChoice } from '../editor/backend/formatChoice';
import { type HeaderList, headerList, readHeaders } from '../editor/backend/headerList';
import { pathRule } from '../editor/backend/pathRule';
import { samplePreview } from '../editor/backend/samplePreview';
import { fieldOf, onEdit, typedField } from '../editor/fields';
import { openChangedSections } from '../editor/openChangedSections';
import { prepareForm } from '../editor/prepareForm';
import { settingCheck } from '../editor/settingCheck';
import { checkCatalog } from '../editor/symbols/checkCatalog';
import { text } from '../editor/text';

interface BackendNode extends EditorNode {
  headers: unknown;
}

/** The list of the dialog that is open: the editor opens one dialog of a type at a time. */
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

/** Validates the path below the address; it may be empty when the address is complete. */
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
  openChangedSections(node);

  let onFormat: (format: string) => void = () => undefined;
  const formats = formatChoice(node, (format) => onFormat(format));
  onFormat = engineChoice(node, formats);
  pathRule(node);

  // A removed row leaves the list only after its callback.
  let showSample: () => void = () => undefined;
  headers = headerList(node, $('#node-config-input-headers-list'), readHeaders(node.headers), () =>
    setTimeout(() => showSample()),
  );
  const list = headers;
  const update = samplePreview(node, () => list.headers());
  showSample = update;
  onEdit(fieldOf(node, 'url').closest('form'), update);
}

export function save(node: BackendNode): void {
  const given = headers?.headers() ?? [];
  // Of an earlier release, which had none: nothing was changed.
  if (given.length > 0 || node.headers !== undefined) node.headers = given;
  cancel();
}

export function cancel(): void {
  headers = undefined;
  openForChecks(undefined);
}
