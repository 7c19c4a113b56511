import { checkSubscription, TopicFilterError } from '../../src/classify/topics/topicFilter';
import { MQTT_IN } from '../../src/settings/mqtt';
import { countText } from '../editor/amounts';
import { choiceField } from '../editor/choiceField';
import { isEnvReference } from '../editor/envReference';
import { prepareForm } from '../editor/prepareForm';
import { settingCheck } from '../editor/settingCheck';
import { text } from '../editor/text';

export { addSearchWords } from '../editor/paletteSearch';

interface MqttInNode extends EditorNode {
  topic?: string;
}

function linesOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(/\r?\n/).flatMap((line) => line.trim() || []) : [];
}

/** Validates the choice of a broker. Returns true or a reason to show. */
function checkBroker(node: EditorNode, value: unknown): true | string {
  if (typeof value !== 'string' || value === '' || value === '_ADD_')
    return text(node, 'error.broker-missing');
  return RED.nodes.node(value) ? true : text(node, 'error.broker-unknown');
}

/** Validates the filters. Returns true or a reason to show. */
function checkTopics(node: EditorNode, value: unknown): true | string {
  if (isEnvReference(value)) return true;
  const lines = linesOf(value);
  if (lines.length === 0) return text(node, 'error.topic-missing');
  for (const line of lines) {
    try {
      checkSubscription(line);
    } catch (error) {
      if (error instanceof TopicFilterError) return text(node, 'error.topic', { topic: line });
      throw error;
    }
  }
  return true;
}

export const check = settingCheck(MQTT_IN, { broker: checkBroker, topic: checkTopics });

/** The label of a node without a name. */
export function firstTopic(node: MqttInNode): string {
  const [first = '', ...others] = linesOf(node.topic);
  return others.length === 0 ? first : `${first} …`;
}

/** Shows the counts of the deployed node; nothing before its first deploy. */
function showFigures(node: MqttInNode): void {
  const place = $('#wireband-figures');
  $.getJSON(`wireband/mqtt-in/${encodeURIComponent(node.id)}`).then((figures: Record<string, number>) => {
    const { in_flight, acknowledged, not_confirmed, redelivered } = figures;
    if (acknowledged === undefined) return;
    const counts = [in_flight, acknowledged, not_confirmed, redelivered].map((n = 0) => countText(n));
    const [inFlight = '', done = '', lost = '', again = ''] = counts;
    place.text(text(node, 'hint.figures', { inFlight, done, lost, again }));
  });
}

export function prepare(node: MqttInNode): void {
  prepareForm(node, MQTT_IN);
  showFigures(node);
  choiceField(node, 'onTimeout', (choice) => {
    $('#wireband-onTimeout-note').text(
      text(node, choice === 'acknowledge' ? 'hint.onTimeout-acknowledge' : 'hint.onTimeout-leave'),
    );
  });
}
