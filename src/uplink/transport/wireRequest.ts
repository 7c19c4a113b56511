import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Coding } from './ContentCodings';
import type { BatchRequest } from './Transport';
import { compressZstd } from './zstd';

const gzipAsync = promisify(gzip);

/** zlib's own default: the higher levels cost much time for few bytes. */
const GZIP_LEVEL = 6;

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The same request gives the same bytes, so that a retry can be recognised. */
export async function toWire({ headers, text, coding }: BatchRequest): Promise<WireRequest> {
  const body = Buffer.from(text);
  if (coding === 'identity') return { headers, body };
  return { headers: { ...headers, 'Content-Encoding': coding }, body: await compress(body, coding) };
}

function compress(body: Buffer, coding: Exclude<Coding, 'identity'>): Promise<Buffer> {
  return coding === 'zstd' ? compressZstd(body) : gzipAsync(body, { level: GZIP_LEVEL });
}
