import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { type ReadEvent, readBatch } from '../../fixtures/frameReader';

export interface BackendRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The events of the body, read by the independent reader. @throws for a body that it cannot read. */
  events(): ReadEvent[];
}

/** A status, a whole answer, a cut connection, or no answer at all. */
export type BackendReply =
  | number
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  | 'reset'
  | 'hang';

export interface HttpBackend {
  readonly url: string;
  readonly requests: BackendRequest[];
  /** Connections made so far. */
  connections(): number;
  /** Decides on each request; 200 for everything until a test says otherwise. */
  reply: (request: BackendRequest, index: number) => BackendReply;
  stop(): Promise<void>;
}

/** An HTTP server on a free port of 127.0.0.1 that answers what the test says, over TLS from test/fixtures if set. */
export async function startHttpBackend({ tls = false } = {}): Promise<HttpBackend> {
  let connections = 0;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks);
      const events = (): ReadEvent[] => readBatch(body, headers['content-encoding']);
      const received = { method, path, headers, body, events };
      backend.requests.push(received);
      answer(response, backend.reply(received, backend.requests.length - 1));
    });
  };
  const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/tls', name));
  const server = tls
    ? createTlsServer({ key: fixture('server.key'), cert: fixture('server.crt') }, handle)
    : createServer(handle);
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the backend has no port');
  const backend: HttpBackend = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    requests: [],
    connections: () => connections,
    reply: () => 200,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return backend;
}

function answer(response: ServerResponse, reply: BackendReply): void {
  if (reply === 'hang') return;
  if (reply === 'reset') {
    response.socket?.destroy();
    return;
  }
  const { status, headers, body } =
    typeof reply === 'number' ? { status: reply, headers: {}, body: '' } : reply;
  response.writeHead(status, headers).end(body);
}
