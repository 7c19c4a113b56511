import type { NodeAPI, NodeDef, NodeStatus } from 'node-red';
import {
  Classifier,
  type KeywordSymbol,
  type Reading,
  RuleError,
  readingsOf,
  type TopicSymbol,
  type Unclassified,
} from '../../src/classify';
import { topicText } from '../../src/payload';
import { CLASSIFY } from '../../src/settings/classify';
import { type GivenSettings, settingsReader } from '../../src/settings/settingsReader';
import { noteTopic } from '../runtime/incomingTopics';
import { type MessageProperty, messageProperty } from '../runtime/messageProperty';
import { type IncomingMessage, type OutgoingMessage, registerNode } from '../runtime/register';
import { StatusReporter } from '../runtime/StatusReporter';
import { serveUnclassified } from '../runtime/unclassifiedEndpoint';
import { wirebandOf } from '../runtime/wirebandOf';

type ClassifyConfig = NodeDef &
  GivenSettings<typeof CLASSIFY> & {
    topicSymbols?: TopicSymbol[];
    keywordSymbols?: KeywordSymbol[];
    fallback?: string;
  };

/** Registers a mapping from a message: `{topic, symbol}` or `{keyword, symbol}`. */
function register(classifier: Classifier, rule: unknown): void {
  const { topic, keyword, symbol } = Object(rule);
  if (typeof topic === 'string') classifier.registerTopicSymbol(topic, symbol);
  else if (typeof keyword === 'string') classifier.registerKeywordSymbol(keyword, symbol);
  else throw new RuleError(rule, 'msg.register must be {topic, symbol} or {keyword, symbol}.');
}

/** Properties that Node-RED does not copy with a message either. */
const NEVER_COPIED: ReadonlySet<string> = new Set(['req', 'res']);

/** Whether a message has properties other than plain values, besides those that each reading gets anew. */
function holdsObjects(message: IncomingMessage): boolean {
  return Object.keys(message).some((name) => {
    const value = message[name];
    return typeof value === 'object' && value !== null && name !== 'wireband' && !NEVER_COPIED.has(name);
  });
}

/**
 * Makes a message for each reading: a copy of the original message except for its payload. The copies share only `req`
 * and `res`; if there are no objects besides the payload, a shallow copy is enough for that.
 */
function readingMessages(
  RED: NodeAPI,
  message: IncomingMessage,
  readings: readonly Reading[],
  topicOf: MessageProperty,
  payloadOf: MessageProperty,
): OutgoingMessage[] {
  const payload = payloadOf.read(message);
  // Removed so that it is not copied for each of its readings; the message gets it back for Complete nodes.
  payloadOf.write(message, null);
  try {
    const isDeep = holdsObjects(message);
    return readings.map(({ topic, leaf, classification }) => {
      const copy: IncomingMessage = isDeep ? RED.util.cloneMessage(message) : Object.assign({}, message);
      topicOf.write(copy, topic);
      payloadOf.write(copy, leaf.value);
      const wireband = wirebandOf(classification);
      copy.wireband = leaf.path === '' ? wireband : Object.assign(wireband, { field: leaf.path });
      if (leaf.time !== undefined) copy.timestamp = leaf.time;
      return copy;
    });
  } finally {
    payloadOf.write(message, payload);
  }
}

/** The number of topics that fell back; nothing if there are none. */
function unknownTopics(RED: NodeAPI, { count, isFull }: Unclassified): NodeStatus {
  if (count === 0) return {};
  const key = count === 1 ? 'unknown-topic' : 'unknown-topics';
  const text = RED._(`wireband-classify.status.${key}`, { n: isFull ? `${count}+` : count });
  return { fill: 'yellow', shape: 'ring', text };
}

export = (RED: NodeAPI): void => {
  const lists = serveUnclassified(RED);
  registerNode<ClassifyConfig>(RED, 'wireband-classify', (node, config) => {
    // First, so that the list of a node with an invalid setting is also deleted with the node.
    const unclassified = lists.open(node);
    const read = settingsReader(CLASSIFY, config);
    const mode = read('mode');
    const keepMeta = read('keepMeta');
    const classifier = new Classifier({
      topicSymbols: config.topicSymbols ?? [],
      keywordSymbols: config.keywordSymbols ?? [],
      fallback: config.fallback || undefined,
    });
    const topicOf = messageProperty(RED, read('topicProperty'));
    const payloadOf = messageProperty(RED, read('payloadProperty'));
    const status = new StatusReporter(node);
    unclassified.onCount = () => status.updateSoon(() => unknownTopics(RED, unclassified));
    unclassified.forgetRecognised((topic, sample) => classifier.classify(topic, sample).by !== 'fallback');
    const wantedReadings = (topic: string, payload: unknown): readonly Reading[] =>
      (mode === 'readings' ? readingsOf(classifier, topic, payload) : undefined)?.filter(
        ({ isMeta }) => keepMeta || !isMeta,
      ) ?? [];
    return {
      onInput(message, send, done) {
        if (message.register !== undefined) {
          register(classifier, message.register);
          done();
          return;
        }
        const topic = topicText(topicOf.read(message));
        const payload = payloadOf.read(message);
        const readings = wantedReadings(topic, payload);
        if (readings.length > 0) {
          for (const { topic, leaf, classification } of readings) {
            noteTopic(topic, leaf.value, classification);
            if (classification.by === 'fallback') unclassified.add(topic, leaf.value);
          }
          // One by one: Node-RED would copy all but the first of a list again.
          for (const each of readingMessages(RED, message, readings, topicOf, payloadOf)) send(each);
        } else {
          const classification = classifier.classify(topic, payload);
          noteTopic(topic, payload, classification);
          if (classification.by === 'fallback') unclassified.add(topic, payload);
          message.wireband = wirebandOf(classification);
          send(message);
        }
        done();
      },
      onClose() {
        unclassified.onCount = () => undefined;
        status.close();
      },
    };
  });
};
