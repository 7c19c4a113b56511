import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

/** What the head of an answer may have. Node.js takes 16 KiB; a portal's cookies are more. */
const MAX_HEAD_BYTES = 256 * 1024;

/** What a server did wrong, by the code of Node.js' parser. */
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

/** The server changes to a protocol that nobody asked for, and answers nothing. */
class UnaskedUpgrade extends Error {}

/**
 * Makes a request whose answer is read leniently: line ends of one character, control characters in headers, a length
 * next to chunks, which then count. What of an answer counts is the same in either reading, and a connection carries one
 * request at a time, so that none gets an answer of another. After an answer of two lengths it is closed nevertheless.
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

/** An answer that came and cannot be read. */
export interface AnswerFault {
  /** What is wrong with it, for people. */
  readonly fault: string;
  /** What the parser had when it refused the answer. */
  readonly bytes: Buffer;
}

/** What is wrong with an answer that cannot be read; undefined for any other error. */
export function faultOfAnswer(error: unknown): AnswerFault | undefined {
  // axios puts an error of its own around that of the parser, with the code and without the bytes.
  if (error instanceof Error && error.cause !== undefined) return faultOfAnswer(error.cause);
  if (error instanceof UnaskedUpgrade) return { fault: error.message, bytes: Buffer.alloc(0) };
  const { code, rawPacket }: Record<string, unknown> = Object(error);
  if (!(error instanceof Error) || typeof code !== 'string' || !code.startsWith('HPE_')) return undefined;
  const bytes = Buffer.isBuffer(rawPacket) ? rawPacket : Buffer.alloc(0);
  return { fault: `${FAULTS[code] ?? error.message} (${code})`, bytes };
}
