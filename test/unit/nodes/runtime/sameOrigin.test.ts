import assert from 'node:assert/strict';
import { sameOriginOnly } from '../../../../nodes/runtime/sameOrigin';

/** The outcome of a request with these headers: `passed`, or its status. */
function outcome(headers: Readonly<Record<string, string>>): 'passed' | number {
  let found: 'passed' | number = 0;
  const response = {
    status(code: number) {
      found = code;
      return { json: () => undefined };
    },
  };
  sameOriginOnly({ headers }, response, () => {
    found = 'passed';
  });
  return found;
}

describe('an admin request that makes changes', () => {
  const host = 'gateway.local:1880';
  const passed: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a program', { host }],
    ['the editor', { host, origin: 'http://gateway.local:1880', 'sec-fetch-site': 'same-origin' }],
    ['the editor over http, where browsers leave out Sec-Fetch-Site', { host, origin: `http://${host}` }],
    ['the editor at a default port', { host: 'gateway.local:80', origin: 'http://gateway.local' }],
    ['the editor behind a proxy that ends TLS', { host: 'nr.example', origin: 'https://nr.example' }],
    [
      'the editor over https behind a proxy that changes Host',
      { host: '127.0.0.1:1880', origin: 'https://nr.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['the editor at an IPv6 address', { host: '[::1]:1880', origin: 'http://[::1]:1880' }],
  ];
  for (const [who, headers] of passed) {
    it(`is accepted from ${who}`, () => assert.equal(outcome(headers), 'passed'));
  }

  const refused: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['another site', { host, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site over http', { host, origin: 'http://evil.example' }],
    [
      'another host of the same site',
      { host, origin: 'http://a.gateway.local', 'sec-fetch-site': 'same-site' },
    ],
    ['another port of the same host', { host, origin: 'http://gateway.local:8080' }],
    ['a sandboxed frame or a file', { host, origin: 'null' }],
    [
      'another site that adds headers, which Node-RED allows for any page',
      {
        host,
        origin: 'http://evil.example',
        'x-requested-with': 'XMLHttpRequest',
        'x-forwarded-host': 'evil.example',
        'content-type': 'application/json',
      },
    ],
    ['a page, to a request without Host', { origin: 'http://gateway.local:1880' }],
    ['a page, to a request with a broken Host', { host: 'a b', origin: 'http://gateway.local:1880' }],
  ];
  for (const [who, headers] of refused) {
    it(`is refused with 403 from ${who}`, () => assert.equal(outcome(headers), 403));
  }
});
