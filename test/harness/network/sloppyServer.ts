import { createServer, type Socket } from 'node:net';
import { listen } from './listening';

/** What sloppy servers answer to a request that they have taken. */
export const SLOPPY_ANSWERS = {
  'line ends of one character': 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
  'a control character in a header': 'HTTP/1.1 200 OK\r\nX-Name: a\u0001b\r\nContent-Length: 2\r\n\r\nok',
  'a header of 40 kB': `HTTP/1.1 200 OK\r\n${'Set-Cookie: '.padEnd(1000, 'x')}\r\n`
    .concat(`Set-Cookie: ${'y'.repeat(986)}\r\n`.repeat(39))
    .concat('Content-Length: 2\r\n\r\nok'),
  'a length and chunks at once':
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  'an unknown version': 'HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'a header line without a colon': 'HTTP/1.1 200 OK\r\nno header at all\r\nContent-Length: 2\r\n\r\nok',
  'a header name with a space': 'HTTP/1.1 200 OK\r\nX Name: 1\r\nContent-Length: 2\r\n\r\nok',
  'one length twice': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok',
  'two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok',
  'a malformed header line amid chunks':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nno header at all\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  'a header of 300 kB': `HTTP/1.1 200 OK\r\nX-Name: ${'x'.repeat(300_000)}\r\n\r\n`,
  'a web page without a head': '<html>ok</html>',
  'another protocol': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'a change of protocol to nothing': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
} as const;
export type SloppyAnswer = keyof typeof SLOPPY_ANSWERS;

/** A real server on 127.0.0.1 that takes whole requests, and always answers in the same sloppy way. */
export class SloppyServer {
  /** The bodies of the requests that it has taken. */
  readonly bodies: string[] = [];
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.join(socket));
  private port = 0;

  private constructor(private readonly text: string) {}

  static async start(answer: SloppyAnswer): Promise<SloppyServer> {
    const server = new SloppyServer(SLOPPY_ANSWERS[answer]);
    server.port = await listen(server.server);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    let taken = '';
    socket.on('data', (chunk) => {
      taken += chunk.toString('latin1');
      const head = taken.indexOf('\r\n\r\n');
      const [, length] = /content-length: (\d+)/i.exec(taken) ?? [];
      const end = head + 4 + Number(length);
      if (head < 0 || taken.length < end) return;
      this.bodies.push(taken.slice(head + 4, end));
      taken = taken.slice(end);
      socket.write(this.text, 'latin1');
    });
  }
}
