import { Classifier, readingsOf } from '../../../src/classify';
import { type Rule, reasonAgainstRules } from '../rules/ruleReasons';
import { reasonAgainstSymbol } from '../symbols/symbolReasons';
import { text } from '../text';
import { showOthers, showWinner } from './trialCandidates';
import { showReadings } from './trialReadings';

/** What the dialog holds, saved or not. */
export interface ClassifierSettings {
  readonly topicSymbols: readonly Rule[];
  readonly keywordSymbols: readonly Rule[];
  readonly fallback: string;
  readonly mode: string;
  readonly keepMeta: boolean;
}

/** Where the result is shown: what decides, and below it what else was possible, or the readings. */
export interface TrialOutput {
  readonly result: JQuery;
  readonly details: JQuery;
}

/** Shows how the current settings would classify a message, or why they are invalid. */
export function showTrial(
  node: EditorNode,
  { result, details }: TrialOutput,
  settings: ClassifierSettings,
  message: { readonly topic: string; readonly payload: string },
): void {
  const reason = reasonAgainst(node, settings);
  result.empty().toggleClass('wireband-bad', reason !== undefined);
  details.empty();
  if (reason !== undefined) {
    result.text(reason);
  } else if (message.topic === '' && message.payload === '') {
    result.text(text(node, 'try.empty'));
  } else {
    const { mode, keepMeta } = settings;
    const classifier = toClassifier(settings);
    const readings = mode === 'readings' ? readingsOf(classifier, message.topic, message.payload) : undefined;
    if (readings?.some(({ isMeta }) => keepMeta || !isMeta)) {
      showReadings(node, { result, details }, readings, keepMeta);
      return;
    }
    const explanation = classifier.explain(message.topic, message.payload);
    showWinner(node, result, explanation);
    if (mode === 'readings') $('<div>').text(text(node, 'try.whole')).appendTo(result);
    showOthers(node, details, explanation.candidates);
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
