import { promisify } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import zlib from 'node:zlib';

/** How the body of a request is coded (RFC 9110, 8.4.1; zstd in RFC 8878). */
export type Coding = 'identity' | 'gzip' | 'zstd';

/** zlib's own default: higher levels take much time and save few bytes. */
const GZIP_LEVEL = 6;

/**
 * Up to so many bytes a thread of our own compresses by itself: the way to another thread and back costs as much as the
 * work, and its requests are sent one after the other anyway.
 */
const MAX_OWN_BYTES = 128 * 1024;

/** Node.js has it since 22.15 and 23.8. */
const zstdCompress: unknown = Reflect.get(zlib, 'zstdCompress');

export const hasZstd = typeof zstdCompress === 'function';

const gzip = promisify(zlib.gzip);

/**
 * The same body gives the same bytes, so that the backend can recognize a retry.
 * @throws {Error} for zstd where this Node.js does not have it; see hasZstd.
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
