import { isEnvReference } from './envReference';
import { fieldOf, fieldText, onEdit } from './fields';
import { SETTING_CHOICES } from './settingChoices';
import { text } from './text';

/** Validates a setting of a few words as the runtime will; empty means the first. Returns true or a reason to show. */
export function checkChoice(node: EditorNode, property: string, value: unknown): true | string {
  const choices = SETTING_CHOICES[node.type]?.[property] ?? [];
  const isMissing = value === undefined || value === null || value === '';
  if (isMissing || isEnvReference(value) || choices.some((choice) => choice === value)) return true;
  return text(node, 'error.choice', { label: text(node, `label.${property}`), value: String(value) });
}

/**
 * Makes a select one for a setting: a missing value shows as what the runtime does without it, and one that is none of
 * the choices, as an environment variable, stays to be chosen.
 * @param onChoice follows every choice, and is told the first one now.
 */
export function choiceField(node: EditorNode, property: string, onChoice: (choice: string) => void): void {
  const field = fieldOf(node, property);
  keepSaved(node, property);
  const [first = ''] = SETTING_CHOICES[node.type]?.[property] ?? [];
  if (fieldText(field) === '') field.val(first);
  const update = () => onChoice(fieldText(field));
  onEdit(field, update);
  update();
}

/** Adds what is saved to the choices of a select, where it is none of them. */
export function keepSaved(node: EditorNode, property: string): void {
  const saved: unknown = Object(node)[property];
  const field = fieldOf(node, property);
  if (typeof saved !== 'string' || saved === '' || fieldText(field) === saved) return;
  field.append($('<option>', { value: saved }).text(saved)).val(saved);
}
