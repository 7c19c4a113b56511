import { Classifier } from '../../src/classify';
import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { ASKS, type Ask, type Message } from './asks';
import { type ExposedValue, halfOf, herdsmanValues } from './herdsmanValues';
import { classifyByKeywords } from './keywordTable';
import { labelOf, labelRows } from './labels';
import { type ClassifierAnswer, Score } from './Score';

/** Maximum number of confusion pairs in the report. */
const MAX_PAIRS = 20;

type Half = 'even' | 'odd';

interface Contestant {
  readonly name: string;
  readonly answer: (message: Message) => ClassifierAnswer;
}

function contestants(): readonly [ours: Contestant, before: Contestant] {
  const classifier = new Classifier();
  return [
    {
      name: 'this classifier',
      answer: ({ topic, payload }) => {
        const { name, quantity } = classifier.classify(topic, payload);
        return { symbol: name, quantity };
      },
    },
    { name: '0.1.0, keywords', answer: ({ topic, payload }) => classifyByKeywords(topic, payload) },
  ];
}

/** A value, and how many devices have it. */
export interface Counted {
  readonly value: ExposedValue;
  readonly devices: number;
}

/** The distinct values of a half: those with the same property, unit, declared type and label count once. */
export function distinctValues(values: readonly ExposedValue[], half: Half): Counted[] {
  const distinct = new Map<string, { value: ExposedValue; devices: number }>();
  for (const value of values) {
    if (halfOf(value.vendor) !== half || value.property === '') continue;
    const key = JSON.stringify([value.property, value.unit, value.type, labelOf(value)]);
    const known = distinct.get(key);
    if (known) known.devices++;
    else distinct.set(key, { value, devices: 1 });
  }
  return [...distinct.values()];
}

export function scoreOf(
  values: readonly Counted[],
  answer: Contestant['answer'],
  ask: Ask,
  weighted: boolean,
): Score {
  const score = new Score();
  for (const { value, devices } of values) {
    score.add(labelOf(value), answer(ask.message(value)), value.property, weighted ? devices : 1);
  }
  return score;
}

/** Accuracy, coverage and false certainty on the device definitions of zigbee-herdsman-converters. */
export const accuracyBench: Bench = {
  name: 'classify/accuracy',
  title: 'Classification: accuracy',
  run: async () => {
    const values = herdsmanValues();
    const [ours, before] = contestants();
    const halves = { even: distinctValues(values, 'even'), odd: distinctValues(values, 'odd') };
    const [plain = ASKS[0]] = ASKS;
    if (!plain) throw new Error('There is no ask.');
    const report = scoreOf(halves.odd, ours.answer, plain, false);
    const odd = countsByLabel(halves.odd);
    return [
      INTRODUCTION,
      '',
      `The odd half has ${count(halves.odd.length)} distinct values: ${odd.measured} measured, ${odd.state} states,`,
      `${odd.writable} writable. The other ${odd.unknown} are numbers whose unit is missing or shared by several quantities, and whose`,
      'description does not help: they have no label and are left out.',
      '',
      table(
        [
          '',
          'half',
          'weight',
          'right',
          'macro-F1',
          'coverage',
          'wrong',
          'states wrong',
          'writable as reading',
        ],
        totals(halves, [ours, before]),
      ),
      '',
      'Per quantity (odd half, distinct, first form of message):',
      '',
      table(
        ['label', 'values', 'right', 'no answer', 'wrong', 'F1'],
        report
          .byQuantity()
          .map(({ quantity, values: n, right, nothing, wrong, f1 }) => [
            quantity,
            ...[n, right, nothing, wrong].map(count),
            f1.toFixed(3),
          ]),
      ),
      '',
      'Confusions, label → answer (odd half, distinct, first form of message):',
      '',
      table(
        ['pair', 'values'],
        report
          .confusionPairs()
          .slice(0, MAX_PAIRS)
          .map(({ pair, count: n }) => [pair, count(n)]),
      ),
      '',
      'How values are labeled:',
      '',
      table(['label', 'type', 'unit', 'description says'], labelRows()),
    ].join('\n');
  },
};

const INTRODUCTION = [
  'Every value that a device in npm’s zigbee-herdsman-converters exposes, labeled by its unit, declared type and',
  'description, never by its name. Writable values are not readings; binary, enum and text values are states, which must',
  'not be given a numeric quantity. Vendors are split by the FNV-1a hash of their names: the even half may be consulted',
  'when words are chosen, the odd half is only counted; one rule, the one for a bare `volume`, was added after its figure',
  'there had dropped. Distinct: values with the same property, unit, type and label count once. Devices: each counts once',
  'for every device that has it. Right: the quantity of the label. Coverage: the answer is specific. Wrong: the answer is',
  'specific, but incorrect.',
  'Aim, odd half: at least 97 % of the measured values right, at most 0.5 % wrong.',
].join('\n');

function totals(
  halves: Readonly<Record<Half, readonly Counted[]>>,
  [ours, before]: readonly [Contestant, Contestant],
): string[][] {
  const rows: string[][] = [];
  for (const ask of ASKS) {
    rows.push([`**\`${ask.name}\`**`, ...new Array(8).fill('')]);
    for (const contestant of [ours, before]) {
      for (const half of ['odd', 'even'] as const) {
        for (const weighted of [false, true]) {
          const score = scoreOf(halves[half], contestant.answer, ask, weighted);
          rows.push([
            contestant.name,
            half,
            weighted ? 'devices' : 'distinct',
            percent(score.accuracy),
            score.macroF1.toFixed(3),
            percent(score.coverage),
            percent(score.falseCertainty),
            percent(shareWrong(score.states)),
            percent(shareWrong(score.writable)),
          ]);
        }
      }
    }
  }
  return rows;
}

function shareWrong({ right, wrong }: { readonly right: number; readonly wrong: number }): number {
  return wrong / Math.max(1, right + wrong);
}

function countsByLabel(
  values: readonly Counted[],
): Record<'measured' | 'state' | 'writable' | 'unknown', number> {
  const counts = { measured: 0, state: 0, writable: 0, unknown: 0 };
  for (const { value } of values) counts[labelOf(value).is]++;
  return counts;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
