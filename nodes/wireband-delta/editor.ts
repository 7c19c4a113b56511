import { asPercent } from '../editor/amounts';
import { checkNumber } from '../editor/checkNumber';
import { fieldText } from '../editor/fieldEvents';
import { equals, liveHint } from '../editor/liveHint';
import { prepareForm } from '../editor/prepareForm';
import { text } from '../editor/text';

interface DeltaNode extends EditorNode {
  readonly name?: string;
  readonly mode?: string;
  readonly threshold?: number | string;
  readonly outputs?: number;
}

export { checkNumber };

/** The node's name, or else what it lets pass: `delta 2%`. */
export function label(node: DeltaNode): string {
  if (node.name) return node.name;
  const short = text(node, 'paletteLabel');
  if (node.mode === 'change') return short;
  const threshold = String(node.threshold ?? '');
  const relative = node.mode === 'absolute' ? '' : asPercent(threshold);
  return `${short} ${relative || threshold}`.trim();
}

export function prepare(node: DeltaNode): void {
  prepareForm(node, 'node-input');
  const mode = $('#node-input-mode');
  if (fieldText(mode) === '') mode.val('relative');

  const showThresholdHint = liveHint(
    $('#node-input-threshold'),
    $('#wireband-threshold-hint'),
    (threshold) => {
      if (fieldText(mode) === 'absolute') return text(node, 'hint.absolute');
      return equals(asPercent(threshold));
    },
  );
  const showFields = () => {
    $('#wireband-threshold-row').toggle(fieldText(mode) !== 'change');
    $('#wireband-floor-row').toggle(fieldText(mode) === 'relative');
    for (const choice of ['relative', 'absolute', 'change']) {
      $(`#wireband-mode-${choice}`).toggle(fieldText(mode) === choice);
    }
    showThresholdHint();
  };
  mode.on('change', showFields);
  showFields();

  const outputs = $('#node-input-outputs');
  const suppressed = $('#wireband-suppressed-output');
  suppressed.prop('checked', Number(node.outputs) === 2);
  suppressed.on('change', () => {
    outputs.val(suppressed.prop('checked') ? '2' : '1');
  });
}
