import { FORMAT_TRAITS } from '../../../src/frame/formatTable';
import { fieldOf, fieldText, onEdit } from '../fields';
import { text } from '../text';
import { formatNamed } from './formatFields';

const OWN_PATH = FORMAT_TRAITS.wireband.path;

/**
 * If the path of a node is ignored, because 0.1.0 saved it, shows where its batches go and lets the user have the path
 * used as typed. A path that the user edits is always used.
 */
export function pathRule(node: EditorNode): void {
  const path = fieldOf(node, 'path');
  const isTyped = fieldOf(node, 'pathAsTyped');
  const wasTyped = isTyped.prop('checked');
  const show = () => {
    const format = formatNamed(fieldText(fieldOf(node, 'format')));
    const usual = format ? FORMAT_TRAITS[format].path : OWN_PATH;
    const isBent = !wasTyped && usual !== OWN_PATH && fieldText(path) === OWN_PATH;
    $('#wireband-pathAsTyped-row').toggle(isBent);
    $('#wireband-pathAsTyped-note').text(text(node, 'hint.pathAsTyped', { path: usual || '/' }));
  };
  path.on('input', () => isTyped.prop('checked', true));
  onEdit(path.add(fieldOf(node, 'format')), show);
  show();
}
