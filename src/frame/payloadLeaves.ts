/** One value inside a payload, with the keys and indexes that lead to it; none if the payload is a single value. */
export interface PayloadLeaf {
  readonly path: readonly string[];
  /** A number, text or a boolean; null for null, `{}` and `[]`; undefined if nested too deeply. */
  readonly value: number | string | boolean | null | undefined;
}

/** Deeper than any reading nests. */
const MAX_DEPTH = 32;

/** The values of a payload, in order. */
export function payloadLeaves(payload: unknown): PayloadLeaf[] {
  const leaves: PayloadLeaf[] = [];
  collect(payload, [], leaves);
  return leaves;
}

function collect(value: unknown, path: readonly string[], leaves: PayloadLeaf[]): void {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
    leaves.push({ path, value });
    return;
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) leaves.push({ path, value: null });
  else if (path.length >= MAX_DEPTH) leaves.push({ path, value: undefined });
  else for (const [key, child] of entries) collect(child, [...path, key], leaves);
}
