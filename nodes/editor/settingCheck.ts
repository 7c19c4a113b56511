import { SettingError } from '../../src/settings/SettingError';
import type { AnySetting, NumberSetting } from '../../src/settings/settingKinds';
import { unitName } from './amounts';
import { isEnvReference } from './envReference';
import { text } from './text';

/** Validates one setting. Returns true or a reason to show. */
type Check = (node: EditorNode, value: unknown) => true | string;

/**
 * What the `defaults` of a node validate its settings with: numbers and choices as their table says, the others by a
 * check of their own.
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
  // A size or duration is typed in any unit.
  const unit = row?.measure === undefined ? '' : ` ${unitName(row.measure.replace(/s$/, ''))}`;
  const label = text(node, `label.${property}`);
  const values = max === undefined ? { label, min: `${min}${unit}` } : { label, min, max: `${max}${unit}` };
  if (integer) return text(node, max === undefined ? 'error.whole' : 'error.whole-range', values);
  return text(node, max === undefined ? 'error.number' : 'error.number-range', values);
}
