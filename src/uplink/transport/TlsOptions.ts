import type { AgentOptions } from 'node:https';

/** TLS settings, named as in Node.js. The uplink sets the other options of an agent. */
export type TlsOptions = Pick<
  AgentOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'rejectUnauthorized' | 'servername' | 'ALPNProtocols'
>;

/** Paths of the PEM files that these settings were read from. They are read again when they change. */
export type TlsFilePaths = Readonly<Partial<Record<'ca' | 'cert' | 'key', string>>>;
