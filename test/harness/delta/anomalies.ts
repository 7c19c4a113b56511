import { type Point, type ReconstructionRule, reconstruct } from '../../../src/delta/reconstruction';

/**
 * - `step`: the signal stays at its new value
 * - `spike`: `length` samples, then back
 * - `drift`: slowly to its new value, in steps far smaller than a threshold
 */
export const ANOMALY_KINDS = ['step', 'spike', 'drift'] as const;

export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** Index of its first sample. */
  readonly at: number;
  /** Samples of a spike, or until a drift arrives; a step takes one. */
  readonly length: number;
  /** What it adds to the signal, in the signal's unit. */
  readonly size: number;
}

/** A signal with an anomaly added to it. */
export function withAnomaly(points: readonly Point[], { kind, at, length, size }: Anomaly): readonly Point[] {
  const added = (i: number): number => {
    const since = i - at;
    if (since < 0) return 0;
    switch (kind) {
      case 'step':
        return size;
      case 'spike':
        return since < length ? size : 0;
      case 'drift':
        return size * Math.min((since + 1) / length, 1);
    }
  };
  return points.map(({ time, value }, i) => ({ time, value: value + added(i) }));
}

/** The index of the first sample at which an anomaly has its full size. */
export function fullAt({ kind, at, length }: Anomaly): number {
  return kind === 'drift' ? at + length - 1 : at;
}

/**
 * Whether a receiver sees an anomaly: what it has at the first sample of full size is closer to the signal with the
 * anomaly than to the one without.
 * @param points the signal with the anomaly.
 */
export function isSeen(
  anomaly: Anomaly,
  points: readonly Point[],
  rule: ReconstructionRule,
  forwarded: readonly Point[],
): boolean {
  const peak = points[fullAt(anomaly)];
  if (!peak) throw new Error('The anomaly is beyond the end of its signal.');
  const [received = Number.NaN] = reconstruct(rule, forwarded, [peak.time]);
  return Math.abs(received - peak.value) < Math.abs(received - (peak.value - anomaly.size));
}
