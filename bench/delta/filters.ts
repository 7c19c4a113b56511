import { type Fidelity, measureFidelity } from '../../src/delta/reconstruction';
import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { anomaliesThatArrive } from './anomaliesThatArrive';
import type { BenchSignal } from './BenchSignal';
import { classicSwingingDoor, deadband, deadbandDrawn, exactChange, halvedSwingingDoor } from './baselines';
import { type ChangeFilter, thresholdOf } from './ChangeFilter';
import { coreFilterVersion } from './coreFilterNode';
import { coreFilters } from './coreFilters';
import { deltaModes } from './deltaModes';
import { pointsOfDoors } from './doors';
import { occupancySignals } from './occupancySignals';
import { processSignals } from './processSignals';
import { windowMeans } from './windowMeans';

const FILTERS: readonly ChangeFilter[] = [
  exactChange,
  ...coreFilters,
  deadband,
  deadbandDrawn,
  classicSwingingDoor,
  halvedSwingingDoor,
  ...deltaModes,
];

/** Filters whose figures are shown for each signal. */
const SHOWN_BY_SIGNAL = new Set([
  'exact change',
  'plain deadband',
  'classic swinging door',
  'ours, span 1 %, declared',
  'ours, swinging door 1 % of span',
]);

const REMARKS = [
  'Lines between the points of a deadband have no error bound. The classic swinging door is off by up to twice its threshold;',
  'with half the threshold it keeps the bound that ours keeps. A learned span starts at zero and ends at that of the extract.',
];

const SEED = 20_260_101;

/** What change filters suppress, and how far off the receiver is as a result. */
export const filterFidelity: Bench = {
  name: 'delta/filters',
  title: 'Change filters: what they drop, and what that costs',
  run: async ({ isQuick }) => {
    const office = occupancySignals('source');
    const ownSpan = occupancySignals('extract');
    const made = processSignals(isQuick ? 500 : 10_000, SEED);
    return [
      ...explanation(office, made),
      '',
      table(
        [
          'filter',
          'receiver',
          ...['office', 'own span', 'made'].flatMap((set) => [`${set}, suppressed %`, 'max', 'bias']),
        ],
        FILTERS.map((filter) => [
          filter.name,
          receiverOf(filter),
          ...[office, ownSpan, made].flatMap((set) => summary(filter, set)),
        ]),
      ),
      '',
      ...REMARKS,
      '',
      'Each signal: suppressed % (maximum error).',
      '',
      bySignal([...office, ...made]),
      '',
      pointsOfDoors([...office, ...made]),
      '',
      windowMeans([...office, ...made]),
      '',
      anomaliesThatArrive(FILTERS, [...office, ...made], isQuick ? 2 : 100),
    ].join('\n');
  },
};

function explanation(office: readonly BenchSignal[], made: readonly BenchSignal[]): string[] {
  const rows = count(office[0]?.points.length ?? 0);
  return [
    `"Office": temperature, humidity, light and CO2 of an office, ${rows} rows, one per minute: an extract of the UCI occupancy`,
    'data by L. M. Candanedo and V. Feldheim, CC BY 4.0 (`test/fixtures/series/README.md`). Thresholds are 1 % of the span of',
    'a signal. The span is that of the whole data (8,143 rows) or, for "own span", that of the extract, about half as wide, so',
    `that thresholds are narrower. "Made": ${made.length} generated signals of ${count(made[0]?.points.length ?? 0)} samples, one of each kind (\`bench/delta/processSignals.ts\`).`,
    '',
    'A receiver that *holds* keeps the last forwarded value; one that *draws* takes the straight line between neighboring',
    'points. An error is the distance between a sample and the value that the receiver has at that time, in thresholds (1 % of',
    'the span; for the filters with 2 %, 2 % of the value that the receiver holds). "Suppressed" is the mean over the signals,',
    '"max" the maximum error in any of them, "bias" the mean absolute error of the time-weighted average. A filter that draws',
    'also sends the last sample of a signal; every forwarded point counts, previous ones included.',
    `Node-RED's filter is the original code (@node-red/nodes ${coreFilterVersion()}).`,
    'The aims apply to the whole data: 87 % suppressed when drawing with an error of at most 1.00, 86 % when holding. The',
    'figures below are for the extract, and differ from those for the whole.',
  ];
}

function receiverOf({ receiver }: ChangeFilter): string {
  return receiver === 'hold' ? 'holds' : 'draws';
}

function summary(filter: ChangeFilter, signals: readonly BenchSignal[]): string[] {
  const all = signals.map((signal) => fidelityOf(filter, signal));
  const mean = (read: (one: Fidelity) => number): number =>
    all.reduce((sum, one) => sum + read(one), 0) / all.length;
  return [
    percent(mean(({ suppression }) => suppression)),
    errorText(Math.max(...all.map(({ maxError }) => maxError))),
    mean(({ bias }) => Math.abs(bias)).toFixed(2),
  ];
}

function bySignal(signals: readonly BenchSignal[]): string {
  const filters = FILTERS.filter(
    ({ name, receiver }) => SHOWN_BY_SIGNAL.has(name) && !(name === deadband.name && receiver === 'line'),
  );
  return table(
    ['signal', ...filters.map((filter) => `${filter.name} (${receiverOf(filter)})`)],
    signals.map((signal) => [
      signal.name,
      ...filters.map((filter) => {
        const { suppression, maxError } = fidelityOf(filter, signal);
        return `${percent(suppression)} (${errorText(maxError)})`;
      }),
    ]),
  );
}

function fidelityOf(filter: ChangeFilter, signal: BenchSignal): Fidelity {
  const threshold = thresholdOf(signal);
  return measureFidelity(
    filter.receiver,
    signal.points,
    filter.forward(signal),
    filter.thresholdAt ?? (() => threshold),
  );
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** Rounded up, so that 1.00 means that a bound of 1 was kept. */
function errorText(error: number): string {
  return (Math.ceil(error * 100 - 1e-9) / 100).toFixed(2);
}
