import type { Point, ReconstructionRule, ThresholdAt } from '../../src/delta/reconstruction';
import type { BenchSignal } from './BenchSignal';

/** A change filter as measured: with its mode and threshold chosen. */
export interface ChangeFilter {
  readonly name: string;
  /** How its receiver fills the time between the points. */
  readonly receiver: ReconstructionRule;
  /** The points of a signal that it forwards, in the order of forwarding. */
  forward(signal: BenchSignal): readonly Point[];
  /** The unit of its errors; if absent, 1 % of the signal's span. */
  readonly thresholdAt?: ThresholdAt;
}

/** The fraction of its span by which a signal may be off. */
export const SPAN_PART = 0.01;

/** The fraction of its value by which a signal may be off, for relative filters. */
export const RELATIVE_PART = 0.02;

/** The smallest change that counts, in the unit of the signal. */
export function thresholdOf(signal: BenchSignal): number {
  return SPAN_PART * signal.span;
}

export const relativeThresholdAt: ThresholdAt = (held) => RELATIVE_PART * Math.abs(held);
