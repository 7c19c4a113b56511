import { type KeptValue, keepValue, readKeptValue } from '../../src/delta/persist';
import type { IncomingMessage } from './register';

/** What of a message is kept in a file: what is sent on, and no sockets or requests that hang on it. */
const KEPT = ['_msgid', 'topic', 'payload', 'timestamp', 'wireband'] as const;

/** A message as JSON can hold it; its payload with all that JSON alone would lose, such as NaN. */
export function writeMessage(message: IncomingMessage): unknown {
  const { payload, ...rest } = Object.fromEntries(KEPT.map((property) => [property, message[property]]));
  const written = JSON.stringify(rest, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  return { ...JSON.parse(written), payload: writePayload(payload) };
}

/** A message as it was, bytes included. */
export function readMessage(kept: unknown): IncomingMessage {
  const message: Record<string, unknown> = { ...Object(kept) };
  const { payload } = message;
  const { base64 }: Readonly<Record<string, unknown>> = Object(payload);
  message.payload = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : readKeptValue(payload);
  return { ...message, _msgid: String(message._msgid ?? '') };
}

function writePayload(payload: unknown): KeptValue | { readonly base64: string } {
  return Buffer.isBuffer(payload) ? { base64: payload.toString('base64') } : keepValue(payload);
}
