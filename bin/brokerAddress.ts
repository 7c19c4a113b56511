import { UsageError } from './UsageError';

/** The broker's address, without user name and password. */
export interface BrokerAddress {
  /** For display and for clients: `mqtt://localhost:1883`. */
  readonly url: string;
  readonly tls: boolean;
  readonly webSocket: boolean;
  /** An IPv6 address has no brackets here. */
  readonly host: string;
  readonly port: number;
}

export interface GivenBroker {
  readonly address: BrokerAddress;
  /** From the address, as in `mqtt://user:password@host`. */
  readonly username?: string;
  readonly password?: string;
}

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['mqtt:', 1883],
  ['mqtts:', 8883],
  ['ws:', 80],
  ['wss:', 443],
]);

const EXPECTED = 'Give --broker an address such as mqtt://localhost:1883 or mqtts://broker.example.com:8883';

/** Parses an MQTT address and separates user name and password from it. @throws {UsageError} */
export function parseBroker(given: string): GivenBroker {
  if (!URL.canParse(given)) throw new UsageError(`${EXPECTED}.`);
  const url = new URL(given);
  const defaultPort = DEFAULT_PORTS.get(url.protocol);
  if (defaultPort === undefined || url.hostname === '') {
    throw new UsageError(`${EXPECTED}; use mqtt, mqtts, ws or wss.`);
  }
  const webSocket = url.protocol.startsWith('ws');
  if (!webSocket && !['', '/'].includes(url.pathname + url.search + url.hash)) {
    throw new UsageError(`${EXPECTED}, with nothing after the port; give topics with --topics.`);
  }
  const username = decodePart(url.username);
  const password = decodePart(url.password);
  const port = url.port === '' ? defaultPort : Number(url.port);
  const path = webSocket ? url.pathname + url.search : '';
  return {
    address: {
      url: `${url.protocol}//${url.hostname}:${port}${path}`,
      tls: url.protocol === 'mqtts:' || url.protocol === 'wss:',
      webSocket,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port,
    },
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  };
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(
      '--broker: the user name or password holds a stray %; write it as %25, or use --username.',
    );
  }
}
