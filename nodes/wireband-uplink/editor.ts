import { asBinarySize, asDuration } from '../editor/amounts';
import { fieldText } from '../editor/fieldEvents';
import { equals, liveHint } from '../editor/liveHint';
import { prepareForm } from '../editor/prepareForm';
import { text } from '../editor/text';

export { checkBackend } from '../editor/checkBackend';
export { checkNumber } from '../editor/checkNumber';

export function prepare(node: EditorNode): void {
  prepareForm(node, 'node-input');
  const overflow = $('#node-input-overflow');
  if (fieldText(overflow) === '') overflow.val('oldest');

  liveHint($('#node-input-maxBytes'), $('#wireband-maxBytes-hint'), (bytes) => equals(asBinarySize(bytes)));
  liveHint($('#node-input-maxAge'), $('#wireband-maxAge-hint'), (seconds) =>
    Number(seconds) === 0 ? text(node, 'hint.maxAge-off') : equals(asDuration(seconds)),
  );
  liveHint($('#node-input-parallel'), $('#wireband-parallel-hint'), (requests) =>
    text(node, Number(requests) > 1 ? 'hint.parallel-many' : 'hint.parallel-one'),
  );
}
