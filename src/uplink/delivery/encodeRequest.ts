import type { BatchFormat, EncodedPart } from '../../frame';
import type { ContentCodings } from '../transport/ContentCodings';
import type { BatchRequest } from '../transport/Transport';

/**
 * Writes the parts of a batch as requests, one after the other; undefined where there are none. The same parts, format
 * and codings give the same requests.
 * @param from the first part that is still to be sent.
 */
export function encodeRequest(
  batchId: string,
  parts: readonly EncodedPart[],
  format: Pick<BatchFormat, 'contentType' | 'headers' | 'readAnswer'>,
  codings: ContentCodings,
  from = 0,
): BatchRequest | undefined {
  const part = parts[from];
  if (!part) return undefined;
  const next = encodeRequest(batchId, parts, format, codings, from + 1);
  return {
    headers: {
      'Content-Type': format.contentType,
      'Idempotency-Key': from === 0 ? batchId : `${batchId}.${from}`,
      ...format.headers,
    },
    text: part.body,
    coding: codings.choose(Buffer.byteLength(part.body)),
    ...(part.path === undefined ? {} : { path: part.path }),
    ...(format.readAnswer ? { wantsWholeAnswer: true as const } : {}),
    ...(next ? { next } : {}),
  };
}
