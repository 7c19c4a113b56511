import type { Field } from './Field';
import { labelOf, nameText } from './namedValue';
import { timeFields } from './timeFields';

/** The fields of the items of a list; undefined for one that is no object. */
export type ItemFields = readonly (readonly Field[] | undefined)[];

/**
 * What the items of a list go by in their paths: the texts that name them where each has one of its own, `''` where
 * they are readings of one series that only differ in their time, else undefined: they go by their index.
 */
export function itemNames(items: ItemFields, mayBeSeries: boolean): readonly (string | undefined)[] {
  const labels = items.map((fields) => fields && labelOf(fields));
  const texts = labels.map((label) => label && nameText(label));
  const distinct = new Set(texts);
  if (distinct.size === items.length && !distinct.has(undefined)) return texts;
  const isSeries = mayBeSeries && distinct.size <= 1 && haveDistinctTimes(items);
  return items.map(() => (isSeries ? '' : undefined));
}

function haveDistinctTimes(items: ItemFields): boolean {
  const times = new Set(items.map((fields) => fields && timeFields(fields).time));
  return times.size === items.length && !times.has(undefined);
}
