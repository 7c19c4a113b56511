/** The scheme that an API key names itself, as in `Token abc`; undefined where it names none. */
export function schemeOf(apiKey: string): string | undefined {
  return /^(Bearer|Token|Basic|ApiKey) \S/i.exec(apiKey)?.[1];
}

/** What is sent as `Authorization`: a key that names a scheme as it is. */
export function authorization(apiKey: string, scheme = 'Bearer'): string {
  return schemeOf(apiKey) === undefined ? `${scheme} ${apiKey}` : apiKey;
}
