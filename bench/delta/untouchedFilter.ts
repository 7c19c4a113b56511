import { DeltaFilter, type DeltaOptions, isOneLimit, type StatedLimit } from '../../src/delta';
import { type Point, reconstruct } from '../../src/delta/reconstruction';
import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { type KindOfSeries, kindsOfSeries } from './kindsOfSeries';

const SEED = 20_260_101;

/** The settings of a new node before there was mode auto. */
const RELATIVE: DeltaOptions = { mode: 'relative', threshold: 0.02, statusFields: [] };
const AUTO: DeltaOptions = { mode: 'auto' };

/** What a filter with its default settings does with each kind of series. */
export const untouchedFilter: Bench = {
  name: 'delta/untouched',
  title: 'A change filter with nothing set',
  run: async ({ isQuick }) => {
    const all = kindsOfSeries(isQuick ? 300 : 5000, SEED);
    const rows = all.map((series) => {
      const relative = run(series, RELATIVE);
      const auto = run(series, AUTO);
      return [
        series.name,
        percent(relative.passed),
        shortNumber(relative.largest),
        percent(auto.passed),
        shortNumber(auto.largest),
        limitText(auto.limit),
        auto.limit?.why ?? '',
      ];
    });
    return [
      `Series of up to ${count(all[0]?.payloads.length ?? 0)} values, one per minute (\`bench/delta/kindsOfSeries.ts\`), each through its own filter, without a`,
      'classifier in front. "2 %" was the default of new nodes before mode auto. "Off" is the maximum distance between a reading',
      'and the value that the receiver has at that time, in the unit of the series. The receiver holds; for mode auto it draws',
      'lines if "stated" says so, and "off" counts from the moment the limit is stated. All passed readings count, including',
      'those during learning.',
      '',
      table(['series', '2 %: passed %', 'off', 'auto: passed %', 'off', 'stated', 'why'], rows),
    ].join('\n');
  },
};

interface Outcome {
  readonly passed: number;
  readonly largest: number;
  readonly limit: StatedLimit | undefined;
}

function run({ topic, payloads }: KindOfSeries, options: DeltaOptions): Outcome {
  const filter = new DeltaFilter<Point>(options);
  const forwarded: Point[] = [];
  let limit: StatedLimit | undefined;
  let statedFrom = 0;
  for (const [index, point] of payloads.entries()) {
    const { time, value } = point;
    const { pass, earlier } = filter.check(topic, value, { now: time, time, ref: point });
    for (const { ref } of earlier ?? []) if (ref) forwarded.push(ref);
    if (pass) forwarded.push(point);
    const stated = filter.limitsOf(topic);
    if (!stated || !isOneLimit(stated) || stated.why === limit?.why) continue;
    [limit, statedFrom] = [stated, index];
  }
  for (const { ref } of filter.flush(payloads.at(-1)?.time)) if (ref) forwarded.push(ref);
  const rule = limit?.mode === 'swinging-door' ? 'line' : 'hold';
  const received = reconstruct(
    rule,
    forwarded,
    payloads.map(({ time }) => time),
  );
  const errors = payloads.map(({ value }, i) => Math.abs((received[i] ?? Number.NaN) - value));
  return {
    passed: forwarded.length / payloads.length,
    largest: Math.max(...errors.slice(statedFrom)),
    limit,
  };
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function limitText(limit: StatedLimit | undefined): string {
  if (!limit || limit.threshold === 0) return 'any change';
  const { mode, threshold, floor = 0, unit = '' } = limit;
  const least = floor > 0 ? `, ≥ ${floor} ${unit}` : '';
  if (mode === 'relative') return `${shortNumber(100 * threshold)} %${least}`;
  return `${mode === 'swinging-door' ? 'lines, ' : ''}${threshold} ${unit}`.trim();
}
