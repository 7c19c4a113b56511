import { nameOfKey, ranked } from './Field';

/** Keys of the quality of the value next to them, without case and separators, the most specific first. */
const QUALITY_KEYS = [
  'quality',
  'qualitycode',
  'opcquality',
  'q',
  'qc',
  'statuscode',
  'status',
  'validity',
  'isvalid',
  'valid',
] as const;

/** Their ranks, for firstNamed(). */
export const QUALITIES = ranked(QUALITY_KEYS);

/** Objects with more fields are not a single value. */
const MAX_FIELDS = 32;

/** Longer texts are descriptions. */
const MAX_TEXT = 64;

/** A status or quality code, as found. */
export type Quality = string | number | boolean;

/** The key of the quality among those of an object that is one value. */
export function qualityKey(keys: readonly string[]): string | undefined {
  if (keys.length > MAX_FIELDS) return undefined;
  let best: string | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const rank = QUALITIES.get(nameOfKey(key)) ?? Number.POSITIVE_INFINITY;
    if (rank >= bestRank) continue;
    best = key;
    bestRank = rank;
  }
  return best;
}

/** What a field says about the quality of the value next to it. */
export function qualityOf(value: unknown): Quality | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : undefined;
}
