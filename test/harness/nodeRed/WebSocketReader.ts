import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

/** Opcodes of RFC 6455, section 5.2. */
const TEXT = 1;
const CLOSE = 8;

/** Just enough of a WebSocket client (RFC 6455) to listen to a server on this machine: reads text, sends none. */
export class WebSocketReader {
  private received = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    private readonly onText: (text: string) => void,
  ) {
    socket.on('data', (chunk) => this.read(chunk));
    // The server ends the connection when it stops; tests that wait for a message run into their own time limit.
    socket.on('error', () => socket.destroy());
  }

  /** @param url http address of the socket. Rejects if the server does not switch protocols. */
  static open(url: string, onText: (text: string) => void): Promise<WebSocketReader> {
    return new Promise((resolve, reject) => {
      const handshake = request(url, {
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
          'Sec-WebSocket-Version': '13',
        },
      });
      handshake.once('upgrade', (_response, socket, head) => {
        const reader = new WebSocketReader(socket, onText);
        reader.read(head);
        resolve(reader);
      });
      handshake.once('response', ({ statusCode }) => reject(new Error(`${url} answered ${statusCode}`)));
      handshake.once('error', reject);
      handshake.end();
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (let frame = this.takeFrame(); frame; frame = this.takeFrame()) {
      if (frame.opcode === TEXT) this.onText(frame.payload.toString('utf8'));
      if (frame.opcode === CLOSE) this.close();
    }
  }

  /** The next whole frame. A server's frames are not masked, and Node-RED does not fragment messages. */
  private takeFrame(): { opcode: number; payload: Buffer } | undefined {
    const { received } = this;
    if (received.length < 2) return undefined;
    const short = received.readUInt8(1) & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (received.length < 2 + lengthBytes) return undefined;
    const length =
      lengthBytes === 0
        ? short
        : lengthBytes === 2
          ? received.readUInt16BE(2)
          : Number(received.readBigUInt64BE(2));
    const end = 2 + lengthBytes + length;
    if (received.length < end) return undefined;
    this.received = received.subarray(end);
    return { opcode: received.readUInt8(0) & 0x0f, payload: received.subarray(2 + lengthBytes, end) };
  }
}
