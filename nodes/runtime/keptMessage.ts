import { type KeptValue, keepValue, readKeptValue } from '../../src/delta/persist';
import type { IncomingMessage } from './register';

/** Sockets and requests attached to a message: they are of no use to another process. */
const NEVER_KEPT: ReadonlySet<string> = new Set(['req', 'res']);

/** Properties without which a message is useless. */
const NEEDED: ReadonlySet<string> = new Set(['_msgid', 'topic', 'payload', 'timestamp', 'wireband']);

/** Maximum number of values in any other property: one with more is hardly data. */
const MOST_VALUES = 4000;

/** Maximum characters of JSON for all other properties together. */
const MOST_CHARACTERS = 32_768;

/**
 * A message in a form that JSON can hold, with all its properties except those that are not data: functions, circular
 * references, and very large values.
 * @throws {RangeError} for a payload that is too large.
 */
export function writeMessage(message: IncomingMessage): unknown {
  const kept: [property: string, value: KeptValue][] = [];
  let left = MOST_CHARACTERS;
  for (const property of Object.keys(message)) {
    const value = message[property];
    if (NEEDED.has(property)) {
      kept.push([property, keepValue(value)]);
      continue;
    }
    const written = NEVER_KEPT.has(property) ? undefined : keepOther(value);
    const length = written === undefined ? 0 : JSON.stringify(written).length;
    if (written === undefined || length > left) continue;
    left -= length;
    kept.push([property, written]);
  }
  return { properties: kept };
}

function keepOther(value: unknown): KeptValue | undefined {
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  try {
    return keepValue(value, MOST_VALUES);
  } catch {
    return undefined;
  }
}

/** A message as it was, bytes included. */
export function readMessage(kept: unknown): IncomingMessage {
  const { properties }: Readonly<Record<string, unknown>> = Object(kept);
  if (!Array.isArray(properties)) return readMessageOf010(kept);
  const entries = properties.map(([property, value]): [string, unknown] => [
    String(property),
    readKeptValue(value),
  ]);
  const message: Record<string, unknown> = Object.fromEntries(entries);
  return { ...message, _msgid: String(message._msgid ?? '') };
}

/** Reads a message as release 0.1.0 wrote it: only the needed properties, with the payload in its own form. */
function readMessageOf010(kept: unknown): IncomingMessage {
  const message: Record<string, unknown> = { ...Object(kept) };
  const { payload } = message;
  const { base64 }: Readonly<Record<string, unknown>> = Object(payload);
  message.payload = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : readKeptValue(payload);
  return { ...message, _msgid: String(message._msgid ?? '') };
}
