import { type Classification, type Classifier, type ReadingKind, readingsOf } from '../../../src/classify';
import { QUANTITIES } from '../../../src/symbols/vocabulary';
import type { Expectation, FieldRow } from './FieldRow';

/** `missed`: the classifier said nothing specific but should have. `wrong`: it said something else. */
export type Verdict = 'right' | 'missed' | 'wrong';

interface Answer {
  readonly classification: Classification;
  readonly kind: ReadingKind;
}

/** Symbols that say what is measured, even without a quantity beside them. */
const MEASURING: ReadonlySet<string> = new Set(
  [...QUANTITIES.map(({ symbol }) => symbol), 'SENSOR_THRESHOLD', 'SENSOR_ALERT'].filter(
    (symbol) => symbol !== 'SENSOR_POLL',
  ),
);

const ORDER: readonly Verdict[] = ['right', 'missed', 'wrong'];

/** Asks the classifier in every way that the row requires; the worst answer counts. */
export function judge(classifier: Classifier, row: FieldRow): { verdict: Verdict; answers: string } {
  const answers = answersTo(classifier, row);
  // A leaf that is left out because it is not a reading is as good as one recognized as metadata.
  const isMeta = row.expected.some(({ is }) => is === 'meta');
  const verdicts = answers.map((answer) =>
    answer ? verdictOn(answer, row.expected) : isMeta ? 'right' : 'missed',
  );
  const worst = Math.max(...verdicts.map((verdict) => ORDER.indexOf(verdict)));
  return { verdict: ORDER[worst] ?? 'right', answers: answers.map(toText).join(', ') };
}

function answersTo(classifier: Classifier, { topic, question }: FieldRow): (Answer | undefined)[] {
  switch (question.ask) {
    case 'message':
      return [ofMessage(classifier, topic, question.payload)];
    case 'leaf': {
      const { path } = question;
      const readings = readingsOf(classifier, topic, question.payload, () => 0) ?? [];
      const found = readings.find(({ leaf }) => leaf.path === path || leaf.path.endsWith(`/${path}`));
      if (!found) return [undefined];
      return [withMeta(found, found.isMeta)];
    }
    case 'field': {
      const { name, value } = question;
      const nested = name
        .split('/')
        .reduceRight<unknown>((inner, level) => Object.fromEntries([[level, inner]]), value);
      return [ofMessage(classifier, topic, nested), classifier.classifyLeaf(topic, { path: name, value })];
    }
  }
}

function ofMessage(classifier: Classifier, topic: string, payload: unknown): Answer {
  const { classification, candidates } = classifier.explain(topic, payload);
  return { classification, kind: candidates[0]?.says ?? 'reading' };
}

function withMeta(answer: Answer, isMeta: boolean): Answer {
  return isMeta ? { ...answer, kind: 'meta' } : answer;
}

function verdictOn(answer: Answer, expected: readonly Expectation[]): Verdict {
  if (expected.some((expectation) => isMet(answer, expectation))) return 'right';
  return isSpecific(answer) ? 'wrong' : 'missed';
}

function isSpecific({ classification: { quantity, name } }: Answer): boolean {
  return quantity !== undefined || name !== 'SENSOR_POLL';
}

function isMet({ classification, kind }: Answer, expected: Expectation): boolean {
  const { name, family, quantity, unit } = classification;
  switch (expected.is) {
    case 'reading':
    case 'extreme':
      return (
        quantity === expected.quantity &&
        name !== 'SENSOR_THRESHOLD' &&
        family !== 'actuator' &&
        (expected.unit === undefined || unit === expected.unit)
      );
    case 'setpoint':
    case 'limit':
      return (
        (name === 'SENSOR_THRESHOLD' || family === 'actuator') &&
        (expected.quantity === '' || quantity === expected.quantity) &&
        (expected.unit === undefined || unit === expected.unit)
      );
    case 'command':
      return family === 'actuator' || (name === 'SENSOR_THRESHOLD' && expected.quantity === quantity);
    case 'alert':
      return name === 'SENSOR_ALERT';
    case 'relay':
      return name === 'ACTUATOR_RELAY_SET';
    case 'none':
      return quantity === undefined && !MEASURING.has(name);
    case 'meta':
      return kind === 'meta' || (quantity === undefined && name === 'SENSOR_POLL');
    case 'symbol':
      return name === expected.name;
    case 'family':
      return family === expected.family;
  }
}

function toText(answer: Answer | undefined): string {
  if (!answer) return 'no such leaf';
  const { name, quantity, unit } = answer.classification;
  return [answer.kind, quantity ?? '', unit ?? '', `(${name})`].filter((part) => part !== '').join(' ');
}
