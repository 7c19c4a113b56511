import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { BatchRequest } from './Transport';

const gzipAsync = promisify(gzip);

/** zlib's own default: the higher levels cost much time for few bytes. */
const GZIP_LEVEL = 6;

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The same request gives the same bytes, so that a retry can be recognised. */
export async function toWire({ headers, text, gzip: isCompressed }: BatchRequest): Promise<WireRequest> {
  const body = Buffer.from(text);
  if (!isCompressed) return { headers, body };
  return {
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: await gzipAsync(body, { level: GZIP_LEVEL }),
  };
}
