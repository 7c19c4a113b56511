import { UPLINK } from '../../src/settings/uplink';
import { checkBackend } from '../editor/backend/checkBackend';
import { choiceField } from '../editor/choiceField';
import { isEnvReference } from '../editor/envReference';
import { liveHint } from '../editor/liveHint';
import { openChangedSections } from '../editor/openChangedSections';
import { prepareForm } from '../editor/prepareForm';
import { settingCheck } from '../editor/settingCheck';
import { readSymbols, reasonAgainstSymbols, type SymbolList, symbolList } from '../editor/symbols/symbolList';
import { text } from '../editor/text';
import { prepareBuffer } from '../editor/uplink/bufferNote';

export { addSearchWords } from '../editor/paletteSearch';

interface UplinkNode extends EditorNode {
  alarmSymbols: unknown;
}

/** The list in the open dialog: the editor opens only one dialog of a type at a time. */
let alarmSymbols: SymbolList | undefined;

/** Validates the symbols that are alarms; missing means none. Returns true or a reason to show. */
function checkAlarmSymbols(node: EditorNode, value: unknown): true | string {
  if (isEnvReference(value)) return true;
  if (value !== undefined && typeof value !== 'string' && !Array.isArray(value)) {
    return text(node, 'error.list');
  }
  return reasonAgainstSymbols(node, readSymbols(value)) ?? true;
}

export const check = settingCheck(UPLINK, { backend: checkBackend, alarmSymbols: checkAlarmSymbols });

export function prepare(node: UplinkNode): void {
  prepareForm(node, UPLINK);
  openChangedSections(node);
  prepareChoices(node);
  alarmSymbols = symbolList(node, $('#node-input-alarmSymbols-list'), readSymbols(node.alarmSymbols));

  prepareBuffer(node);
  liveHint($('#node-input-maxAge'), $('#wireband-maxAge-hint'), (seconds) =>
    Number(seconds) === 0 ? text(node, 'hint.maxAge-off') : '',
  );
  liveHint($('#node-input-parallel'), $('#wireband-parallel-hint'), (requests) =>
    text(node, Number(requests) > 1 ? 'hint.parallel-many' : 'hint.parallel-one'),
  );
}

export function save(node: UplinkNode): void {
  const given = alarmSymbols?.symbols() ?? [];
  // A node of an earlier release has no list; keep it unchanged.
  if (given.length > 0 || node.alarmSymbols !== undefined) node.alarmSymbols = given;
  alarmSymbols = undefined;
}

export function cancel(): void {
  alarmSymbols = undefined;
}

/** Shows the explanation of each choice, and hides what does not apply to it. */
function prepareChoices(node: EditorNode): void {
  choiceField(node, 'storage', (storage) => {
    const inMemory = storage === 'memory';
    $('#wireband-storage-note').text(text(node, inMemory ? 'hint.storage-memory' : 'hint.storage-disk'));
    $('#wireband-safety').toggle(!inMemory);
  });
  choiceField(node, 'order', (order) => {
    $('#wireband-order-note').text(
      text(node, order === 'live-first' ? 'hint.order-live-first' : 'hint.order-fifo'),
    );
  });
  choiceField(node, 'sync', (sync) => {
    $('#wireband-sync-note').text(text(node, `hint.sync-${sync}`));
    $('#wireband-syncInterval-row').toggle(sync === 'interval');
  });
}
