/** A number and when it was measured, milliseconds since the epoch. */
export interface Point {
  readonly time: number;
  readonly value: number;
}

/**
 * How a receiver fills the time between the points that reached it:
 * - `hold`: with the last point at or before a moment
 * - `line`: with the straight line between the points around it; if one of them is not a finite number, and after the
 *   last point, as with `hold`
 *
 * A receiver orders points by their time, not by their arrival.
 */
export type ReconstructionRule = 'hold' | 'line';

/** How well a receiver knows a signal. Errors are in the signal's unit, or in thresholds if these are given. */
export interface Fidelity {
  readonly samples: number;
  readonly forwarded: number;
  /** The share of the samples that was not forwarded, from 0 to 1; below 0 if there are more points than samples. */
  readonly suppression: number;
  /** The largest distance between a sample and what the receiver has at its time. */
  readonly maxError: number;
  readonly meanError: number;
  /**
   * By how much the receiver is too high on average, each sample counting for the time until the next one; unlike an
   * error, it shows whether averages and sums of the forwarded points are right.
   */
  readonly bias: number;
}

/** @param held the value that the receiver holds, to which a relative threshold applies. */
export type ThresholdAt = (held: number) => number;

/**
 * What a receiver has at each of the times; NaN before its first point.
 * @param times ascending.
 */
export function reconstruct(
  rule: ReconstructionRule,
  forwarded: readonly Point[],
  times: readonly number[],
): number[] {
  const points = inOrder(forwarded);
  let next = 0;
  return times.map((time) => {
    while ((points[next]?.time ?? Number.POSITIVE_INFINITY) <= time) next++;
    const before = points[next - 1];
    if (!before) return Number.NaN;
    return rule === 'line' ? onLine(before, points[next], time) : before.value;
  });
}

/**
 * Compares a signal with what reached a receiver.
 * @param samples in the order of their times.
 * @param thresholdAt gives errors in thresholds; without it they are in the signal's unit.
 */
export function measureFidelity(
  rule: ReconstructionRule,
  samples: readonly Point[],
  forwarded: readonly Point[],
  thresholdAt: ThresholdAt = () => 1,
): Fidelity {
  const times = samples.map(({ time }) => time);
  const received = reconstruct(rule, forwarded, times);
  const held = rule === 'hold' ? received : reconstruct('hold', forwarded, times);
  let [largest, sum, weighted] = [0, 0, 0];
  samples.forEach(({ time, value }, i) => {
    const distance = difference(received[i] ?? Number.NaN, value);
    const error = distance === 0 ? 0 : distance / thresholdAt(held[i] ?? Number.NaN);
    largest = Math.max(largest, Math.abs(error));
    sum += Math.abs(error);
    weighted += error * ((times[i + 1] ?? time) - time);
  });
  const duration = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return {
    samples: samples.length,
    forwarded: forwarded.length,
    suppression: samples.length > 0 ? 1 - forwarded.length / samples.length : 0,
    maxError: largest,
    meanError: samples.length > 0 ? sum / samples.length : 0,
    bias: duration > 0 ? weighted / duration : 0,
  };
}

/** Points at the same time stay in order of arrival, so that the last one counts. */
function inOrder(points: readonly Point[]): readonly Point[] {
  const isOrdered = points.every(({ time }, i) => i === 0 || (points[i - 1]?.time ?? time) <= time);
  return isOrdered ? points : [...points].sort((a, b) => a.time - b.time);
}

function onLine(before: Point, after: Point | undefined, time: number): number {
  if (!after || time === before.time || after.value === before.value) return before.value;
  if (!Number.isFinite(before.value) || !Number.isFinite(after.value)) return before.value;
  const part = (time - before.time) / (after.time - before.time);
  return before.value * (1 - part) + after.value * part;
}

/** 0 for the same non-finite value on both sides, infinite if only one side is finite. */
function difference(received: number, value: number): number {
  if (Object.is(received, value)) return 0;
  const distance = received - value;
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}
