import type { NodeAPI, NodeDef } from 'node-red';
import {
  Classifier,
  type KeywordSymbol,
  type Reading,
  RuleError,
  readingsOf,
  type TopicSymbol,
} from '../../src/classify';
import { topicText } from '../../src/payload';
import { CLASSIFY } from '../../src/settings/classify';
import { type GivenSettings, settingsReader } from '../../src/settings/settingsReader';
import { type MessageProperty, messageProperty } from '../runtime/messageProperty';
import { type IncomingMessage, type OutgoingMessage, registerNode } from '../runtime/register';
import { serveUnclassified } from '../runtime/unclassifiedEndpoint';

type ClassifyConfig = NodeDef &
  GivenSettings<typeof CLASSIFY> & {
    topicSymbols?: TopicSymbol[];
    keywordSymbols?: KeywordSymbol[];
    fallback?: string;
  };

/** Registers a mapping that came in a message: `{topic, symbol}` or `{keyword, symbol}`. */
function register(classifier: Classifier, rule: unknown): void {
  const { topic, keyword, symbol } = Object(rule);
  if (typeof topic === 'string') classifier.registerTopicSymbol(topic, symbol);
  else if (typeof keyword === 'string') classifier.registerKeywordSymbol(keyword, symbol);
  else throw new RuleError(rule, 'msg.register is neither {topic, symbol} nor {keyword, symbol}.');
}

/** Makes a message of each reading: a copy of the one that brought them, but for its payload. */
function readingMessages(
  RED: NodeAPI,
  message: IncomingMessage,
  readings: readonly Reading[],
  topicOf: MessageProperty,
  payloadOf: MessageProperty,
): OutgoingMessage[] {
  const payload = payloadOf.read(message);
  // Not copied with the rest, once for each of its readings; the message gets it back for Complete nodes.
  payloadOf.write(message, null);
  try {
    return readings.map(({ topic, leaf, classification }) => {
      const copy: IncomingMessage = RED.util.cloneMessage(message);
      topicOf.write(copy, topic);
      payloadOf.write(copy, leaf.value);
      copy.wireband = leaf.path === '' ? { ...classification } : { ...classification, field: leaf.path };
      if (leaf.time !== undefined) copy.timestamp = leaf.time;
      return copy;
    });
  } finally {
    payloadOf.write(message, payload);
  }
}

export = (RED: NodeAPI): void => {
  const lists = serveUnclassified(RED);
  registerNode<ClassifyConfig>(RED, 'wireband-classify', (node, config) => {
    // First, so that the list of a node with a bad setting also goes when the node does.
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
            if (classification.by === 'fallback') unclassified.add(topic, leaf.value);
          }
          send([readingMessages(RED, message, readings, topicOf, payloadOf)]);
        } else {
          const classification = classifier.classify(topic, payload);
          if (classification.by === 'fallback') unclassified.add(topic, payload);
          message.wireband = { ...classification };
          send(message);
        }
        done();
      },
    };
  });
};
