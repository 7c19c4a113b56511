/** The address of a broker as typed by a user, for an mqtt-broker node. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user: string;
  readonly password: string;
}

const PORTS: ReadonlyMap<string, number> = new Map([
  ['mqtt:', 1883],
  ['mqtts:', 8883],
]);

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Reads `host`, `host:port`, `mqtt://user:password@host:port` or the same with mqtts; undefined for anything else. */
export function readBrokerAddress(text: string): BrokerAddress | undefined {
  const typed = text.trim();
  const full = SCHEME.test(typed) ? typed : `mqtt://${typed}`;
  if (!URL.canParse(full)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(full);
  const usual = PORTS.get(protocol.toLowerCase());
  if (usual === undefined || hostname === '' || !['', '/'].includes(pathname + search + hash))
    return undefined;
  try {
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? usual : Number(port),
      tls: protocol.toLowerCase() === 'mqtts:',
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  } catch {
    // A stray percent sign.
    return undefined;
  }
}
