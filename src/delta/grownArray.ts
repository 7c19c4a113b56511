/** A copy with more room, where the new places have a value that says that there is nothing. */
export function grownArray(array: Float64Array, length: number, nothing: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(array);
  if (nothing !== 0) larger.fill(nothing, array.length);
  return larger;
}
