import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The line between the gateway and the backend: connections to a port of this machine are passed on until the plug is
 * pulled. Then nothing listens on it, as if the backend were switched off.
 */
export class Plug {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  /** @param target where the backend listens. */
  constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  get isIn(): boolean {
    return this.server !== undefined;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens, always on the same port. @throws {NodeJS.ErrnoException} if that port has been taken meanwhile. */
  async putIn(): Promise<void> {
    if (this.server) return;
    const server = createServer((socket) => this.passOn(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address) this.port = address.port;
    this.server = server;
  }

  async pull(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private passOn(socket: Socket): void {
    const onward = connect(this.target);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
