/** One number of a payload and where it stands. */
export interface NumericLeaf {
  readonly keys: readonly string[];
  /** The keys as a path; empty when the payload is the number. */
  readonly field: string;
}

/** Deeper than any device nests. */
const MAX_DEPTH = 16;

/** Values looked at in one payload, so that a huge one costs little. */
const MAX_VISITED = 1000;

/** The finite numbers of a payload, so many at most. */
export function numericLeaves(values: unknown, most: number): NumericLeaf[] {
  const found: NumericLeaf[] = [];
  let visited = 0;
  const walk = (value: unknown, keys: readonly string[]): void => {
    if (found.length >= most || ++visited > MAX_VISITED) return;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) found.push({ keys, field: keys.join('.') });
      return;
    }
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    if (keys.length === MAX_DEPTH) return;
    for (const key in value) {
      if (visited > MAX_VISITED) return;
      if (Object.hasOwn(value, key)) walk(Reflect.get(value, key), [...keys, key]);
    }
  };
  walk(values, []);
  return found;
}
