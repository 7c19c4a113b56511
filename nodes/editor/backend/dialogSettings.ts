import { fieldOf, fieldText } from '../fields';
import type { Header } from './headers';

/** What the editor shows in place of a saved key. */
export const SAVED_KEY = '__PWRD__';

/** The current settings of a dialog, saved or not; all but a few are text. */
export type DialogSettings = ReturnType<typeof dialogSettings>;

export function dialogSettings(node: EditorNode, headers: readonly Header[]) {
  const of = (property: string) => fieldText(fieldOf(node, property));
  return {
    url: of('url'),
    path: of('path'),
    pathAsTyped: Boolean(fieldOf(node, 'pathAsTyped').prop('checked')),
    query: of('query'),
    timeout: of('timeout'),
    headers,
    deviceId: of('deviceId'),
    format: of('format'),
    envelope: of('envelope'),
    compression: of('compression'),
    precision: of('precision'),
    fields: typedText(node, 'fields'),
    measurement: of('measurement'),
    topicTags: of('topicTags'),
    textValues: of('textValues'),
    success: of('success'),
    logRecords: of('logRecords'),
    catalog: typedText(node, 'catalog'),
  };
}

/** The text as typed: the field itself is updated only when it loses focus. */
function typedText(node: EditorNode, property: 'catalog' | 'fields'): string {
  return fieldOf(node, property).typedInput('value').trim();
}
