import type { Point, ReconstructionRule, ThresholdAt } from '../../src/delta/reconstruction';
import type { BenchSignal } from './BenchSignal';

/** A change filter as it is measured: with a mode and a threshold chosen. */
export interface ChangeFilter {
  readonly name: string;
  /** How its receiver fills the time between the points. */
  readonly receiver: ReconstructionRule;
  /** The points that it forwards of a signal, in the order in which it does. */
  forward(signal: BenchSignal): readonly Point[];
  /** The unit of its errors; 1 % of the signal's span where it is absent. */
  readonly thresholdAt?: ThresholdAt;
}

/** The part of its span by which a signal may be off. */
export const SPAN_PART = 0.01;

/** The part of its value by which it may be off, for filters that are relative to it. */
export const RELATIVE_PART = 0.02;

/** What is a change, in the unit of a signal. */
export function thresholdOf(signal: BenchSignal): number {
  return SPAN_PART * signal.span;
}

export const relativeThresholdAt: ThresholdAt = (held) => RELATIVE_PART * Math.abs(held);
