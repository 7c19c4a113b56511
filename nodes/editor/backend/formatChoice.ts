import { FORMAT_TRAITS, type FormatName, type Precision } from '../../../src/frame/formatTable';
import { choiceField, keepSaved } from '../choiceField';
import { isEnvReference } from '../envReference';
import { fieldOf, fieldText } from '../fields';
import { text } from '../text';
import { checkSetting } from './checkSetting';
import { FIELDS_OF_FORMAT, FORMAT_FIELDS, type FormatField, formatNamed } from './formatFields';

const OWN_PATH = FORMAT_TRAITS.wireband.path;

/** Settings whose validity depends on the format. */
const DEPENDENT = ['deviceId', 'query', 'precision', 'fields', 'measurement', 'topicTags'] as const;

/** The choice of a format in a backend's dialog. */
export interface FormatChoice {
  /** Chooses a format, as the user does. */
  choose(format: FormatName): void;
}

/**
 * Shows what the chosen format is for, the settings that it uses, its default path, and the precisions that its times
 * can have. @param onChoice called on every change, but not for the first format.
 */
export function formatChoice(node: EditorNode, onChoice: (format: string) => void): FormatChoice {
  let shown: string | undefined;
  const show = (chosen: string) => {
    if (chosen === shown) return;
    const before = shown;
    shown = chosen;
    const format = formatNamed(chosen);
    $('#wireband-format-note').text(format ? text(node, `hint.format-${format}`) : '');
    for (const field of FORMAT_FIELDS) {
      const isRead = format === undefined || FIELDS_OF_FORMAT[format].includes(field);
      $(`#wireband-${field}-row`).toggle(isRead || isBad(node, field));
    }
    $('#wireband-measurement-note').text(
      text(node, format === 'otlp' ? 'hint.measurement-otlp' : 'hint.measurement'),
    );
    const scheme = format ? FORMAT_TRAITS[format].authScheme : '';
    fieldOf(node, 'apiKey').attr('placeholder', text(node, 'placeholder.apiKey', { scheme }));
    showPrecisions(node, format ? FORMAT_TRAITS[format].precisions : [], before === undefined);
    showPath(node, format, before);
    if (before === undefined) return;
    for (const property of DEPENDENT) fieldOf(node, property).trigger('change');
    onChoice(chosen);
  };
  choiceField(node, 'format', show);
  return {
    choose(format) {
      fieldOf(node, 'format').val(format).trigger('change');
      show(format);
    },
  };
}

/** The runtime rejects the value with any format, so the field has to be visible. */
function isBad(node: EditorNode, field: FormatField): boolean {
  const isRead = field === 'fields' || field === 'topicTags' || field === 'success';
  return isRead && checkSetting(node, field, fieldOf(node, field).val()) !== true;
}

function showPrecisions(node: EditorNode, precisions: readonly Precision[], isFirst: boolean): void {
  const field = fieldOf(node, 'precision');
  const chosen = fieldText(field);
  const [usual, ...others] = precisions;
  field.empty();
  const add = (value: string, label: string) => field.append($('<option>', { value }).text(label));
  add('', usual ? text(node, 'precision.usual', { precision: text(node, `precision.${usual}`) }) : '');
  for (const precision of others) add(precision, text(node, `precision.${precision}`));
  field.val('');
  if (isFirst) {
    keepSaved(node, 'precision');
  } else if (isEnvReference(chosen)) {
    add(chosen, chosen);
    field.val(chosen);
  } else if (others.some((precision) => precision === chosen)) {
    field.val(chosen);
  }
}

/** The path of our own formats is saved; with any other format it means that format's default, like an empty path. */
function showPath(node: EditorNode, format: FormatName | undefined, before: string | undefined): void {
  const field = fieldOf(node, 'path');
  const usual = format ? FORMAT_TRAITS[format].path : '';
  // With our own formats, an empty path means that the address is complete.
  field.attr('placeholder', (usual !== OWN_PATH && usual) || text(node, 'placeholder.no-path'));
  // What the runtime uses if the path is missing.
  if (before === undefined && usual === OWN_PATH && Object(node).path === undefined) field.val(OWN_PATH);
  if (before === undefined || format === undefined) return;
  const wasOwn = formatNamed(before) !== undefined && pathOf(before) === OWN_PATH;
  if (usual === OWN_PATH && !wasOwn && fieldText(field) === '') field.val(OWN_PATH).trigger('change');
  if (usual !== OWN_PATH && fieldText(field) === OWN_PATH) field.val('').trigger('change');
}

function pathOf(name: string): string | undefined {
  const format = formatNamed(name);
  return format && FORMAT_TRAITS[format].path;
}
