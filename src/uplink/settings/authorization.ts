/** The scheme that an API key begins with, as in `Token abc`; undefined if it has none. */
export function schemeOf(apiKey: string): string | undefined {
  return /^(Bearer|Token|Basic|ApiKey) \S/i.exec(apiKey)?.[1];
}

/** The value of the `Authorization` header: a key that begins with a scheme is sent unchanged. */
export function authorization(apiKey: string, scheme = 'Bearer'): string {
  return schemeOf(apiKey) === undefined ? `${scheme} ${apiKey}` : apiKey;
}
