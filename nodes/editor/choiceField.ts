import type { ChoiceSetting } from '../../src/settings/settingKinds';
import { fieldOf, fieldText, onEdit } from './fields';

/**
 * Follows the choice in the select of a setting.
 * @param onChoice called now, and on every change.
 */
export function choiceField(node: EditorNode, property: string, onChoice: (choice: string) => void): void {
  const field = fieldOf(node, property);
  const update = () => onChoice(fieldText(field));
  onEdit(field, update);
  update();
}

/**
 * Shows a setting in its select: a missing value as what the runtime does without it. A value that is not among the
 * choices, such as an environment variable, is added to them.
 */
export function showChoice(node: EditorNode, property: string, setting: ChoiceSetting): void {
  const field = fieldOf(node, property);
  keepSaved(node, property);
  if (fieldText(field) === '') field.val(setting.missing ?? setting.default);
}

/** Adds the saved value to the choices of a select, if it is not among them. */
export function keepSaved(node: EditorNode, property: string): void {
  const saved: unknown = Object(node)[property];
  const field = fieldOf(node, property);
  if (typeof saved !== 'string' || saved === '' || fieldText(field) === saved) return;
  field.append($('<option>', { value: saved }).text(saved)).val(saved);
}
