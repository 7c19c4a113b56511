import { knownValue } from '../values/knownValue';
import type { KnownValue } from '../values/valueKind';
import { MAY_HAVE_VALUE, NAME_KEYS, VALUE_KEYS } from './keyHints';

/** Longer texts are no names. */
const MAX_NAME = 64;

/** The first item of a list, as in SenML; anything else itself. */
export function itemOf(payload: unknown): unknown {
  return Array.isArray(payload) ? payload[0] : payload;
}

/**
 * The value that a payload holds under its usual name; a container where it holds none or several.
 * @param hints of the payload's item, by keyHints().
 */
export function knownInside(payload: object, hints: number): KnownValue {
  const value =
    (hints & MAY_HAVE_VALUE) === 0
      ? undefined
      : valueUnder(itemOf(payload), VALUE_KEYS, (found) => typeof found !== 'object');
  return value === undefined ? { kind: 'container', value: payload } : knownValue(value);
}

/** What a payload calls the value that it holds, if it does. */
export function nameInside(payload: object): string | undefined {
  const name = valueUnder(itemOf(payload), NAME_KEYS, (found) => typeof found === 'string');
  return typeof name === 'string' && name.length <= MAX_NAME ? name : undefined;
}

function valueUnder(item: unknown, keys: readonly string[], isMeant: (found: unknown) => boolean): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  try {
    for (const key of keys) {
      const found: unknown = Object.hasOwn(item, key) ? Reflect.get(item, key) : undefined;
      if (found !== undefined && isMeant(found)) return found;
    }
  } catch {
    // A getter or proxy of the payload threw: there is nothing to look at.
  }
  return undefined;
}
