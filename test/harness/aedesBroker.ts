import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

export interface BrokerOptions {
  /** Speaks TLS with the certificate of test/fixtures/tls. */
  readonly tls?: boolean;
  /** The only account; without it everyone is let in. */
  readonly account?: { readonly username: string; readonly password: string };
}

export interface TestBroker {
  readonly port: number;
  /** Logins that were turned away. */
  refused(): number;
  stop(): Promise<void>;
}

/** File with the certificate of the authority that signed the brokers' one. */
export const testAuthority = join(__dirname, '../fixtures/tls/ca.crt');

/** Starts an MQTT broker in this process, on a free port of 127.0.0.1. */
export async function startBroker({ tls = false, account }: BrokerOptions = {}): Promise<TestBroker> {
  const { Aedes } = await import('aedes');
  let refused = 0;
  const broker = await Aedes.createBroker({
    authenticate(_client, username, password, done) {
      const welcome =
        !account || (username === account.username && password?.toString() === account.password);
      if (!welcome) refused++;
      done(null, welcome);
    },
  });
  const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../fixtures/tls', name));
  const server = tls
    ? createTlsServer({ key: fixture('server.key'), cert: fixture('server.crt') }, broker.handle)
    : createServer(broker.handle);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server),
    refused: () => refused,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => broker.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the broker has no port');
  return address.port;
}
