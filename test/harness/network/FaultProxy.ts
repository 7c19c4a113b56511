import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { listen } from './listening';

/** What a proxy does to the bytes that go through it. */
export type NetworkFault =
  | { readonly kind: 'none' }
  /** Delays every piece by this many milliseconds, both ways. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Resets the connection after this many bytes of requests. */
  | { readonly kind: 'reset amid request'; readonly bytes: number }
  /** Resets the connection after this many bytes of answers: the backend has the request. */
  | { readonly kind: 'reset amid answer'; readonly bytes: number }
  /** Accepts connections, reads, and passes nothing on. */
  | { readonly kind: 'half-open' }
  /** Passes requests on but no answers back, as when a cable is pulled. */
  | { readonly kind: 'silent' }
  /** Reads requests so slowly that the sender's buffers fill up; bytes per second. */
  | { readonly kind: 'slow read'; readonly bytesPerSecond: number };

/** How often a slow reader reads, milliseconds. */
const SLOW_TICK_MS = 20;

/** A TCP proxy in front of a server on this machine, on a free port, that breaks what goes through it. */
export class FaultProxy {
  /** Connections that the fault affected. */
  hits = 0;
  private fault: NetworkFault = { kind: 'none' };
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private port = 0;

  private constructor(private readonly targetPort: number) {
    this.server = createServer({ highWaterMark: 4096 }, (client) => this.join(client));
  }

  /** @param url of the server behind it. */
  static async start(url: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(Number(new URL(url).port));
    proxy.port = await listen(proxy.server);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Sets a fault from now on, also for open connections. */
  set(fault: NetworkFault): void {
    this.fault = fault;
    this.hits = 0;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(client: Socket): void {
    const server = connect(this.targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    const reset = (): void => {
      this.hits++;
      client.resetAndDestroy();
      server.destroy();
    };
    let asked = 0;
    let answered = 0;
    client.on('data', (chunk: Buffer) => {
      const { fault } = this;
      if (fault.kind === 'half-open') this.hits++;
      else if (fault.kind === 'reset amid request') {
        const fitting = chunk.subarray(0, Math.max(0, fault.bytes - asked));
        asked += chunk.length;
        if (fitting.length < chunk.length) server.write(fitting, reset);
        else server.write(chunk);
      } else if (fault.kind === 'slow read') {
        this.hits++;
        client.pause();
        server.write(chunk);
        setTimeout(
          () => client.resume(),
          Math.max(SLOW_TICK_MS, (chunk.length * 1000) / fault.bytesPerSecond),
        );
      } else this.pass(chunk, server);
    });
    server.on('data', (chunk: Buffer) => {
      const { fault } = this;
      if (fault.kind === 'silent' || fault.kind === 'half-open') this.hits++;
      else if (fault.kind === 'reset amid answer') {
        const fitting = chunk.subarray(0, Math.max(0, fault.bytes - answered));
        answered += chunk.length;
        if (fitting.length < chunk.length) client.write(fitting, reset);
        else client.write(chunk);
      } else this.pass(chunk, client);
    });
  }

  private pass(chunk: Buffer, to: Socket): void {
    if (this.fault.kind !== 'latency') {
      to.write(chunk);
      return;
    }
    this.hits++;
    setTimeout(() => to.writable && to.write(chunk), this.fault.ms);
  }
}
