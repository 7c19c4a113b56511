import type { AnySetting, SettingTable } from '../../src/settings/settingKinds';
import { asBinarySize, asDuration } from './amounts';
import { showChoice } from './choiceField';
import { fieldOf } from './fields';
import { addFormStyle } from './formStyle';
import { equals, liveHint } from './liveHint';

/** What amounts are called in a larger unit. */
const LARGER_UNITS = { size: asBinarySize, duration: asDuration } as const;

/**
 * What every dialog needs: the pack's form style, and, by the table of the node's settings, what a missing setting means
 * shown in its field, and sizes and durations told in a larger unit.
 */
export function prepareForm(node: EditorNode, table: SettingTable): void {
  addFormStyle();
  for (const [property, setting] of Object.entries(table)) {
    prepareField(node, property, setting);
  }
}

function prepareField(node: EditorNode, property: string, setting: AnySetting): void {
  const field = fieldOf(node, property);
  const usual = setting.missing ?? setting.default;
  if (setting.kind === 'number') field.attr('placeholder', String(usual));
  if (setting.kind === 'choice') showChoice(node, property, setting);
  if (setting.kind === 'flag' && Object(node)[property] === undefined) field.prop('checked', usual);
  const beside = setting.row?.beside;
  if (beside === 'size' || beside === 'duration') {
    liveHint(field, $(`#wireband-${property}-hint`), (amount) => equals(LARGER_UNITS[beside](amount)));
  }
}
