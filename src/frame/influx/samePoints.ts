import { eventId } from '../event';
import type { PointField } from './pointFields';

/** A line of the protocol. */
export interface InfluxPoint {
  /** Index of its event within the batch. */
  readonly index: number;
  /** Measurement and tags as written: the series. */
  readonly key: string;
  readonly fields: readonly PointField[];
  /** In the unit of the chosen precision. */
  readonly time: bigint;
}

/** Nanoseconds in a millisecond: the number of readings of a series that can share one. */
const PLACES = 1_000_000n;

/**
 * Points of one series and time that have a field in common overwrite each other. Such points are moved to a nanosecond
 * of their own within their millisecond. It is derived from the event's ID, so that a retry has the same bytes, and
 * readings of the same millisecond in other batches most likely get different ones.
 * @param points with times in nanoseconds.
 */
export function numbered(points: readonly InfluxPoint[], batchId: string): readonly InfluxPoint[] {
  const clashing = clashes(points);
  if (clashing.size === 0) return points;
  return points.map((point) =>
    clashing.has(placeOf(point))
      ? { ...point, time: within(point.time, eventId(batchId, point.index)) }
      : point,
  );
}

/** Number of values that are overwritten by later points of the same series and time. */
export function overwrittenValues(points: readonly InfluxPoint[]): number {
  let values = 0;
  for (const count of clashes(points).values()) values += count;
  return values;
}

const placeOf = ({ key, time }: InfluxPoint): string => `${key} ${time}`;

/** How many values are overwritten, by series and time; only those with any. */
function clashes(points: readonly InfluxPoint[]): ReadonlyMap<string, number> {
  const first = new Map<string, InfluxPoint>();
  const fields = new Map<string, Set<string>>();
  const clashing = new Map<string, number>();
  for (const point of points) {
    const place = placeOf(point);
    const before = first.get(place);
    if (!before) {
      first.set(place, point);
      continue;
    }
    const seen = fields.get(place) ?? new Set(before.fields.map(({ name }) => name));
    fields.set(place, seen);
    for (const { name } of point.fields) {
      if (seen.has(name)) clashing.set(place, (clashing.get(place) ?? 0) + 1);
      seen.add(name);
    }
  }
  return clashing;
}

/** FNV-1a, 32 bits: similar IDs get distant values. */
function hashOf(text: string): bigint {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return BigInt(hash >>> 0);
}

function within(nanoseconds: bigint, id: string): bigint {
  const split = id.lastIndexOf(':');
  const place = hashOf(id.slice(0, split)) + BigInt(id.slice(split + 1));
  const rest = ((nanoseconds % PLACES) + PLACES) % PLACES;
  return nanoseconds - rest + ((rest + place) % PLACES);
}
