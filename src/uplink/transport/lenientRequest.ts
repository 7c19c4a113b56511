import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

/** Maximum bytes of a response's head. Node.js allows 16 KiB, but a portal's cookies need more. */
const MAX_HEAD_BYTES = 256 * 1024;

/** What a server did wrong, by the error code of the Node.js parser. */
const FAULTS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: `a header of more than ${MAX_HEAD_BYTES / 1024} KiB`,
  HPE_INVALID_CONSTANT: 'something that is not HTTP',
  HPE_INVALID_VERSION: 'an unknown version of HTTP',
  HPE_INVALID_STATUS: 'a status that is not a number',
  HPE_INVALID_HEADER_TOKEN: 'a malformed header line',
  HPE_LF_EXPECTED: 'a malformed header line',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'two lengths',
  HPE_INVALID_CONTENT_LENGTH: 'a length that is not a number',
  HPE_INVALID_TRANSFER_ENCODING: 'an unknown transfer coding',
  HPE_INVALID_CHUNK_SIZE: 'malformed chunks',
};

/** The server switches to a protocol that nobody asked for, and sends no response. */
class UnaskedUpgrade extends Error {}

/**
 * Makes a request whose response is read leniently: line ends of one character, control characters in headers, and a
 * length next to chunks, which then count. What matters in a response is the same in either reading, and a connection
 * carries one request at a time, so none gets the response to another. Still, a response with both a length and chunks
 * closes the connection.
 */
export function lenientRequest(
  options: RequestOptions,
  onAnswer: (answer: IncomingMessage) => void,
): ClientRequest {
  const { request } = options.protocol === 'https:' ? https : http;
  Object.assign(options, { insecureHTTPParser: true, maxHeaderSize: MAX_HEAD_BYTES });
  const asked = request(options, (answer) => {
    const { statusCode, headers } = answer;
    if (statusCode === 101) return refuseUpgrade();
    if ('content-length' in headers && 'transfer-encoding' in headers) asked.shouldKeepAlive = false;
    onAnswer(answer);
  });
  const refuseUpgrade = (): void => {
    asked.destroy();
    asked.emit('error', new UnaskedUpgrade('101 Switching Protocols'));
  };
  asked.once('upgrade', (_answer, socket) => {
    socket.destroy();
    refuseUpgrade();
  });
  return asked;
}

/** A response that came but cannot be read. */
export interface AnswerFault {
  /** What is wrong with it, for people. */
  readonly fault: string;
  /** What the parser had when it refused the response. */
  readonly bytes: Buffer;
}

/** What is wrong with a response that cannot be read; undefined for any other error. */
export function faultOfAnswer(error: unknown): AnswerFault | undefined {
  // axios wraps the parser's error in one of its own, which has the code but not the bytes.
  if (error instanceof Error && error.cause !== undefined) return faultOfAnswer(error.cause);
  if (error instanceof UnaskedUpgrade) return { fault: error.message, bytes: Buffer.alloc(0) };
  const { code, rawPacket }: Record<string, unknown> = Object(error);
  if (!(error instanceof Error) || typeof code !== 'string' || !code.startsWith('HPE_')) return undefined;
  const bytes = Buffer.isBuffer(rawPacket) ? rawPacket : Buffer.alloc(0);
  return { fault: `${FAULTS[code] ?? error.message} (${code})`, bytes };
}
