import type { AnySetting, SettingTable } from '../../src/settings/settingKinds';
import { amountField } from './amountField';
import { showChoice } from './choiceField';
import { fieldOf } from './fields';
import { addFormStyle } from './formStyle';
import { reachableWidgets } from './reachableWidgets';

/**
 * What every dialog needs: the pack's form style, and keyboard access to every button. For each setting in the node's
 * table it also shows what a missing value means, and offers sizes and durations in any unit.
 */
export function prepareForm(node: EditorNode, table: SettingTable): void {
  addFormStyle();
  reachableWidgets(fieldOf(node, 'name').closest('form'));
  for (const [property, setting] of Object.entries(table)) {
    const field = fieldOf(node, property);
    if (field.length > 0) prepareField(node, property, field, setting);
  }
}

function prepareField(node: EditorNode, property: string, field: JQuery, setting: AnySetting): void {
  if (setting.kind === 'choice') showChoice(node, property, setting);
  if (setting.kind === 'number') field.attr('placeholder', String(setting.missing ?? setting.default));
  if (Reflect.get(node, property) === undefined) fillIn(node, property, field, setting);
  const measure = setting.row?.measure;
  if (setting.kind === 'number' && measure) amountField(node, property, field, setting, measure);
}

/**
 * If a node lacks a setting, because an earlier release saved it, fills in what that means, in the node too: Node-RED
 * compares field and node, and opening a dialog and clicking Done must change nothing.
 */
function fillIn(node: EditorNode, property: string, field: JQuery, setting: AnySetting): void {
  const usual = setting.missing ?? setting.default;
  switch (setting.kind) {
    case 'flag':
      field.prop('checked', usual);
      break;
    case 'number':
    case 'choice':
    case 'text':
      field.val(String(usual));
      break;
    case 'paths':
      // The field stays empty, whatever the runtime uses for such a node: that is how it is saved.
      Reflect.set(node, property, '');
      return;
    default:
      return;
  }
  Reflect.set(node, property, usual);
}
