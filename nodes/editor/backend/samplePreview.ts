import type { EdgeEvent } from '../../../src/frame/event';
import { madeUpEvents } from '../../../src/frame/madeUpEvents';
import { SettingError } from '../../../src/settings/SettingError';
import { SymbolCatalog } from '../../../src/symbols';
import { schemeOf } from '../../../src/uplink/settings/authorization';
import { isEnvReference } from '../envReference';
import { fieldOf, fieldText } from '../fields';
import { checkCatalog } from '../symbols/checkCatalog';
import { text } from '../text';
import { askForSample, type BackendSample } from './askForSample';
import { type DialogSettings, dialogSettings, SAVED_KEY } from './dialogSettings';
import type { Header } from './headers';
import { type SampleSettings, sampleRequest } from './sampleRequest';
import { showSample } from './showSample';

/**
 * Keeps a sample request in step with the fields of a backend's dialog, with events of the last batch if there was one.
 * @returns updates the sample; to be called whenever a field may have changed.
 */
export function samplePreview(node: EditorNode, headers: () => readonly Header[]): () => void {
  const openedAt = Date.now();
  const box = $('#wireband-sample');
  let known: BackendSample = { events: [] };
  const update = () => {
    const given = dialogSettings(node, headers());
    const reason = checkCatalog(node, given.catalog);
    if (reason !== true) {
      box.empty().append($('<p>', { class: 'wireband-note' }).text(reason));
      return;
    }
    const catalog = readCatalog(given.catalog);
    const events: readonly EdgeEvent[] =
      known.events.length > 0 ? known.events : madeUpEvents(catalog, openedAt);
    const settings = sampleSettings(node, given, catalog, known.keyScheme);
    try {
      showSample(node, box, sampleRequest(settings, events), known.events.length > 0);
    } catch (error) {
      box.empty().append($('<p>', { class: 'wireband-note' }).text(reasonOf(node, error)));
    }
  };
  askForSample(node.id, (answer) => {
    known = answer;
    update();
  });
  update();
  return update;
}

function reasonOf(node: EditorNode, error: unknown): string {
  if (!(error instanceof SettingError)) return String(error);
  const { setting: name } = error;
  return text(node, 'sample.bad-setting', { label: text(node, `label.${name}`) });
}

function readCatalog(json: string): SymbolCatalog {
  const given: unknown = json === '' || isEnvReference(json) ? {} : JSON.parse(json);
  return new SymbolCatalog(Object.fromEntries(Object.entries(Object(given))));
}

function sampleSettings(
  node: EditorNode,
  given: DialogSettings,
  catalog: SymbolCatalog,
  savedScheme: string | undefined,
): SampleSettings {
  const key = fieldText(fieldOf(node, 'apiKey'));
  const typedScheme = key === '' ? undefined : (schemeOf(key) ?? '');
  return { ...given, catalog, keyScheme: key === SAVED_KEY ? (savedScheme ?? '') : typedScheme };
}
