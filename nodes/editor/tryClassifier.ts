import { type Classification, Classifier } from '../../src/classify';
import { type Rule, reasonAgainstRules } from './ruleReasons';
import { meaningOf } from './symbolField';
import { reasonAgainstSymbol } from './symbolReasons';
import { text } from './text';

/** What the dialog holds, saved or not. */
export interface ClassifierSettings {
  readonly topicSymbols: readonly Rule[];
  readonly keywordSymbols: readonly Rule[];
  readonly fallback: string;
}

/** Shows how a message would be classified with settings as they stand, or why they cannot be used. */
export function showTrial(
  node: EditorNode,
  output: JQuery,
  settings: ClassifierSettings,
  message: { readonly topic: string; readonly payload: string },
): void {
  const reason = reasonAgainst(node, settings);
  output.empty().toggleClass('wireband-bad', reason !== undefined);
  if (reason !== undefined) {
    addLine(output).text(reason);
  } else if (message.topic === '' && message.payload === '') {
    addLine(output).text(text(node, 'try.empty'));
  } else {
    showClassification(node, output, toClassifier(settings).classify(message.topic, message.payload));
  }
}

function reasonAgainst(node: EditorNode, settings: ClassifierSettings): string | undefined {
  const { topicSymbols, keywordSymbols, fallback } = settings;
  const fallbackReason = fallback === '' ? undefined : reasonAgainstSymbol(node, fallback);
  return (
    reasonAgainstRules(node, 'topic', topicSymbols) ??
    reasonAgainstRules(node, 'keyword', keywordSymbols) ??
    (fallbackReason && text(node, 'error.fallback', { reason: fallbackReason }))
  );
}

function toClassifier({ topicSymbols, keywordSymbols, fallback }: ClassifierSettings): Classifier {
  return new Classifier({
    topicSymbols: topicSymbols.map(({ name, symbol }) => ({ topic: name, symbol })),
    keywordSymbols: keywordSymbols.map(({ name, symbol }) => ({ keyword: name, symbol })),
    ...(fallback === '' ? {} : { fallback }),
  });
}

function showClassification(node: EditorNode, output: JQuery, classification: Classification): void {
  const { name, code, family, quantity, by, match } = classification;
  addLine(output).append($('<span>', { class: 'wireband-symbol' }).text(name), $('<code>').text(code));
  const facts = [meaningOf(node, classification), text(node, 'try.family', { family })];
  if (quantity) facts.push(text(node, 'try.quantity', { quantity }));
  addLine(output).text(facts.filter((fact) => fact !== '').join(' · '));
  addLine(output).text(text(node, `rule.${by}`, { match }));
}

function addLine(output: JQuery): JQuery {
  return $('<div>').appendTo(output);
}
