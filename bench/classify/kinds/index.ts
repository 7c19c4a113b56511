import { Classifier, readingsOf } from '../../../src/classify';
import type { Bench } from '../../Bench';
import { count, table } from '../../figures';
import { COUNTED_SETS } from './countedSets';
import { DEV_SETS } from './devSets';
import type { ExpectedValue, KindSet, LabelledMessage } from './kindSets';

type Verdict = 'right' | 'wrong' | 'nothing';

/** The classifier's answer for a value. */
interface Said {
  readonly path: string;
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
  readonly isMeta: boolean;
}

const VERDICTS: readonly Verdict[] = ['right', 'wrong', 'nothing'];

/** Whether the answers for real messages are true, by kind of fault. */
export const kindsBench: Bench = {
  name: 'classify/kinds',
  title: 'Classification: false certainty',
  run: async () => {
    const classifier = new Classifier();
    return [
      'Messages of documented devices, written for this benchmark, each with the quantities and units that a person expects.',
      'The first half may be consulted when words and rules are chosen, the second ("counted") is only counted. Wrong: an',
      'incorrect quantity or unit. Aim: at most 1 % wrong.',
      '',
      table(
        ['kind', ...VERDICTS, ...VERDICTS.map((verdict) => `${verdict}, counted`)],
        rowsOf(classifier).map(([kind, ...counts]) => [kind, ...counts.map(count)]),
      ),
    ].join('\n');
  },
};

function rowsOf(classifier: Classifier): readonly (readonly [kind: string, ...counts: number[]])[] {
  const rows = DEV_SETS.map((set): [string, ...number[]] => {
    const counted = COUNTED_SETS.find(({ kind }) => kind === set.kind);
    return [set.kind, ...countsOf(classifier, set), ...countsOf(classifier, counted)];
  });
  const sums = VERDICTS.concat(VERDICTS).map((_, i) =>
    rows.reduce((sum, row) => sum + Number(row[i + 1]), 0),
  );
  return [...rows, ['all', ...sums]];
}

function countsOf(classifier: Classifier, set: KindSet | undefined): number[] {
  const verdicts = (set?.messages ?? []).flatMap((message) => verdictsOn(classifier, message));
  return VERDICTS.map((verdict) => verdicts.filter((each) => each === verdict).length);
}

/** A verdict on each value with an expectation; a missing value counts as "not a reading". */
export function verdictsOn(classifier: Classifier, message: LabelledMessage): Verdict[] {
  const { topic, payload, expected } = message;
  const [first] = expected;
  const isWhole = first?.path === '' && expected.length === 1;
  const said = isWhole
    ? [saidOfMessage(classifier, topic, payload)]
    : saidOfReadings(classifier, topic, payload);
  const left = new Set(said);
  return expected.flatMap((each) => {
    const hits = [...left].filter(({ path }) => fits(each.path, path));
    for (const hit of hits) left.delete(hit);
    return hits.length === 0 ? [verdictOn(each, undefined)] : hits.map((hit) => verdictOn(each, hit));
  });
}

function saidOfMessage(classifier: Classifier, topic: string, payload: string): Said {
  const { quantity, unit } = classifier.classify(topic, payload);
  return { path: '', quantity, unit, isMeta: false };
}

function saidOfReadings(classifier: Classifier, topic: string, payload: string): readonly Said[] {
  return (readingsOf(classifier, topic, payload, () => 0) ?? []).map(({ leaf, classification, isMeta }) => ({
    path: leaf.path,
    quantity: classification.quantity,
    unit: classification.unit,
    isMeta,
  }));
}

function fits(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}

function verdictOn({ quantities, unit }: ExpectedValue, said: Said | undefined): Verdict {
  const mayBeNone = quantities.includes('-') || quantities.includes('x');
  if (!said || said.isMeta) return mayBeNone ? 'right' : 'nothing';
  if (unit !== undefined && said.unit !== undefined && said.unit !== unit) return 'wrong';
  if (said.quantity === undefined) return mayBeNone ? 'right' : 'nothing';
  return quantities.includes(said.quantity) ? 'right' : 'wrong';
}
