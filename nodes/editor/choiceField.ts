import type { ChoiceSetting } from '../../src/settings/settingKinds';
import { fieldOf, fieldText, onEdit } from './fields';

/**
 * Tells of what is chosen in the select of a setting.
 * @param onChoice follows every choice, and is told the first one now.
 */
export function choiceField(node: EditorNode, property: string, onChoice: (choice: string) => void): void {
  const field = fieldOf(node, property);
  const update = () => onChoice(fieldText(field));
  onEdit(field, update);
  update();
}

/**
 * Makes a select one for a setting: a missing value shows as what the runtime does without it, and one that is not among
 * the choices, as an environment variable, stays to be chosen.
 */
export function showChoice(node: EditorNode, property: string, setting: ChoiceSetting): void {
  const field = fieldOf(node, property);
  keepSaved(node, property);
  if (fieldText(field) === '') field.val(setting.missing ?? setting.default);
}

/** Adds what is saved to the choices of a select, where it is not among them. */
export function keepSaved(node: EditorNode, property: string): void {
  const saved: unknown = Object(node)[property];
  const field = fieldOf(node, property);
  if (typeof saved !== 'string' || saved === '' || fieldText(field) === saved) return;
  field.append($('<option>', { value: saved }).text(saved)).val(saved);
}
