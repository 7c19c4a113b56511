import { SettingError } from '../../src/settings/SettingError';
import type { AnySetting, NumberSetting } from '../../src/settings/settingKinds';
import { unitName } from './amounts';
import { isEnvReference } from './envReference';
import { text } from './text';

/** Validates one setting. Returns true or a reason to show. */
type Check = (node: EditorNode, value: unknown) => true | string;

/**
 * Returns the function with which the `defaults` of a node validate its settings: numbers and choices by their table,
 * the others by their own checks.
 */
export function settingCheck<N extends string>(
  table: Readonly<Record<N, AnySetting>>,
  own: Readonly<Partial<Record<NoInfer<N>, Check>>>,
): (node: EditorNode, property: N, value: unknown) => true | string {
  return (node, property, value) =>
    own[property]?.(node, value) ?? checkByTable(node, property, table[property], value);
}

function checkByTable(
  node: EditorNode,
  property: string,
  setting: AnySetting,
  value: unknown,
): true | string {
  const isChecked = setting.kind === 'number' || setting.kind === 'choice';
  if (!isChecked || isEnvReference(value) || isReadable(() => setting.read(property, value))) return true;
  if (setting.kind === 'number') return numberReason(node, property, setting);
  return text(node, 'error.choice', { label: text(node, `label.${property}`), value: String(value) });
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof SettingError) return false;
    throw error;
  }
}

function numberReason(node: EditorNode, property: string, setting: NumberSetting): string {
  const { min, max, integer, row } = setting;
  // Sizes and durations can be typed in any unit, so the reason names the unit.
  const unit = row?.measure === undefined ? '' : ` ${unitName(row.measure.replace(/s$/, ''))}`;
  const label = text(node, `label.${property}`);
  const values = max === undefined ? { label, min: `${min}${unit}` } : { label, min, max: `${max}${unit}` };
  if (integer) return text(node, max === undefined ? 'error.whole' : 'error.whole-range', values);
  return text(node, max === undefined ? 'error.number' : 'error.number-range', values);
}
