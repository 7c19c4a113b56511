/** Deeper than any device nests. */
const MAX_DEPTH = 16;

/** Maximum values visited in one payload, so that a huge one costs little. */
const MAX_VISITED = 1000;

/** Where the finite numbers of a payload are, up to `most` of them; no keys if the payload is the number. */
export function numericLeaves(values: unknown, most: number): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let visited = 0;
  const walk = (value: unknown, keys: readonly string[]): void => {
    if (found.length >= most || ++visited > MAX_VISITED) return;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) found.push(keys);
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
