import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Aedes } from 'aedes' with { 'resolution-mode': 'import' };
import { connectAsync, type MqttClient } from 'mqtt';
import { listen } from './listening';

export interface BrokerOptions {
  /** PEM; makes it a broker with MQTT over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The only user who may connect. */
  readonly user?: { readonly name: string; readonly password: string };
}

/** A real MQTT broker (aedes) in this process, on a free port of 127.0.0.1. */
export class TestBroker {
  readonly url: string;
  private readonly publishers: MqttClient[] = [];

  private constructor(
    private readonly aedes: Aedes,
    private readonly server: Server,
    readonly port: number,
    scheme: string,
    private readonly refusals: { readonly count: number },
  ) {
    this.url = `${scheme}://127.0.0.1:${port}`;
  }

  static async start({ tls, user }: BrokerOptions = {}): Promise<TestBroker> {
    const { Aedes } = await import('aedes');
    const refusals = { count: 0 };
    const aedes = await Aedes.createBroker({
      // aedes handles in parallel what arrives together: the end of a subscription would take along one that follows
      // at once, as when Node-RED replaces a node. A broker handles them in order: this one does, with a turn between.
      authorizeSubscribe: (_client, subscription, done) => {
        setImmediate(() => setImmediate(() => done(null, subscription)));
      },
      ...(user && {
        authenticate: (_client, name, password, done) => {
          const isWelcome = name === user.name && password?.toString() === user.password;
          if (!isWelcome) refusals.count++;
          done(null, isWelcome);
        },
      }),
    });
    const server = tls ? createTlsServer(tls, aedes.handle) : createServer(aedes.handle);
    return new TestBroker(aedes, server, await listen(server), tls ? 'mqtts' : 'mqtt', refusals);
  }

  /** Clients connected now, including publishers. */
  get connectedClients(): number {
    return this.aedes.connectedClients;
  }

  /** Logins that were refused. */
  get refusedLogins(): number {
    return this.refusals.count;
  }

  /** Resolves at the next subscription of any client. */
  async subscribed(): Promise<void> {
    await once(this.aedes, 'subscribe');
  }

  /** A client of this broker, which ends with the broker. */
  async connect(options: Parameters<typeof connectAsync>[1] = {}): Promise<MqttClient> {
    const publisher = await connectAsync(this.url, options);
    this.publishers.push(publisher);
    return publisher;
  }

  async close(): Promise<void> {
    await Promise.all(this.publishers.map((publisher) => publisher.endAsync(true)));
    this.server.close();
    await new Promise<void>((resolve) => this.aedes.close(resolve));
  }
}
