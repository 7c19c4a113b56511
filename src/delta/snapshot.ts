/** What is kept of a payload to compare the next one with: its scalars, and the keys that lead to them. */
export type Snapshot = Scalar | Branch;

type Scalar = string | number | boolean | null | undefined;

/** An object or an array. */
export interface Branch {
  readonly isArray: boolean;
  readonly keys: readonly string[];
  readonly values: readonly Snapshot[];
}

/** A payload as it is kept; `leaves` is how many series it holds. */
export interface TakenSnapshot {
  readonly root: Snapshot;
  readonly leaves: number;
}

/** Deeper than any device nests, shallow enough that a payload which refers to itself ends quickly. */
const MAX_DEPTH = 32;

/** More values than any reading has; bounds the work for a hostile payload. */
const MAX_LEAVES = 10_000;

/** A longer text is not kept for comparison: it bounds what a series can cost. */
const MAX_TEXT = 512;

/** Copies a payload; undefined when it is too deep, too large, or has a text too long to be kept. */
export function takeSnapshot(payload: unknown): TakenSnapshot | undefined {
  const budget = { leaves: 0 };
  const root = copy(payload, 0, budget);
  return root === TOO_MUCH ? undefined : { root, leaves: budget.leaves };
}

/** Compares a scalar with the one before it; `undefined` means that it did not meaningfully change. */
export type CompareScalars<R> = (before: unknown, value: unknown) => R | undefined;

/**
 * Compares a payload with the snapshot of an earlier one, scalar by scalar, until one differs.
 * @param keysDiffer what to return where the keys, or an array's length, are not the same.
 */
export function compareWithSnapshot<R>(
  before: Snapshot,
  payload: unknown,
  compare: CompareScalars<R>,
  keysDiffer: R,
): R | undefined {
  const isBranch = typeof before === 'object' && before !== null;
  if (!isContainer(payload)) return isBranch ? compare({}, payload) : compare(before, scalarOf(payload));
  if (!isBranch) return compare(before, {});
  const keys = keysOf(payload);
  if (before.isArray !== Array.isArray(payload) || keys?.length !== before.keys.length) return keysDiffer;
  let positions: Map<string, number> | undefined;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    if (before.keys[i] !== key)
      positions ??= new Map(before.keys.map((earlier, position) => [earlier, position]));
    const index = positions ? positions.get(key) : i;
    if (index === undefined) return keysDiffer;
    const found = compareWithSnapshot(before.values[index], Reflect.get(payload, key), compare, keysDiffer);
    if (found !== undefined) return found;
  }
  return undefined;
}

const TOO_MUCH: unique symbol = Symbol('too much');

function copy(value: unknown, depth: number, budget: { leaves: number }): Snapshot | typeof TOO_MUCH {
  if (!isContainer(value)) {
    const scalar = scalarOf(value);
    const isLong = typeof scalar === 'string' && scalar.length > MAX_TEXT;
    return isLong || ++budget.leaves > MAX_LEAVES ? TOO_MUCH : scalar;
  }
  if (depth === MAX_DEPTH) return TOO_MUCH;
  const keys = keysOf(value);
  if (!keys || (keys.length === 0 && ++budget.leaves > MAX_LEAVES)) return TOO_MUCH;
  const values: Snapshot[] = [];
  for (const key of keys) {
    const child = copy(Reflect.get(value, key), depth + 1, budget);
    if (child === TOO_MUCH) return TOO_MUCH;
    values.push(child);
  }
  return { isArray: Array.isArray(value), keys, values };
}

/**
 * The keys of a container; undefined where they do not tell its content (a Map has none), or where listing them
 * alone would take long (a large buffer).
 */
function keysOf(container: object): string[] | undefined {
  if (Array.isArray(container)) return container.length > MAX_LEAVES ? undefined : Object.keys(container);
  if (ArrayBuffer.isView(container) && container.byteLength > MAX_LEAVES) return undefined;
  const keys = Object.keys(container);
  return keys.length > 0 || isPlain(container) ? keys : undefined;
}

/** Also true for objects of another realm, such as those that function nodes make. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** A value in the form in which it is kept and compared: dates by their JSON, big integers by their digits. */
function scalarOf(value: unknown): Scalar {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      return value instanceof Date ? value.toJSON() : null;
    case 'undefined':
      return undefined;
    default:
      return String(value);
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
