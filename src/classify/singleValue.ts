import type { PayloadWatch } from './cache/PayloadWatch';
import { knownValue } from './knownValue';
import { NAME_KEYS, TELLS_VALUE, VALUE_KEYS } from './telltaleKeys';
import type { KnownValue } from './valueKind';

/** Longer texts are no names. */
const MAX_NAME = 64;

/** The first item of a list, as in SenML; anything else itself. */
export function itemOf(payload: unknown): unknown {
  return Array.isArray(payload) ? payload[0] : payload;
}

/**
 * The value that a payload holds under its usual name; a container where it holds none or several.
 * @param tells of the payload's item, by telltaleKeys().
 * @param watch remembers what was looked at.
 */
export function knownInside(payload: object, tells: number, watch: PayloadWatch | undefined): KnownValue {
  const found =
    (tells & TELLS_VALUE) === 0
      ? undefined
      : valueUnder(itemOf(payload), VALUE_KEYS, (value) => typeof value !== 'object');
  if (watch && (tells & TELLS_VALUE) !== 0) watch.seeKinds(VALUE_KEYS);
  if (!found) return { kind: 'container', value: payload };
  return watch ? watch.known(payload, found.key, found.value) : knownValue(found.value);
}

/** What a payload calls the value that it holds, if it does. */
export function nameInside(payload: object, watch: PayloadWatch | undefined): string | undefined {
  watch?.seeTexts(NAME_KEYS);
  const name = valueUnder(itemOf(payload), NAME_KEYS, (found) => typeof found === 'string')?.value;
  return typeof name === 'string' && name.length <= MAX_NAME ? name : undefined;
}

function valueUnder(
  item: unknown,
  keys: readonly string[],
  isMeant: (found: unknown) => boolean,
): { readonly key: string; readonly value: unknown } | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  try {
    for (const key of keys) {
      const found: unknown = Object.hasOwn(item, key) ? Reflect.get(item, key) : undefined;
      if (found !== undefined && isMeant(found)) return { key, value: found };
    }
  } catch {
    // A getter or proxy of the payload threw: there is nothing to look at.
  }
  return undefined;
}
