import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRefusedAnswer } from '../../../../src/uplink/transport/refusedAnswer';
import { assertProperty } from '../../../harness/assertProperty';

const read = (text: string) => readRefusedAnswer(Buffer.from(text));

describe('a response that the parser refuses', () => {
  it('is read without its invalid header lines', () => {
    const head =
      'HTTP/1.1 429 Slow: down\r\nRetry-After:  7 \r\nnothing\r\nX Y: 1\r\n: 2\r\nCONTENT-LENGTH: 3';
    assert.deepEqual(read(`${head}\r\n\r\nä!`), {
      status: 429,
      headers: { 'retry-after': '7', 'content-length': '3' },
      body: Buffer.from('ä!'),
    });
    assert.deepEqual(read('HTTP/1.0 204 X\nnothing\n\n'), {
      status: 204,
      headers: {},
      body: Buffer.alloc(0),
    });
  });

  for (const [what, text] of [
    ['a response with a truncated body', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok'],
    ['one longer than its length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nok'],
    ['one with a truncated head', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n'],
    ['one without a length', 'HTTP/1.1 200 OK\r\n\r\nok'],
    ['one with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
    ['one in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\nok'],
    ['a compressed one', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok'],
    ['an interim one', 'HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n'],
    ['another protocol', 'RTSP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['the rest of one', 'ngth: 0\r\n\r\n'],
  ] as const) {
    it(`is not read from ${what}`, () => assert.equal(read(text), undefined));
  }

  it('is read from any bytes without an error, and never from an incomplete response', () => {
    const whole = 'HTTP/1.1 200 OK\r\nbad\r\nContent-Length: 12\r\n\r\nContent: 200';
    assert.equal(read(whole)?.status, 200);
    assertProperty(
      fc.property(fc.nat(whole.length - 1), fc.uint8Array(), (end, bytes) => {
        assert.equal(read(whole.slice(0, end)), undefined);
        readRefusedAnswer(Buffer.from(bytes));
      }),
    );
  });
});
