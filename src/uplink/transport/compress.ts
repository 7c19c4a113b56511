import { promisify } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import zlib from 'node:zlib';

/** The content coding of a request body (RFC 9110, 8.4.1; zstd in RFC 8878). */
export type Coding = 'identity' | 'gzip' | 'zstd';

/** zlib's own default: higher levels take much longer and save few bytes. */
const GZIP_LEVEL = 6;

/**
 * Up to this many bytes, our own thread compresses synchronously: the trip to another thread and back costs as much as
 * the work, and its requests are sent one after the other anyway.
 */
const MAX_OWN_BYTES = 128 * 1024;

/** Available since Node.js 22.15 and 23.8. */
const zstdCompress: unknown = Reflect.get(zlib, 'zstdCompress');

export const hasZstd = typeof zstdCompress === 'function';

const gzip = promisify(zlib.gzip);

/**
 * Compresses a body. The same body always gives the same bytes, so that the backend can recognize a retry.
 * @throws {Error} for zstd if this Node.js does not support it; see hasZstd.
 */
export async function compress(body: Buffer, coding: Coding): Promise<Buffer> {
  switch (coding) {
    case 'identity':
      return body;
    case 'gzip': {
      const isSmall = body.length <= MAX_OWN_BYTES && !isMainThread;
      return isSmall ? zlib.gzipSync(body, { level: GZIP_LEVEL }) : gzip(body, { level: GZIP_LEVEL });
    }
    case 'zstd':
      return zstd(body);
  }
}

/** Compresses at zlib's default level. */
function zstd(body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (typeof zstdCompress !== 'function') throw new Error('This Node.js has no zstd.');
    zstdCompress(body, (error: unknown, compressed: Buffer) => {
      if (error) reject(error);
      else resolve(compressed);
    });
  });
}
