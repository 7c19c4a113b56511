import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import type { Point } from '../../../src/delta/reconstruction';

/** What a filter has forwarded of a signal by its end, with what it still held back then, in order of forwarding. */
export function forwardedPoints(options: DeltaOptions, points: readonly Point[]): readonly Point[] {
  const filter = new DeltaFilter<Point>(options);
  const forwarded: Point[] = [];
  const add = (point: Point | undefined): void => {
    if (point) forwarded.push(point);
  };
  for (const point of points) {
    const { time, value } = point;
    const { earlier, pass } = filter.check('topic', value, { now: time, time, ref: point });
    for (const { ref } of earlier ?? []) add(ref);
    if (pass) add(point);
  }
  for (const { ref } of filter.flush()) add(ref);
  return forwarded;
}
