import type { AnySetting, SettingTable } from '../../src/settings/settingKinds';
import { amountField } from './amountField';
import { showChoice } from './choiceField';
import { fieldOf } from './fields';
import { addFormStyle } from './formStyle';

/**
 * What every dialog needs: the pack's form style, and, by the table of the node's settings, what a missing setting means
 * shown in its field, and sizes and durations in any unit.
 */
export function prepareForm(node: EditorNode, table: SettingTable): void {
  addFormStyle();
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
 * A setting that the node lacks, as one saved by an earlier release does, becomes what that means, in the node too:
 * Node-RED compares the two, and a dialog that is opened and left by Done must change nothing.
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
    default:
      return;
  }
  Reflect.set(node, property, usual);
}
