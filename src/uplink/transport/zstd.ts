import zlib from 'node:zlib';

/** Not in every Node.js: since 22.15 and 23.8. */
const zstdCompress: unknown = Reflect.get(zlib, 'zstdCompress');

export const hasZstd = typeof zstdCompress === 'function';

/** Compresses at zlib's default level. @throws {Error} where this Node.js has none; see hasZstd. */
export function compressZstd(body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (typeof zstdCompress !== 'function') throw new Error('This Node.js has no zstd.');
    zstdCompress(body, (error: unknown, compressed: Buffer) => {
      if (error) reject(error);
      else resolve(compressed);
    });
  });
}
