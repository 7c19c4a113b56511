import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { BatchContext, BatchFormat } from '../frame';
import type { Batch } from '../spool';
import type { BatchRequest } from './Transport';

const gzipAsync = promisify(gzip);

export const COMPRESSIONS = ['auto', 'gzip', 'none'] as const;
/** `auto` compresses where it pays. */
export type Compression = (typeof COMPRESSIONS)[number];

/** Below it, gzip saves less than the packet that carries the request has room for. */
const AUTO_GZIP_MIN_BYTES = 1024;

/** zlib's own default: the higher levels cost much time for few bytes. */
const GZIP_LEVEL = 6;

/** Writes a batch as a request. The same batch, context and compression give the same bytes. */
export async function encodeRequest(
  batch: Batch,
  format: BatchFormat,
  context: BatchContext,
  compression: Compression,
): Promise<BatchRequest> {
  const body = Buffer.from(format.encode(batch.events, context));
  const headers = { 'Content-Type': format.contentType, 'Idempotency-Key': batch.id };
  if (compression === 'none' || (compression === 'auto' && body.length < AUTO_GZIP_MIN_BYTES)) {
    return { headers, body };
  }
  return {
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: await gzipAsync(body, { level: GZIP_LEVEL }),
  };
}
