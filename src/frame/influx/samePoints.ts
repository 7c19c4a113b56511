import { eventId } from '../event';
import type { PointField } from './pointFields';

/** A line of the protocol. */
export interface InfluxPoint {
  /** Of its event, within the batch. */
  readonly index: number;
  /** Measurement and tags, as they are written: the series. */
  readonly key: string;
  readonly fields: readonly PointField[];
  /** In the unit of the precision. */
  readonly time: bigint;
}

/** Nanoseconds in a millisecond: so many readings of a series may share one. */
const PLACES = 1_000_000n;

/**
 * Points of one series and time that have a field in common overwrite each other. Such points get a place of their own
 * within their millisecond. It follows from the event's id, so that a retry has the same bytes, and readings of the
 * same millisecond in other batches have other places, most likely.
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

/** Values that points of the same series and time behind them overwrite. */
export function overwrittenValues(points: readonly InfluxPoint[]): number {
  let values = 0;
  for (const count of clashes(points).values()) values += count;
  return values;
}

const placeOf = ({ key, time }: InfluxPoint): string => `${key} ${time}`;

/** By series and time, where points overwrite each other: how many values are overwritten. */
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

/** FNV-1a, 32 bits: far apart for ids that are alike. */
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
