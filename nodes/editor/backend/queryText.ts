/** The decoded value of a query parameter; undefined if there is none with this name. */
export function parameterOf(query: string, name: string): string | undefined {
  const found = parts(query).find((part) => nameOf(part) === name);
  return found === undefined ? undefined : decoded(found.slice(name.length + 1));
}

/**
 * Sets a parameter of the query, in its place or at the end, and leaves the rest as it is. Encodes only characters that
 * would be misread (`%`, `&`, `#`, `+`), so that placeholders and statements stay readable.
 * @param value undefined removes the parameter.
 */
export function withParameter(query: string, name: string, value: string | undefined): string {
  const written = value === undefined ? [] : [`${name}=${encoded(value)}`];
  const before = parts(query);
  const index = before.findIndex((part) => nameOf(part) === name);
  const after =
    index < 0 ? [...before, ...written] : before.flatMap((part, i) => (i === index ? written : [part]));
  return after.join('&');
}

function parts(query: string): string[] {
  return query
    .trim()
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '');
}

function nameOf(part: string): string {
  return part.split('=', 1)[0] ?? '';
}

function encoded(value: string): string {
  return value.replace(/[%&#+]/g, encodeURIComponent);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}
