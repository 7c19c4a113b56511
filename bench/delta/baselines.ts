import type { Point } from '../../src/delta/reconstruction';
import { type ChangeFilter, thresholdOf } from './ChangeFilter';

/** Suppresses values equal to the last forwarded one. */
export const exactChange: ChangeFilter = {
  name: 'exact change',
  receiver: 'hold',
  forward: ({ points }) => deadbandOf(points, Number.MIN_VALUE),
};

/** Suppresses values closer to the last forwarded one than the threshold. */
export const deadband: ChangeFilter = {
  name: 'plain deadband',
  receiver: 'hold',
  forward: (signal) => deadbandOf(signal.points, thresholdOf(signal)),
};

/** The same points, for a receiver that draws lines between them, as charts do. */
export const deadbandDrawn: ChangeFilter = { ...deadband, receiver: 'line' };

/**
 * Swinging door as Bristol described it (US patent 4,669,097) and as it is usually written: two doors swing from the
 * last sent point so that a line between them would pass each suppressed point within the threshold; once they have
 * opened beyond parallel, the previous point is sent. Nothing requires that point itself to lie on such a line.
 */
export const classicSwingingDoor: ChangeFilter = {
  name: 'classic swinging door',
  receiver: 'line',
  forward: (signal) => swingingDoorOf(signal.points, thresholdOf(signal)),
};

/** With half the threshold it keeps the bound that it is meant to keep. */
export const halvedSwingingDoor: ChangeFilter = {
  ...classicSwingingDoor,
  name: 'classic swinging door, half the threshold',
  forward: (signal) => swingingDoorOf(signal.points, thresholdOf(signal) / 2),
};

function deadbandOf(points: readonly Point[], threshold: number): Point[] {
  const forwarded: Point[] = [];
  for (const point of points) {
    const last = forwarded.at(-1);
    if (!last || Math.abs(point.value - last.value) >= threshold) forwarded.push(point);
  }
  return forwarded;
}

/** The last point is sent when the signal ends. */
function swingingDoorOf(points: readonly Point[], threshold: number): Point[] {
  let [anchor, ...rest] = points;
  if (!anchor) return [];
  const forwarded = [anchor];
  let [previous, lowest, highest] = [anchor, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const point of rest) {
    const opens = (from: Point, side: number): number =>
      (point.value + side - from.value) / (point.time - from.time);
    lowest = Math.max(lowest, opens(anchor, -threshold));
    highest = Math.min(highest, opens(anchor, threshold));
    if (lowest > highest) {
      forwarded.push(previous);
      anchor = previous;
      [lowest, highest] = [opens(anchor, -threshold), opens(anchor, threshold)];
    }
    previous = point;
  }
  if (previous !== anchor) forwarded.push(previous);
  return forwarded;
}
