import { asBinarySize } from '../editor/amounts';
import { fieldText } from '../editor/fields';
import { equals, liveHint } from '../editor/liveHint';
import { prepareForm } from '../editor/prepareForm';

export { checkNumber } from '../editor/checkNumber';

export function prepare(node: EditorNode): void {
  prepareForm(node, 'node-input');
  const output = $('#node-input-output');
  if (fieldText(output) === '') output.val('each');
  liveHint($('#node-input-maxBytes'), $('#wireband-maxBytes-hint'), (bytes) => equals(asBinarySize(bytes)));
}
