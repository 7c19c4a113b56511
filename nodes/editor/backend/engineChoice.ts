import { fieldOf, fieldText } from '../fields';
import { text } from '../text';
import { ENGINE_PRESETS, ENGINES, UNCHOSEN_URLS } from './enginePresets';
import type { FormatChoice } from './formatChoice';

/** The settings, next to address and format, that an engine has a say in. */
const FILLED_IN = ['path', 'query', 'precision', 'textValues'] as const;

/**
 * Makes a select one that fills in what an engine needs. It is not a setting: what it filled in is.
 * @returns to be called when a format was chosen: an engine of another one is no longer the chosen one.
 */
export function engineChoice(node: EditorNode, formats: FormatChoice): (format: string) => void {
  const field = $('#wireband-engine');
  const chosen = () => ENGINES.find((engine) => engine === fieldText(field));
  const explain = () => {
    const engine = chosen();
    $('#wireband-engine-note').text(engine ? text(node, `hint.engine-${engine}`) : '');
  };
  field.on('change', () => {
    explain();
    const engine = chosen();
    if (!engine) return;
    const preset = ENGINE_PRESETS[engine];
    formats.choose(preset.format);
    const url = fieldOf(node, 'url');
    if (UNCHOSEN_URLS.includes(fieldText(url))) url.val(preset.url).trigger('change');
    for (const property of FILLED_IN) {
      const usual = property === 'textValues' ? 'keep' : '';
      fieldOf(node, property)
        .val(preset[property] ?? usual)
        .trigger('change');
    }
  });
  return (format) => {
    const engine = chosen();
    if (!engine || ENGINE_PRESETS[engine].format === format) return;
    field.val('');
    explain();
  };
}
