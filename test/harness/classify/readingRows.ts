import { Classifier, type Reading, readingsOf } from '../../../src/classify';

/** The time at which the tests take place. */
export const NOW = Date.UTC(2026, 0, 5, 12);

const classifier = new Classifier();

/** A reading as a row: path, value, quantity (or symbol if it has none), unit, time as ISO 8601. */
export type Row = readonly [path: string, value: unknown, what: string, unit?: string, time?: string];

export function readings(payload: unknown, topic = 'site/device'): readonly Reading[] {
  return readingsOf(classifier, topic, payload, () => NOW) ?? [];
}

/** The readings of a payload, without metadata. */
export function rows(payload: unknown, topic?: string): Row[] {
  return readings(payload, topic)
    .filter(({ isMeta }) => !isMeta)
    .map(({ leaf, classification }): Row => {
      const { quantity, name, unit } = classification;
      const time = leaf.time === undefined ? undefined : new Date(leaf.time).toISOString();
      const what = quantity ?? name;
      if (time !== undefined) return [leaf.path, leaf.value, what, unit ?? '', time];
      return unit === undefined ? [leaf.path, leaf.value, what] : [leaf.path, leaf.value, what, unit];
    });
}

/** The paths of a payload's metadata, in alphabetical order. */
export function metaPaths(payload: unknown, topic?: string): string[] {
  return readings(payload, topic)
    .filter(({ isMeta }) => isMeta)
    .map(({ leaf }) => leaf.path)
    .sort();
}
