import type { NodeAPI, NodeDef } from 'node-red';
import { Classifier, type KeywordSymbol, RuleError, type TopicSymbol } from '../../src/classify';
import { choiceSetting } from '../../src/settings/settings';
import { topicText } from '../../src/uplink';
import { type IncomingMessage, registerNode } from '../runtime/register';

interface ClassifyConfig extends NodeDef {
  topicSymbols?: TopicSymbol[];
  keywordSymbols?: KeywordSymbol[];
  fallback?: string;
  mode?: string;
  topicProperty?: string;
  payloadProperty?: string;
}

/** Registers a mapping that came in a message: `{topic, symbol}` or `{keyword, symbol}`. */
function register(classifier: Classifier, rule: unknown): void {
  const { topic, keyword, symbol } = Object(rule);
  if (typeof topic === 'string') classifier.registerTopicSymbol(topic, symbol);
  else if (typeof keyword === 'string') classifier.registerKeywordSymbol(keyword, symbol);
  else throw new RuleError(rule, 'msg.register is neither {topic, symbol} nor {keyword, symbol}.');
}

/** Reads a property such as `meta.source`; it is undefined where the message has no `meta`. @throws for no property. */
function propertyReader(RED: NodeAPI, property: string): (message: IncomingMessage) => unknown {
  RED.util.normalisePropertyExpression(property);
  return (message) => {
    try {
      return RED.util.getMessageProperty(message, property);
    } catch {
      return undefined;
    }
  };
}

export = (RED: NodeAPI): void => {
  registerNode<ClassifyConfig>(RED, 'wireband-classify', (_node, config) => {
    choiceSetting('mode', config.mode, ['message']);
    const classifier = new Classifier({
      topicSymbols: config.topicSymbols ?? [],
      keywordSymbols: config.keywordSymbols ?? [],
      ...(config.fallback ? { fallback: config.fallback } : {}),
    });
    const readTopic = propertyReader(RED, config.topicProperty || 'topic');
    const readPayload = propertyReader(RED, config.payloadProperty || 'payload');
    return {
      onInput(message, send, done) {
        if (message.register !== undefined) {
          register(classifier, message.register);
          done();
          return;
        }
        message.wireband = { ...classifier.classify(topicText(readTopic(message)), readPayload(message)) };
        send(message);
        done();
      },
    };
  });
};
