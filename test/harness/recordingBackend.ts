import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type ReadEvent, readBatch } from '../fixtures/frameReader';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Read by the independent reader. */
  readonly events: readonly ReadEvent[];
}

export interface RecordingBackend {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Bodies that the independent reader could not read, and why. */
  readonly unreadable: readonly Error[];
  clear(): void;
  stop(): Promise<void>;
}

/** A backend that takes everything: a real HTTP server that keeps what it got, on a free port of 127.0.0.1. */
export async function startRecordingBackend(): Promise<RecordingBackend> {
  const requests: RecordedRequest[] = [];
  const unreadable: Error[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      try {
        const events = readBatch(Buffer.concat(chunks), headers['content-encoding']);
        requests.push({ method, path, headers, events });
        response.end('{}');
      } catch (error) {
        unreadable.push(error instanceof Error ? error : new Error(String(error)));
        response.writeHead(400).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the backend has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    unreadable,
    clear() {
      requests.length = 0;
      unreadable.length = 0;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
