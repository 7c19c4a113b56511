/** An additional header of every request. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** The headers in a flow file, which may have been written by hand: a list, or an object. */
export function readHeaders(given: unknown): Header[] {
  if (!Array.isArray(given)) {
    return Object.entries(Object(given)).map(([name, value]) => ({ name, value: String(value ?? '') }));
  }
  return given.map((row: unknown) => {
    const { name, value } = Object(row);
    return { name: String(name ?? ''), value: String(value ?? '') };
  });
}
