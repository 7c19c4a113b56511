import type { Point } from '../../src/delta/reconstruction';
import { forwardedPoints } from '../../test/harness/delta/forwardedPoints';
import { count, table } from '../figures';
import type { BenchSignal } from './BenchSignal';

/*
 * Doors that keep the bound strictly and send only measured values: the line to the sample that ends it is near enough
 * to all samples before. Written independently of the filter's code, so that each checks the other.
 */

/** The slopes that lines from a point may have. */
class Cone {
  private lowest = Number.NEGATIVE_INFINITY;
  private highest = Number.POSITIVE_INFINITY;

  constructor(
    private readonly from: Point,
    private readonly threshold: number,
  ) {}

  get isOpen(): boolean {
    return this.lowest <= this.highest;
  }

  /** Whether the line to a point is one of them; from now on, all of them must pass near enough to that point. */
  reaches({ time, value }: Point): boolean {
    const slope = (shift: number): number => (value + shift - this.from.value) / (time - this.from.time);
    const isReached = slope(0) >= this.lowest && slope(0) <= this.highest;
    this.lowest = Math.max(this.lowest, slope(-this.threshold));
    this.highest = Math.min(this.highest, slope(this.threshold));
    return isReached;
  }
}

/** @param lookAhead maximum number of samples kept after the last one that the line reached. */
export function doorPoints(points: readonly Point[], threshold: number, lookAhead: number): Point[] {
  const [first] = points;
  if (!first) return [];
  const forwarded = [first];
  let cone = new Cone(first, threshold);
  let corner = 0;
  for (let i = 1; i < points.length; i++) {
    const point = points[i] ?? first;
    if (cone.reaches(point)) corner = i;
    if (cone.isOpen && i - corner <= lookAhead && i < points.length - 1) continue;
    if (corner === i && i < points.length - 1) continue;
    const end = points[corner] ?? first;
    forwarded.push(end);
    cone = new Cone(end, threshold);
    i = corner;
  }
  return forwarded;
}

/** The fewest points possible, including the first and the last: the shortest path over all lines near enough. */
export function fewestPoints(points: readonly Point[], threshold: number): Point[] {
  const lines = new Int32Array(points.length).fill(0x7fffffff);
  const before = new Int32Array(points.length);
  lines[0] = 0;
  points.forEach((from, i) => {
    const cone = new Cone(from, threshold);
    const next = (lines[i] ?? 0) + 1;
    for (let j = i + 1; j < points.length && cone.isOpen; j++) {
      const to = points[j];
      if (to && cone.reaches(to) && next < (lines[j] ?? 0)) {
        lines[j] = next;
        before[j] = i;
      }
    }
  });
  const way: Point[] = [];
  for (let i = points.length - 1; i > 0; i = before[i] ?? 0) way.push(...points.slice(i, i + 1));
  return [...points.slice(0, 1), ...way.reverse()];
}

/** Thresholds, as fractions of a signal's span. */
const PARTS = [0.01, 0.02] as const;

/** How many points the door forwards, compared with its predecessor and the fewest points possible. */
export function pointsOfDoors(signals: readonly BenchSignal[]): string {
  const rows = signals.map(({ name, points, span }) => [
    name,
    ...PARTS.flatMap((part) => {
      const threshold = part * span;
      const before = doorPoints(points, threshold, 0).length;
      const ours = forwardedPoints({ mode: 'swinging-door', threshold }, points).length;
      const fewest = fewestPoints(points, threshold).length;
      return [count(before), count(ours), count(fewest), (100 * (ours / fewest - 1)).toFixed(0)];
    }),
  ]);
  return [
    'Points forwarded by strict swinging doors: a plain one without look-ahead, ours, and the minimum with which lines between',
    'samples keep the bound, computed from the whole signal. Thresholds are 1 % and 2 % of the span.',
    '',
    table(
      ['signal', ...PARTS.flatMap((part) => [`plain, ${100 * part} %`, 'ours', 'minimum', 'ours above, %'])],
      rows,
    ),
  ].join('\n');
}
