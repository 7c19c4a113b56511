import type { Quality } from '../fields/qualityField';
import type { UnitText } from '../fields/siblingUnits';
import type { FormRules } from './FormRules';
import type { Leaf } from './Leaf';

/** Where a walk is: what the levels above say about the value. */
export interface Place {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly time?: number | undefined;
  readonly unit?: UnitText | undefined;
  /** The last level of the path is a unit of what the level above names. */
  readonly isUnit?: boolean | undefined;
  /** The status or quality code next to it. */
  readonly quality?: Quality | undefined;
  /** Neither it nor anything below it is a reading. */
  readonly meta?: boolean | undefined;
  /** The path of what it and everything below it describe: a reading only if the rest of its path says so. */
  readonly describes?: string | undefined;
  /** What a field next to the value calls it. */
  readonly says?: string | undefined;
  /** The title of the list that it is in. */
  readonly heading?: string | undefined;
  /** What the value is by its form's definition. */
  readonly means?: string | undefined;
  readonly rules?: FormRules | undefined;
}

/** The path of what is under a key. */
export function childPath(path: string, key: string): string {
  return path === '' ? key : `${path}/${key}`;
}

/** The last level of a path. */
export function lastLevel(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The leaf of a value at this place; undefined for anything but a text, a number, a boolean, a date or null. */
export function toLeaf(value: unknown, place: Place): Leaf | undefined {
  const { path, time, unit, isUnit, quality, meta, describes, says, heading, means } = place;
  const scalar = toScalar(value);
  if (scalar === undefined) return undefined;
  // Without a value, nothing was measured.
  const isMissing = scalar === null || (typeof scalar === 'number' && !Number.isFinite(scalar));
  const leaf: { -readonly [field in keyof Leaf]: Leaf[field] } = { path, value: scalar };
  if (typeof unit === 'string') leaf.unit = unit;
  if (isUnit) leaf.isUnit = isUnit;
  if (time !== undefined) leaf.time = time;
  if (quality !== undefined) leaf.quality = quality;
  if (meta || isMissing || value instanceof Date) leaf.meta = true;
  if (describes !== undefined) leaf.describes = describes;
  if (says !== undefined) leaf.says = says;
  if (heading !== undefined) leaf.heading = heading;
  if (means !== undefined) leaf.means = means;
  return leaf;
}

function toScalar(value: unknown): Leaf['value'] | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
}
