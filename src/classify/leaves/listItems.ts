import type { Field } from '../fields/Field';
import { kindText, labelOf, type NamedValue, namedValue, nameText } from '../fields/namedValue';
import { timeFields } from '../fields/timeFields';
import { childPath } from './Place';

/** The fields of the items of a list; undefined for an item that is not an object. */
export type ItemFields = readonly (readonly Field[] | undefined)[];

/**
 * What the items of a list go by in their paths: the texts that name them if each has its own, `''` if they are
 * readings of one series that differ only in time, else undefined: they go by their index.
 */
export function itemNames(items: ItemFields, mayBeSeries: boolean): readonly (string | undefined)[] {
  const labels = items.map((fields) => fields && labelOf(fields));
  const texts = labels.map((label) => label && nameText(label));
  const distinct = new Set(texts);
  if (distinct.size === items.length && !distinct.has(undefined)) return texts;
  const isSeries = mayBeSeries && distinct.size <= 1 && haveDistinctTimes(items);
  return items.map(() => (isSeries ? '' : undefined));
}

/**
 * The items of a list that are named values. If one name has values of several kinds, as a channel of a device does,
 * the kinds become levels of their own: `1/temperature`, `1/humidity`.
 */
export function namedItems(items: ItemFields): readonly (NamedValue | undefined)[] {
  const named = items.map((fields) => fields && namedValue(fields));
  const kindsOf = new Map<string, Set<string | undefined>>();
  const kinds = items.map((fields, i) => {
    const value = named[i];
    if (!fields || !value) return undefined;
    const kind = kindText(fields.filter((field) => field !== value.name && field !== value.value));
    const all = kindsOf.get(value.path) ?? new Set();
    kindsOf.set(value.path, all.add(kind));
    return kind;
  });
  return named.map((value, i) => {
    const kind = kinds[i];
    if (!value || kind === undefined || (kindsOf.get(value.path)?.size ?? 0) < 2) return value;
    return { ...value, path: childPath(value.path, kind) };
  });
}

function haveDistinctTimes(items: ItemFields): boolean {
  const times = new Set(items.map((fields) => fields && timeFields(fields).time));
  return times.size === items.length && !times.has(undefined);
}
