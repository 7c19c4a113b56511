import type { NodeAPI, NodeDef } from 'node-red';
import { Classifier, type KeywordSymbol, RuleError, type TopicSymbol } from '../../src/classify';
import { choiceSetting } from '../../src/settings/settings';
import { topicText } from '../../src/uplink';
import { registerNode } from '../runtime/register';

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

export = (RED: NodeAPI): void => {
  registerNode<ClassifyConfig>(RED, 'wireband-classify', (_node, config) => {
    choiceSetting('mode', config.mode, ['message']);
    const classifier = new Classifier({
      topicSymbols: config.topicSymbols ?? [],
      keywordSymbols: config.keywordSymbols ?? [],
      ...(config.fallback ? { fallback: config.fallback } : {}),
    });
    const topicProperty = config.topicProperty || 'topic';
    const payloadProperty = config.payloadProperty || 'payload';
    return {
      onInput(message, send, done) {
        if (message.register !== undefined) {
          register(classifier, message.register);
          done();
          return;
        }
        const topic = topicText(RED.util.getMessageProperty(message, topicProperty));
        const payload: unknown = RED.util.getMessageProperty(message, payloadProperty);
        message.wireband = { ...classifier.classify(topic, payload) };
        send(message);
        done();
      },
    };
  });
};
