import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBatch } from '../../test/fixtures/frameReader';
import { listen } from '../../test/harness/network/listening';

/** Ways for a backend to be away. `down`: nothing listens; `failing`: 503; `silent`: accepts, and never answers. */
export const OUTAGES = ['down', 'failing', 'silent'] as const;
export type Outage = (typeof OUTAGES)[number];

/** A backend that keeps only what it needs to know whether each numbered event arrived once. */
export class NumberedSink {
  /** Distinct events that arrived, and events that arrived again under another key. */
  arrived = 0;
  twice = 0;
  requests = 0;
  /** Requests with a key that it had accepted before, and those of them with different bytes. */
  repeated = 0;
  changed = 0;
  private seen = new Uint8Array(1_000_000);
  private readonly bodies = new Map<string, string>();
  private outage: Outage | undefined;
  private server: Server = this.create();
  private port = 0;

  static async start(): Promise<NumberedSink> {
    const sink = new NumberedSink();
    sink.port = await listen(sink.server);
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async begin(outage: Outage): Promise<void> {
    this.outage = outage;
    if (outage === 'down') await this.close();
  }

  async end(): Promise<void> {
    if (this.outage !== 'down') await this.close();
    this.outage = undefined;
    this.server = this.create();
    await listen(this.server, this.port);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private create(): Server {
    return createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.requests++;
    if (this.outage === 'failing') {
      response.writeHead(503).end();
      return;
    }
    this.take(String(request.headers['idempotency-key']), Buffer.concat(chunks), request);
    if (this.outage !== 'silent') response.writeHead(200).end();
  }

  private take(key: string, body: Buffer, { headers }: IncomingMessage): void {
    const digest = createHash('sha1').update(body).digest('base64');
    const known = this.bodies.get(key);
    if (known !== undefined) {
      this.repeated++;
      if (known !== digest) this.changed++;
      return;
    }
    this.bodies.set(key, digest);
    for (const { data } of readBatch(body, headers['content-encoding'])) this.count(Object(data).number);
  }

  private count(number: number): void {
    if (number >= this.seen.length) {
      const larger = new Uint8Array(Math.max(number + 1, this.seen.length * 2));
      larger.set(this.seen);
      this.seen = larger;
    }
    if (this.seen[number]) this.twice++;
    else this.arrived++;
    this.seen[number] = 1;
  }
}
