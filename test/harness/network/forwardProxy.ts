import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen } from './listening';

export interface ProxyUser {
  readonly name: string;
  readonly password: string;
}

/** What a client asked the proxy for. */
export interface ProxiedRequest {
  /** `POST http://host:port/path` of a plain request, `CONNECT host:port` of a tunnel. */
  readonly line: string;
  /** The bearer key, if the proxy could see it. */
  readonly authorization: string | undefined;
}

/** A real forward proxy, plain and CONNECT, on a free port of 127.0.0.1, for one user. */
export class ForwardProxy {
  readonly requests: ProxiedRequest[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private port = 0;

  private constructor(private user: ProxyUser) {
    this.server = createServer((incoming, response) => this.forward(incoming, response));
    this.server.on('connect', (incoming: IncomingMessage, socket: Socket) => this.tunnel(incoming, socket));
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  static async start(user: ProxyUser): Promise<ForwardProxy> {
    const proxy = new ForwardProxy(user);
    proxy.port = await listen(proxy.server);
    return proxy;
  }

  /** As it is written in HTTP_PROXY, with user and password. */
  get url(): string {
    return `http://${this.user.name}:${this.user.password}@127.0.0.1:${this.port}`;
  }

  /** From now on lets in only this user. */
  admit(user: ProxyUser): void {
    this.user = user;
  }

  /** Connections that clients hold open now. */
  get openConnections(): number {
    return this.sockets.size;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private forward(incoming: IncomingMessage, response: ServerResponse): void {
    if (!this.admits(incoming)) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="test"' }).end();
      return;
    }
    const { 'proxy-authorization': _ours, ...headers } = incoming.headers;
    const onward = request(incoming.url ?? '', { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    incoming.pipe(onward);
  }

  private tunnel(incoming: IncomingMessage, socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (!this.admits(incoming)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  }

  private admits({ method, url, headers }: IncomingMessage): boolean {
    this.requests.push({ line: `${method} ${url}`, authorization: headers.authorization });
    const { name, password } = this.user;
    const expected = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
    return headers['proxy-authorization'] === expected;
  }
}
