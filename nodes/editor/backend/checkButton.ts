import { fieldOf, fieldText } from '../fields';
import { tellRuntime } from '../monitor/monitorApi';
import { text } from '../text';
import { dialogSettings } from './dialogSettings';
import type { HeaderList } from './headerList';
import { showFailure, showReport } from './showCheck';

/**
 * Sets up the button that has the runtime send the sample with the settings in the dialog, saved or not, and shows the
 * result until a setting changes.
 * @returns clears an outdated result; to be called whenever a field may have changed.
 */
export function checkButton(node: EditorNode, headers: HeaderList): () => void {
  const button = $('#wireband-check');
  const result = $('#wireband-check-result');
  /** The settings that were sent, as JSON; results of an earlier press are not shown. */
  let sent = '';
  const settings = () =>
    JSON.stringify({
      ...dialogSettings(node, headers.headers()),
      apiKey: fieldText(fieldOf(node, 'apiKey')),
      tls: tlsOf(node),
    });
  button.prop('disabled', !RED.user.hasPermission('flows.write'));
  button.on('click', () => {
    sent = settings();
    const mine = sent;
    button.prop('disabled', true);
    result.removeClass('wireband-good wireband-bad').text(text(node, 'check.running'));
    tellRuntime(`backend/${encodeURIComponent(node.id)}/check`, JSON.parse(mine))
      .then(
        (answer) => sent === mine && showReport(node, result, answer),
        (error: unknown) => sent === mine && showFailure(node, result, error),
      )
      .finally(() => button.prop('disabled', false));
  });
  return () => {
    if (sent === '' || sent === settings()) return;
    sent = '';
    result.removeClass('wireband-good wireband-bad').empty();
  };
}

/** The ID of the chosen TLS configuration; empty if there is none. */
function tlsOf(node: EditorNode): string {
  const id = fieldText(fieldOf(node, 'tls'));
  return id === '_ADD_' ? '' : id;
}
