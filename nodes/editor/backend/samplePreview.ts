import type { EdgeEvent } from '../../../src/frame/event';
import { SettingError } from '../../../src/settings/SettingError';
import { SymbolCatalog } from '../../../src/symbols';
import { schemeOf } from '../../../src/uplink/settings/authorization';
import { isEnvReference } from '../envReference';
import { fieldOf, fieldText } from '../fields';
import { checkCatalog } from '../symbols/checkCatalog';
import { text } from '../text';
import { askForSample, type BackendSample } from './askForSample';
import type { Header } from './headerList';
import { madeUpEvents } from './madeUpEvents';
import { type SampleSettings, sampleRequest } from './sampleRequest';
import { showSample } from './showSample';

/** What the editor shows instead of a key that is saved. */
const SAVED_KEY = '__PWRD__';

/**
 * Keeps a sample request in step with the fields of a backend's dialog, of the last batch where there was one.
 * @returns the update, to be called whenever a field may have another value.
 */
export function samplePreview(node: EditorNode, headers: () => readonly Header[]): () => void {
  const openedAt = Date.now();
  const box = $('#wireband-sample');
  let known: BackendSample = { events: [] };
  const update = () => {
    const catalogText = typedText(node, 'catalog');
    const reason = checkCatalog(node, catalogText);
    if (reason !== true) {
      box.empty().append($('<p>', { class: 'wireband-note' }).text(reason));
      return;
    }
    const catalog = readCatalog(catalogText);
    const events: readonly EdgeEvent[] =
      known.events.length > 0 ? known.events : madeUpEvents(catalog, openedAt);
    const settings = readSettings(node, headers(), catalog, known.keyScheme);
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

/** As it is typed: the field itself has it only once it was left. */
function typedText(node: EditorNode, property: 'catalog' | 'fields'): string {
  return fieldOf(node, property).typedInput('value').trim();
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

function readSettings(
  node: EditorNode,
  headers: readonly Header[],
  catalog: SymbolCatalog,
  savedScheme: string | undefined,
): SampleSettings {
  const of = (property: string) => fieldText(fieldOf(node, property));
  const key = of('apiKey');
  const typedScheme = key === '' ? undefined : (schemeOf(key) ?? '');
  return {
    url: of('url'),
    path: of('path'),
    pathAsTyped: fieldOf(node, 'pathAsTyped').prop('checked'),
    query: of('query'),
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
    logRecords: of('logRecords'),
    catalog,
    keyScheme: key === SAVED_KEY ? (savedScheme ?? '') : typedScheme,
  };
}
