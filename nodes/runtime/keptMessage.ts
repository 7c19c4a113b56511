import type { IncomingMessage } from './register';

/** What of a message is kept in a file: what is sent on, and no sockets or requests that hang on it. */
const KEPT = ['_msgid', 'topic', 'payload', 'timestamp', 'wireband'] as const;

/** A message as JSON can hold it. */
export function writeMessage(message: IncomingMessage): unknown {
  const kept = Object.fromEntries(KEPT.map((property) => [property, message[property]]));
  return JSON.parse(
    JSON.stringify(kept, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

/** A message as it was, bytes included. */
export function readMessage(kept: unknown): IncomingMessage {
  const message: Record<string, unknown> = { ...Object(kept) };
  const { payload } = message;
  const { type, data }: Readonly<Record<string, unknown>> = Object(payload);
  if (type === 'Buffer' && Array.isArray(data)) message.payload = Buffer.from(data);
  return { ...message, _msgid: String(message._msgid ?? '') };
}
