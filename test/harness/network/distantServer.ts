import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** An HTTP server with a queue for two connections, which it leaves full for a while at the beginning. */
const THREAD = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const server = createServer((request, response) => request.resume().on('end', () => response.end()));
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => parentPort.postMessage(server.address().port));
parentPort.on('message', (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms));
`;

/** Linux drops what does not fit into a queue, and the client tries again after a second. */
const FULL_MS = 600;

/** A real server on 127.0.0.1 that takes a second to connect to, like one far away. Linux only. */
export class DistantServer {
  private readonly fillers: Socket[] = [];

  private constructor(
    private readonly thread: Worker,
    readonly port: number,
  ) {}

  static async start(): Promise<DistantServer> {
    const thread = new Worker(THREAD, { eval: true });
    const [port] = await once(thread, 'message');
    const server = new DistantServer(thread, Number(port));
    thread.postMessage(FULL_MS);
    for (let i = 0; i < 2; i++) await server.fill();
    return server;
  }

  async stop(): Promise<void> {
    for (const filler of this.fillers) filler.destroy();
    await this.thread.terminate();
  }

  private async fill(): Promise<void> {
    const filler = connect(this.port, '127.0.0.1');
    filler.on('error', () => undefined);
    this.fillers.push(filler);
    await once(filler, 'connect');
  }
}
