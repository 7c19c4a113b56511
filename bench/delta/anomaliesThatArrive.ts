import { ANOMALY_KINDS, type AnomalyKind, isSeen, withAnomaly } from '../../test/harness/delta/anomalies';
import { SeededRandom } from '../../test/harness/seededRandom';
import { table } from '../figures';
import type { BenchSignal } from './BenchSignal';
import { type ChangeFilter, thresholdOf } from './ChangeFilter';

/** In thresholds: more than two, as a signal may already be off by one in the other direction. */
const SIZE = 2.2;

/** Samples examined around an anomaly. */
const WINDOW = 300;

/** Samples of a spike, and of a drift. */
const LENGTH: Readonly<Record<AnomalyKind, number>> = { step: 1, spike: 1, drift: 100 };

const SEED = 7;

/**
 * The share of the steps, spikes and drifts added to signals that a receiver sees: its value at the first sample of
 * full size is nearer to the signal with the anomaly than to the one without.
 */
export function anomaliesThatArrive(
  filters: readonly ChangeFilter[],
  signals: readonly BenchSignal[],
  places: number,
): string {
  const rows = filters.map((filter) => [
    `${filter.name} (${filter.receiver === 'hold' ? 'holds' : 'draws'})`,
    ...ANOMALY_KINDS.map((kind) => `${(100 * arriving(filter, kind, signals, places)).toFixed(1)}`),
  ]);
  const count = signals.length * places;
  return [
    `Steps, spikes of one sample and drifts over ${LENGTH.drift} samples, each ${SIZE} thresholds in size, ${count} of each, are added to the same`,
    'signals. The table gives the percentage that a receiver sees: at the first sample of full size, its value is nearer to the',
    'signal with the anomaly than to the one without.',
    '',
    table(['filter', ...ANOMALY_KINDS.map((kind) => `${kind}s`)], rows),
  ].join('\n');
}

/** Every filter gets the same places. */
function arriving(
  filter: ChangeFilter,
  kind: AnomalyKind,
  signals: readonly BenchSignal[],
  places: number,
): number {
  const random = new SeededRandom(SEED);
  let seen = 0;
  for (const signal of signals) {
    for (let i = 0; i < places; i++) {
      const start = Math.floor(random.between(0, signal.points.length - WINDOW));
      const at = Math.floor(random.between(WINDOW / 3, WINDOW / 2));
      const sign = random.chance(0.5) ? 1 : -1;
      const points = signal.points.slice(start, start + WINDOW);
      const largest = Math.max(...points.map(({ value }) => Math.abs(value)));
      const unit = filter.thresholdAt?.(largest) ?? thresholdOf(signal);
      const anomaly = { kind, at, length: LENGTH[kind], size: sign * SIZE * unit };
      const disturbed = withAnomaly(points, anomaly);
      const forwarded = filter.forward({ ...signal, points: disturbed });
      // 2 % of zero is zero: there is no anomaly to see.
      if (unit === 0 || isSeen(anomaly, disturbed, filter.receiver, forwarded)) seen++;
    }
  }
  return seen / (signals.length * places);
}
