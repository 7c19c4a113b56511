/** One scalar of a payload: where it stands (keys from the root) and what it is. */
export interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** Between the keys of a path: a control character that no sane key holds, so `a.b` and `a`→`b` differ. */
const PATH_SEPARATOR = '\u001f';

/** Deeper than any device nests, shallow enough that a self-referring payload ends quickly. */
const MAX_DEPTH = 32;

/** More values than any reading has; bounds the work for a hostile or self-referring payload. */
const MAX_LEAVES = 10_000;

/**
 * Lists the scalars of a payload in the order of its keys; empty objects and arrays count as scalars.
 * @returns undefined when the payload is too deep or too large to be compared value by value.
 */
export function leavesOf(payload: unknown): Leaf[] | undefined {
  if (!isContainer(payload)) return [{ path: '', value: payload }];
  const leaves: Leaf[] = [];
  return collect(payload, '', 0, leaves) ? leaves : undefined;
}

function collect(container: object, prefix: string, depth: number, leaves: Leaf[]): boolean {
  if (depth >= MAX_DEPTH) return false;
  const keys = Object.keys(container);
  if (keys.length === 0)
    leaves.push({ path: prefix, value: Array.isArray(container) ? EMPTY_ARRAY : EMPTY_OBJECT });
  for (const key of keys) {
    if (leaves.length >= MAX_LEAVES) return false;
    const value: unknown = Reflect.get(container, key);
    const path = prefix + PATH_SEPARATOR + key;
    if (!isContainer(value)) leaves.push({ path, value });
    else if (!collect(value, path, depth + 1, leaves)) return false;
  }
  return true;
}

export const EMPTY_OBJECT: unique symbol = Symbol('{}');
export const EMPTY_ARRAY: unique symbol = Symbol('[]');

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
