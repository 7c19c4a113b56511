import { isEnvReference } from '../envReference';
import { fieldOf, fieldText } from '../fields';
import { text } from '../text';
import { basicUserOf } from './basicKey';
import { dialogSettings, SAVED_KEY } from './dialogSettings';
import type { FormatChoice } from './formatChoice';
import type { HeaderList } from './headerList';
import { SystemRows } from './systemRows';
import { countingPath, type HeldSettings, settingsOf, systemOf, usualSettings } from './systemSettings';
import { SYSTEM_NAMES, SYSTEMS, type SystemName, UNCHOSEN_URLS } from './systems';

/** The choice of the system that a backend sends to. It is not saved: the settings reveal it. */
export interface SystemChoice {
  /** A format was chosen: a system with another format is no longer selected. */
  onFormat(format: string): void;
  /** The usual value of a setting with the chosen system; undefined if the system does not determine it. */
  usual(property: string): unknown;
}

/** Shows the system that the settings are for, with its fields, and sets up the one that the user chooses. */
export function systemChoice(node: EditorNode, formats: FormatChoice, headers: HeaderList): SystemChoice {
  const field = $('#wireband-system');
  for (const name of SYSTEM_NAMES) {
    field.append($('<option>', { value: name }).text(text(node, `system.${name}`)));
  }
  const rows = new SystemRows(node, headers);
  const held = (): HeldSettings => {
    const settings = dialogSettings(node, headers.headers());
    const { path, format, pathAsTyped } = settings;
    return { ...settings, path: countingPath(path, format, pathAsTyped) };
  };
  let chosen = systemOf(held());
  const show = (system: SystemName) => {
    chosen = system;
    field.val(system);
    $('#wireband-system-note').text(text(node, `hint.system-${system}`));
    rows.show(system);
  };
  field.on('change', () => {
    const system = SYSTEM_NAMES.find((name) => name === fieldText(field));
    if (system === undefined || system === chosen) return;
    const before = chosen;
    // First, so that setting the format does not change the choice.
    chosen = system;
    setUp(node, system, before, formats, headers);
    show(system);
  });
  show(chosen);
  return {
    onFormat(format) {
      if (chosen !== 'http' && SYSTEMS[chosen].settings.format !== format) show(systemOf(held()));
    },
    usual(property) {
      // If it matters, the path is not the usual one either.
      if (property === 'pathAsTyped') return Reflect.get(node, property);
      return Object(usualSettings(chosen, held()))[property];
    },
  };
}

function setUp(
  node: EditorNode,
  system: SystemName,
  before: SystemName,
  formats: FormatChoice,
  headers: HeaderList,
): void {
  const { format, headers: own, ...texts } = settingsOf(system);
  formats.choose(format);
  const url = fieldOf(node, 'url');
  if (UNCHOSEN_URLS.includes(fieldText(url))) url.val(SYSTEMS[system].url).trigger('change');
  for (const [property, value] of Object.entries(texts)) fieldOf(node, property).val(value).trigger('change');
  forgetKeyOfOtherKind(node, system);
  const ofBefore = settingsOf(before).headers.map(({ name }) => name);
  const kept = headers.headers().filter(({ name }) => !ofBefore.includes(name));
  if (ofBefore.length + own.length > 0) headers.set([...kept, ...own]);
}

/** A key typed for a system with users does not work for one with tokens, and vice versa. */
function forgetKeyOfOtherKind(node: EditorNode, system: SystemName): void {
  const field = fieldOf(node, 'apiKey');
  const key = fieldText(field);
  if (key === '' || key === SAVED_KEY || isEnvReference(key)) return;
  const hasUser = SYSTEMS[system].fields.some(({ place }) => 'basic' in place);
  if (hasUser !== (basicUserOf(key) !== undefined)) field.val('').trigger('change');
}
