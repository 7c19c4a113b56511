import { makeFormat } from '../../../src/frame/formats';
import { SettingError } from '../../../src/settings/SettingError';
import { readBackendSettings } from '../../../src/uplink/settings/backendSettings';
import { PlaceholderError } from '../../../src/uplink/settings/placeholders';
import { isEnvReference } from '../envReference';
import { fieldOf } from '../fields';
import { text } from '../text';
import type { CheckedSetting } from './checkedSettings';

interface SavedBackend extends EditorNode {
  readonly format?: unknown;
  readonly path?: unknown;
}

/** The backend whose dialog is open; its fields take precedence over what is saved. */
let open: EditorNode | undefined;

/** Validates the settings of this backend against the fields of its dialog, until called with undefined. */
export function openForChecks(node: EditorNode | undefined): void {
  open = node;
}

/** Validates a setting as the runtime will. Returns true or a reason to show. */
export function checkSetting(node: SavedBackend, setting: CheckedSetting, value: unknown): true | string {
  if (isEnvReference(value)) return true;
  const beside = { format: beneath(node, 'format'), path: beneath(node, 'path') };
  try {
    makeFormat(readBackendSettings({ ...beside, [setting]: value }, undefined, true).format);
    return true;
  } catch (error) {
    // An error in another setting is shown at that setting.
    if (!(error instanceof SettingError) || error.setting !== setting) return true;
    if (error instanceof PlaceholderError) {
      const { setting: name, value: word } = error;
      return text(node, 'error.placeholder', { label: text(node, `label.${name}`), word: String(word) });
    }
    return text(node, `error.${setting}`);
  }
}

function beneath(node: SavedBackend, property: 'format' | 'path'): string | undefined {
  const value = open?.id === node.id ? fieldOf(node, property).val() : node[property];
  return typeof value === 'string' && !isEnvReference(value) ? value : undefined;
}
