/** A response that came in one piece, read from its bytes. */
export interface PlainAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Reads a response that the Node.js parser refuses because of a header line, skipping malformed lines. Nothing is
 * guessed: head and body must be complete, the body with a single length, and the connection is closed anyway.
 * @param bytes what the parser had when it refused the response.
 * @returns undefined for anything else.
 */
export function readRefusedAnswer(bytes: Buffer): PlainAnswer | undefined {
  const text = bytes.toString('latin1');
  const [head = '', status] = /^HTTP\/1\.[01] ([2-5]\d\d)\b.*?\r?\n\r?\n/s.exec(text) ?? [];
  const headers: Record<string, string> = {};
  for (const [, name = '', value = ''] of head.matchAll(/^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*\r?$/gm)) {
    const known = name.toLowerCase();
    if (known === 'content-length' && (headers[known] ?? value) !== value) return undefined;
    headers[known] = value;
  }
  const {
    'content-length': length = '',
    'transfer-encoding': transfer,
    'content-encoding': coding,
  } = headers;
  const body = bytes.subarray(head.length);
  const isWhole = /^\d+$/.test(length)
    ? body.length === Number(length)
    : status === '204' && body.length === 0;
  if (status === undefined || !isWhole || transfer !== undefined || coding !== undefined) return undefined;
  return { status: Number(status), headers, body };
}
