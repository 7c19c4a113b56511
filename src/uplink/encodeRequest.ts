import type { BatchContext, BatchFormat } from '../frame';
import type { Batch } from '../spool';
import type { BatchRequest } from './Transport';

export const COMPRESSIONS = ['auto', 'gzip', 'none'] as const;
/** `auto` compresses where it pays. */
export type Compression = (typeof COMPRESSIONS)[number];

/** Below it, gzip saves less than the packet that carries the request has room for. */
const AUTO_GZIP_MIN_BYTES = 1024;

/** Writes a batch as a request. The same batch, context and compression give the same request. */
export function encodeRequest(
  batch: Batch,
  format: BatchFormat,
  context: BatchContext,
  compression: Compression,
): BatchRequest {
  const text = format.encode(batch.events, context);
  const gzip =
    compression === 'gzip' || (compression === 'auto' && Buffer.byteLength(text) >= AUTO_GZIP_MIN_BYTES);
  return { headers: { 'Content-Type': format.contentType, 'Idempotency-Key': batch.id }, text, gzip };
}
