/** Whether a value holds further values: an array or an object, not bytes, a date or a collection. */
export function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  return !(
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer ||
    value instanceof Date ||
    value instanceof Map ||
    value instanceof Set
  );
}

/** Whether a value is an object with keys, not an array. */
export function isRecord(value: unknown): value is object {
  return isContainer(value) && !Array.isArray(value);
}
