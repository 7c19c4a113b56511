import { type KeyedValue, MAY_HAVE_VALUE, NAMES, VALUES, valuesUnder, valueUnder } from './keyHints';

/** A longer text does not count as a name. */
const MAX_NAME = 64;

/** The first item of a list, as in SenML; anything else as it is. */
export function itemOf(payload: unknown): unknown {
  return Array.isArray(payload) ? payload[0] : payload;
}

/**
 * The value that a payload holds under its usual name, if it does.
 * @param hints those of the payload's item, by keyHints().
 */
export function valueInside(payload: object, hints: number): KeyedValue | undefined {
  const item = (hints & MAY_HAVE_VALUE) === 0 ? undefined : itemOf(payload);
  if (typeof item !== 'object' || item === null) return undefined;
  try {
    return valueUnder(item, VALUES, (found) => found !== undefined && typeof found !== 'object');
  } catch {
    // A getter or proxy of the payload threw: there is nothing to look at.
    return undefined;
  }
}

/** What a payload calls the value that it holds, the most specific names first. */
export function namesInside(payload: object): readonly string[] {
  const item = itemOf(payload);
  if (typeof item !== 'object' || item === null) return [];
  try {
    return valuesUnder(item, NAMES, isName).map(String);
  } catch {
    return [];
  }
}

function isName(found: unknown): boolean {
  return typeof found === 'string' && found.length <= MAX_NAME;
}
