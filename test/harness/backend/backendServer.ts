import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { type ReadEvent, readBatch } from '../../fixtures/frameReader';
import { listen } from '../network/listening';
import { repository } from '../package/packedPackage';
import { eventIdIn } from './receivedEvents';

/** One ingest request as it came over the wire. */
export interface ReceivedBatch {
  /** The `Idempotency-Key`. */
  readonly key: string;
  readonly events: readonly ReadEvent[];
  readonly compressed: boolean;
  /** Bytes of the body as sent, and after decompression. */
  readonly bytes: number;
  readonly plainBytes: number;
  /** SHA-256 of the body as sent, and after decompression. */
  readonly digest: string;
  readonly plainDigest: string;
  readonly authorization: string | undefined;
  /** Milliseconds, of the monotonic clock. */
  readonly at: number;
  /** The status that it was answered with; absent until then. */
  status?: number;
}

/** An event that the server took, in the order in which it took them. */
export interface TakenEvent extends ReadEvent {
  readonly id: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the server does instead of taking every batch; see misbehaviours.ts. */
export interface Misbehaviour {
  /** Called before the body is read; returns true if it has handled the request. */
  readonly onHeaders?: (request: IncomingMessage) => boolean;
  /** The answer to a batch; undefined to take it. */
  readonly onBatch?: (batch: ReceivedBatch) => Reply | undefined | Promise<Reply | undefined>;
  /** Called for a request whose batch was taken, before the answer; returns true if it has handled the request. */
  readonly onTaken?: (request: IncomingMessage) => boolean;
}

export interface BackendServerOptions {
  /** PEM; makes it an HTTPS server. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** See requireKey(). */
  readonly apiKey?: string;
  /** Events that one batch may hold; 200 by default. */
  readonly maxEvents?: number;
}

const PATH = '/iot/v1/ingest/batch';

const isValid = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(join(repository, 'docs', 'batch.schema.json'), 'utf8')),
);

/**
 * A backend over real HTTP. Every body is checked against docs/batch.schema.json and read by the independent
 * reader; violations of the documented format are kept in `violations`, and make close() fail.
 */
export class BackendServer {
  /** Every batch, whatever its answer. */
  readonly batches: ReceivedBatch[] = [];
  readonly violations: string[] = [];
  private readonly bodies = new Map<string, string>();
  private readonly takenIds = new Set<string>();
  private readonly takenEvents: TakenEvent[] = [];
  private readonly sockets = new Set<Socket>();
  private misbehaviour: Misbehaviour = {};
  private apiKey: string | undefined;
  private server: Server;
  private portNumber = 0;

  private constructor(private readonly options: BackendServerOptions) {
    this.apiKey = options.apiKey;
    this.server = this.createServer();
  }

  static async start(options: BackendServerOptions = {}): Promise<BackendServer> {
    const backend = new BackendServer(options);
    backend.portNumber = await listen(backend.server);
    return backend;
  }

  get url(): string {
    return `${this.options.tls ? 'https' : 'http'}://127.0.0.1:${this.portNumber}`;
  }

  /** What it took, each event once: like a backend that recognizes events by their ids, it takes none twice. */
  get taken(): readonly TakenEvent[] {
    return this.takenEvents;
  }

  get openConnections(): number {
    return this.sockets.size;
  }

  /** Resets it, as if nothing had come yet. */
  forget(): void {
    this.batches.length = 0;
    this.takenEvents.length = 0;
  }

  behave(misbehaviour: Misbehaviour = {}): void {
    this.misbehaviour = misbehaviour;
  }

  /** From now on, batches without this bearer key are answered with 401. */
  requireKey(apiKey: string): void {
    this.apiKey = apiKey;
  }

  /** The process is gone: nothing listens, and every connection breaks, even amid a request. */
  async goDown(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** It is back, on the same port. */
  async comeBack(): Promise<void> {
    this.server = this.createServer();
    await listen(this.server, this.portNumber);
  }

  /** @throws {Error} if anything that it received broke the documented format. */
  async close(): Promise<void> {
    if (this.server.listening) await this.goDown();
    if (this.violations.length > 0) throw new Error(this.violations.join('\n'));
  }

  private createServer(): Server {
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      this.answer(request, response).catch((error: unknown) => {
        if (!request.destroyed || request.complete) this.violations.push(String(error));
        response.destroy();
      });
    };
    const server = this.options.tls ? createTlsServer(this.options.tls, answer) : createServer(answer);
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    return server;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.misbehaviour.onHeaders?.(request)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const batch = this.read(request, Buffer.concat(chunks));
    this.batches.push(batch);
    const reply = await this.replyTo(batch);
    const { status, headers, body } = reply ?? this.take(batch);
    if (!reply && this.misbehaviour.onTaken?.(request)) return;
    batch.status = status;
    response.writeHead(status, headers).end(body);
  }

  private async replyTo(batch: ReceivedBatch): Promise<Reply | undefined> {
    if (this.apiKey !== undefined && batch.authorization !== `Bearer ${this.apiKey}`) {
      return { status: 401, body: '{"error":"unknown key"}' };
    }
    return this.misbehaviour.onBatch?.(batch);
  }

  private take(batch: ReceivedBatch): Reply {
    batch.events.forEach((event, index) => {
      const id = eventIdIn(batch.key, index);
      if (this.takenIds.has(id)) return;
      this.takenIds.add(id);
      this.takenEvents.push({ ...event, id });
    });
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: `{"accepted":${batch.events.length}}`,
    };
  }

  /** Reads a request and checks it against the documented format. @throws {Error} if it cannot be read at all. */
  private read({ method, url, headers }: IncomingMessage, body: Buffer): ReceivedBatch {
    const encoding = headers['content-encoding'];
    const plain = encoding === 'gzip' ? gunzipSync(body) : body;
    const key = headers['idempotency-key'];
    if (typeof key !== 'string' || key === '') throw new Error('a request without an Idempotency-Key');
    const events = readBatch(body, encoding);
    this.expect(method === 'POST' && url === PATH, `${method} ${url}`);
    this.expect(headers['content-type'] === 'application/json', `Content-Type ${headers['content-type']}`);
    this.expect(isValid(JSON.parse(plain.toString())), JSON.stringify(isValid.errors));
    this.expect(events.length <= (this.options.maxEvents ?? 200), `${events.length} events in one batch`);
    this.expect(
      (this.bodies.get(key) ?? plain.toString('latin1')) === plain.toString('latin1'),
      `batch ${key} came again with another content`,
    );
    this.bodies.set(key, plain.toString('latin1'));
    return {
      key,
      events,
      compressed: encoding === 'gzip',
      bytes: body.length,
      plainBytes: plain.length,
      digest: digestOf(body),
      plainDigest: digestOf(plain),
      authorization: headers.authorization,
      at: performance.now(),
    };
  }

  private expect(condition: boolean, violation: string): void {
    if (!condition) this.violations.push(violation);
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
