import { type AddressInfo, createServer } from 'node:net';
import type { EditorAddress } from './settings';

/** The editor cannot listen at the given address. The message says what to do. */
export class EditorAddressError extends Error {
  override readonly name = 'EditorAddressError';
}

/**
 * Tests an address, and replaces port 0 with a free port.
 * @throws {EditorAddressError} if the port is taken or the host is not an address of this machine.
 */
export async function reserveEditor({ host, port }: EditorAddress): Promise<EditorAddress> {
  const server = createServer();
  try {
    return await new Promise<EditorAddress>((fulfil, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
      server.listen(port, host, () => fulfil({ host, port: portOf(server.address(), port) }));
    });
  } finally {
    await new Promise<void>((done) => server.close(() => done()));
  }
}

/** The editor's address for a browser on this machine. */
export function editorUrl({ host, port }: EditorAddress): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}

/** Whether only programs on this machine can reach the editor. */
export function isLocal({ host }: EditorAddress): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function portOf(address: AddressInfo | string | null, fallback: number): number {
  return typeof address === 'object' && address !== null ? address.port : fallback;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): EditorAddressError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken, perhaps by another Node-RED: give another one, or --port 0 for a free one.`,
    EACCES: `Port ${port} needs privileges that this user does not have: give --port a number above 1023.`,
  };
  const reason =
    reasons[error.code ?? ''] ?? `The editor cannot listen on ${host}: ${error.message}. See --host.`;
  return new EditorAddressError(reason, { cause: error });
}
