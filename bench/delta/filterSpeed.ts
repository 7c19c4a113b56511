import { join } from 'node:path';
import type { Bench } from '../Bench';
import { count, median, table } from '../figures';
import { Workers } from '../workers';
import { nodeRedPath } from './coreFilterNode';
import type { DeltaSpeed, DeltaSpeedOptions } from './workers/deltaSpeed';
import type { MeasuredName } from './workers/measuredFilters';

/** Ratios are relative to Node-RED's node. */
const ROWS: readonly (readonly [filter: MeasuredName, name: string])[] = [
  ['coreNode', 'Node-RED filter node, its input handler'],
  ['coreLogic', 'its logic alone, without messages'],
  ['absolute', 'ours, absolute'],
  ['dated', 'ours, absolute, samples with their own time'],
  ['relative', 'ours, relative'],
  ['swinging-door', 'ours, swinging door'],
  ['auto', 'ours, auto'],
];

const SERIES = [1000, 1_000_000] as const;

const AIM_MICROS = [0.2, 1.2] as const;
const AIM_BYTES = 110;

const SOURCE = join(__dirname, 'workers', 'deltaSpeed.ts');

/** The cost of a message and of a series. */
export const filterSpeed: Bench = {
  name: 'delta/speed',
  title: 'Change filters: what a message and a series cost',
  run: async ({ isQuick }) => {
    const rounds = isQuick ? 1 : 5;
    const messages = isQuick ? 100_000 : 1_000_000;
    const workers = await Workers.build([SOURCE]);
    try {
      const results = new Map<string, DeltaSpeed[]>();
      for (let round = 0; round < rounds; round++) {
        for (const series of SERIES) {
          for (const [filter] of [['nothing'] as const, ...ROWS]) {
            const options: DeltaSpeedOptions = { filter, series, messages, nodeRed: nodeRedPath() };
            const result = await workers.run<DeltaSpeed>(SOURCE, options);
            console.error(
              `${filter}, ${series}: ${result.micros.toFixed(3)} µs, ${result.bytes.toFixed(0)} bytes`,
            );
            const key = `${filter} ${series}`;
            results.set(key, [...(results.get(key) ?? []), result]);
          }
        }
      }
      return report(results, rounds, messages);
    } finally {
      workers.remove();
    }
  },
};

function report(
  results: ReadonlyMap<string, readonly DeltaSpeed[]>,
  rounds: number,
  messages: number,
): string {
  const of = (filter: MeasuredName, series: number, read: (speed: DeltaSpeed) => number): number =>
    median((results.get(`${filter} ${series}`) ?? []).map(read));
  const micros = (filter: MeasuredName, series: number): number =>
    of(filter, series, (speed) => speed.micros) - of('nothing', series, (speed) => speed.micros);
  const [few, many] = SERIES;
  const bytes = (filter: MeasuredName): number => of(filter, many, (speed) => speed.bytes);
  const rows = ROWS.map(([filter, name]) => [
    name,
    ...SERIES.flatMap((series) => [
      micros(filter, series).toFixed(3),
      (micros(filter, series) / micros('coreNode', series)).toFixed(2),
    ]),
    count(bytes(filter)),
  ]);
  const topicBytes = of('nothing', many, (speed) => speed.topicBytes);
  const loop = SERIES.map((series) => of('nothing', series, (speed) => speed.micros).toFixed(3)).join(
    ' and ',
  );
  const dropped = SERIES.map((series) => percent(of('absolute', series, (speed) => speed.suppression))).join(
    ' and ',
  );
  return [
    `Numbers of ${count(few)} and of ${count(many)} series in random order, with noise around a level for each series; ${dropped} %`,
    'of them are suppressed. CPU time of the process, all threads, in microseconds per message, without the surrounding loop',
    `(${loop} µs); "ratio" is to Node-RED's node. Bytes per series of ${count(many)}, without the topic, which takes ${count(topicBytes)} more.`,
    `Each run has its own process, and ${count(messages)} messages after as many to warm up; medians of ${rounds} interleaved rounds.`,
    `Aims: ${AIM_MICROS[0]} µs and ${AIM_MICROS[1]} µs per message, ${AIM_BYTES} bytes per series.`,
    '',
    table(
      ['', ...SERIES.flatMap((series) => [`${count(series)} series, µs`, 'ratio']), 'bytes per series'],
      rows,
    ),
  ].join('\n');
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}
