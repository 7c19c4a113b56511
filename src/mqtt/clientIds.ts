/** The name that the Python package uses. */
const DEFAULT_CLIENT_ID = 'wire-band-connector';

/** In use by connectors of this process, each with the address of the broker. */
const inUse = new Set<string>();

/** A client ID, until it is released. */
export interface ClientIdLease {
  readonly name: string;
  release(): void;
}

/** The given client ID, or the default one, with a suffix if another connector uses it at this broker. */
export function takeClientId(brokerUrl: string, given: string | undefined): ClientIdLease {
  if (given !== undefined) return { name: given, release: () => undefined };
  for (let number = 1; ; number++) {
    const name = number === 1 ? DEFAULT_CLIENT_ID : `${DEFAULT_CLIENT_ID}-${number}`;
    const key = `${name} ${brokerUrl}`;
    if (inUse.has(key)) continue;
    inUse.add(key);
    return { name, release: () => inUse.delete(key) };
  }
}
