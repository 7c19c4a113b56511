import { DeltaFilter } from '../../src/delta';
import type { Point } from '../../src/delta/reconstruction';
import { forwardedPoints } from '../../test/harness/delta/forwardedPoints';
import { table } from '../figures';
import type { BenchSignal } from './BenchSignal';
import { thresholdOf } from './ChangeFilter';

/** Samples per window, approximately. */
const SAMPLES = 60;

/** The mean of each window by its start; missing if there is nothing to average. */
type Means = ReadonlyMap<number, number>;

/** Averages that a database can compute or receive, to compare with the time-weighted mean of all samples. */
const WAYS: Readonly<Record<string, (signal: BenchSignal, length: number) => Means>> = {
  'average of forwarded points, absolute': (signal, length) =>
    averages(forwardedPoints({ mode: 'absolute', threshold: thresholdOf(signal) }, signal.points), length),
  'average of forwarded points, swinging door': (signal, length) =>
    averages(
      forwardedPoints({ mode: 'swinging-door', threshold: thresholdOf(signal) }, signal.points),
      length,
    ),
  'windows of the filter': toldMeans,
};

/** How far off a receiver's means of windows are. */
export function windowMeans(signals: readonly BenchSignal[]): string {
  const rows = Object.entries(WAYS).map(([name, meansOf]) => {
    let [squares, largest, empty, windows] = [0, 0, 0, 0];
    for (const signal of signals) {
      const { points } = signal;
      const interval = ((points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0)) / (points.length - 1);
      const length = Math.round((SAMPLES * interval) / 1000) * 1000;
      const means = meansOf(signal, length);
      const exact = exactMeans(points, length);
      for (const [start, mean] of exact) {
        windows++;
        const found = means.get(start);
        if (found === undefined) empty++;
        else {
          const error = Math.abs(found - mean) / thresholdOf(signal);
          squares += error * error;
          largest = Math.max(largest, error);
        }
      }
    }
    const rms = Math.sqrt(squares / (windows - empty));
    return [name, small(rms), small(largest), ((100 * empty) / windows).toFixed(1)];
  });
  return [
    `Means of windows of ${SAMPLES} samples, compared with the time-weighted mean of all samples: errors in thresholds.`,
    '',
    table(['', 'RMS', 'maximum', 'windows without a mean, %'], rows),
  ].join('\n');
}

/** Two decimals, but errors that are mere rounding in exponential form. */
function small(error: number): string {
  return error < 0.005 ? error.toExponential(0) : error.toFixed(2);
}

function averages(points: readonly Point[], length: number): Means {
  const sums = new Map<number, [sum: number, count: number]>();
  for (const { time, value } of points) {
    const start = Math.floor(time / length) * length;
    const [sum, count] = sums.get(start) ?? [0, 0];
    sums.set(start, [sum + value, count + 1]);
  }
  return new Map([...sums].map(([start, [sum, count]]) => [start, sum / count]));
}

function toldMeans({ points }: BenchSignal, length: number): Means {
  const filter = new DeltaFilter({ mode: 'change', window: length / 1000 });
  const means = new Map<number, number>();
  for (const { time, value } of points) {
    filter.check('topic', value, { now: time, time });
    for (const due of filter.due(time)) {
      if (due.kind !== 'window' || due.payload === null || !('mean' in due.payload)) continue;
      means.set(due.start, Number(due.payload.mean));
    }
  }
  return means;
}

/** Each value holds until the next; without the last window, which is incomplete. */
function exactMeans(points: readonly Point[], length: number): Means {
  const sums = new Map<number, [sum: number, known: number]>();
  points.forEach(({ time, value }, i) => {
    const until = points[i + 1]?.time;
    for (let from = time; until !== undefined && from < until; ) {
      const start = Math.floor(from / length) * length;
      const to = Math.min(until, start + length);
      const [sum, known] = sums.get(start) ?? [0, 0];
      sums.set(start, [sum + value * (to - from), known + to - from]);
      from = to;
    }
  });
  const last = Math.floor((points.at(-1)?.time ?? 0) / length) * length;
  sums.delete(last);
  return new Map([...sums].map(([start, [sum, known]]) => [start, sum / known]));
}
