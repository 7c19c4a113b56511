import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { HttpTransport, type HttpTransportOptions } from '../../../../src/uplink';
import { ingestUrl } from '../../../../src/uplink/settings/ingestUrl';
import { type HttpBackend, startHttpBackend } from '../../../harness/backend/httpBackend';
import { FaultProxy } from '../../../harness/network/FaultProxy';
import { freePort, listen } from '../../../harness/network/listening';
import { until } from '../../../harness/until';

const request = {
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k1' },
  text: '[]',
  coding: 'identity' as const,
};
const never = new AbortController().signal;
const ask = async (transport: HttpTransport, signal = never) =>
  (await transport.post(request, signal)).answer;
const authority = readFileSync(join(__dirname, '../../../fixtures/tls/ca.crt'));

describe('the HTTP transport', () => {
  let backend: HttpBackend;
  let transport: HttpTransport;
  const options = (changes: Partial<HttpTransportOptions> = {}): HttpTransportOptions => ({
    url: backend.url,
    path: '/ingest',
    timeoutMs: 5000,
    ...changes,
  });
  const use = (changes: Partial<HttpTransportOptions> = {}): HttpTransport => {
    transport.close();
    transport = new HttpTransport(options(changes));
    return transport;
  };

  beforeEach(async () => {
    backend = await startHttpBackend();
    transport = new HttpTransport(options());
  });
  afterEach(async () => {
    transport.close();
    await backend.stop();
  });

  it('posts the body with its headers and the API key', async () => {
    const answer = await ask(use({ apiKey: 'secret' }));
    assert.deepEqual(answer, { kind: 'answered', status: 200, text: '' });
    const [{ method, path, headers, body } = assert.fail()] = backend.requests;
    assert.deepEqual([method, path, body.toString()], ['POST', '/ingest', '[]']);
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['idempotency-key'], 'k1');
    assert.equal(headers.authorization, 'Bearer secret');
    assert.equal(headers['content-length'], '2');
  });

  it('counts a body as sent once it has a connection, whatever the outcome', async () => {
    const sent = async (use: HttpTransport): Promise<number | undefined> =>
      (await use.post(request, never)).bytesOut;
    assert.equal(await sent(transport), 2);
    assert.equal(await sent(transport), 2, 'over a reused connection');
    backend.reply = () => 'reset';
    assert.equal(await sent(transport), 2, 'reset');
    backend.reply = () => 'hang';
    assert.equal(await sent(use({ timeoutMs: 200 })), 2, 'no answer');
    backend.reply = ({ path }) =>
      path === '/ingest' ? { status: 307, headers: { Location: '/other' } } : 200;
    assert.equal(await sent(use()), 4, 'redirected');
    assert.equal(await sent(use({ url: `http://127.0.0.1:${await freePort()}` })), 0, 'no connection');
  });

  it('sends no Authorization without a key', async () => {
    await ask(transport);
    assert.equal(backend.requests[0]?.headers.authorization, undefined);
  });

  it('returns every status with the beginning of the text', async () => {
    for (const status of [201, 204, 301, 400, 401, 413, 429, 500, 599]) {
      backend.reply = () => ({ status, body: status === 204 ? '' : ` <h1>${'x'.repeat(500)}` });
      const answer = await ask(transport);
      assert.ok(answer.kind === 'answered');
      assert.equal(answer.status, status);
      assert.ok(answer.text.length <= 200);
      if (status === 400) assert.match(answer.text, /^<h1>x+$/);
    }
  });

  it('reads Retry-After in seconds and as a date', async () => {
    const soon = new Date(Date.now() + 60_000).toUTCString();
    for (const [header, least, most] of [
      ['7', 7000, 7000],
      [soon, 50_000, 60_000],
      ['whenever', undefined, undefined],
    ] as const) {
      backend.reply = () => ({ status: 503, headers: { 'Retry-After': header } });
      const answer = await ask(transport);
      const wait = answer.kind === 'answered' ? answer.retryAfterMs : Number.NaN;
      if (least === undefined) assert.equal(wait, undefined);
      else assert.ok(wait !== undefined && wait >= least && wait <= most, `${header}: ${wait}`);
    }
  });

  it('reuses one connection, even after errors', async () => {
    backend.reply = (_, index) => ({ status: index % 2 ? 200 : 500, body: 'x'.repeat(1000) });
    for (let i = 0; i < 6; i++) await ask(transport);
    assert.equal(backend.connections(), 1);
  });

  it('stops reading an endless response', async () => {
    const endless = createServer((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
        response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const address = endless.address();
    assert.ok(address !== null && typeof address === 'object');
    const answer = await ask(use({ url: `http://127.0.0.1:${address.port}` }));
    assert.deepEqual(answer, { kind: 'answered', status: 200, text: 'x'.repeat(200), isCut: true });
    endless.closeAllConnections();
    await new Promise((resolve) => endless.close(resolve));
  });

  describe('with an incomplete response', () => {
    const beginnings = {
      'that is cut off': 'Content-Length: 100\r\n\r\nbegin',
      'that is cut off within a chunk': 'Transfer-Encoding: chunked\r\n\r\n9\r\nbegin',
      'that is not in its coding': 'Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nbegin',
      'that continues slowly without end': 'Transfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n',
    };
    for (const [what, beginning] of Object.entries(beginnings)) {
      it(`judges one ${what} by its status, unless it may name rejected events`, async () => {
        const server = createTcpServer((socket) => {
          socket.on('error', () => undefined);
          // The path says which status to send.
          socket.once('data', (request) => {
            const [, status] = /^POST \/(\d+)\//.exec(String(request)) ?? [];
            socket.write(`HTTP/1.1 ${status} X\r\nConnection: close\r\n${beginning}`);
            if (!what.includes('slowly')) socket.end();
          });
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const address = server.address();
        assert.ok(address !== null && typeof address === 'object');
        const kindOf = async (status: number, wanted: object) => {
          // Long enough for a slow machine to get the status.
          const url = `http://127.0.0.1:${address.port}/${status}`;
          const asking = new HttpTransport(options({ url, timeoutMs: 2000 }));
          const { answer } = await asking.post({ ...request, ...wanted }, never);
          asking.close();
          return answer.kind === 'answered' ? answer.status : answer.kind;
        };
        const whole = { wantsWholeAnswer: true };
        try {
          assert.deepEqual(
            await Promise.all([kindOf(200, {}), kindOf(200, whole), kindOf(400, {}), kindOf(400, whole)]),
            [200, 'unreachable', 400, 400],
          );
        } finally {
          await new Promise((resolve) => server.close(resolve));
        }
      });
    }
  });

  it('reports why there is no response: refused, cut off, timed out, cancelled', async () => {
    backend.reply = () => 'reset';
    assert.match(await errorOf(ask(transport)), /ECONNRESET|socket hang up/);
    backend.reply = () => 'hang';
    assert.equal(await errorOf(ask(use({ timeoutMs: 50 }))), 'no response within 0.05 s');
    const controller = new AbortController();
    const { length } = backend.requests;
    const post = ask(use(), controller.signal);
    await until('arrival of the request', () => backend.requests.length > length);
    controller.abort();
    assert.equal(await errorOf(post), 'the uplink was closed');
    await backend.stop();
    assert.match(await errorOf(ask(use())), /ECONNREFUSED/);
  });

  it('waits for a slow link while bytes move, since the timeout measures silence', async () => {
    const proxy = await FaultProxy.start(backend.url);
    proxy.set({ kind: 'slow read', bytesPerSecond: 130_000 });
    const slow = use({ url: proxy.url, timeoutMs: 400 });
    const text = JSON.stringify('x'.repeat(160_000));
    const began = performance.now();
    const { answer } = await slow.post({ ...request, text }, never);
    assert.deepEqual(answer, { kind: 'answered', status: 200, text: '' });
    assert.ok(performance.now() - began > 800, 'longer than the timeout');
    await proxy.close();
  });

  it('gives up on a response that arrives bit by bit', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    const port = await listen(server);
    const { answer } = await use({ url: `http://127.0.0.1:${port}`, timeoutMs: 100 }).post(
      { ...request, wantsWholeAnswer: true },
      never,
    );
    assert.deepEqual(answer, { kind: 'unreachable', error: 'no response within 0.1 s', wasSent: true });
    server.closeAllConnections();
    server.close();
  });

  it('reports whether there was a connection, so that the backend may have the request', async () => {
    backend.reply = () => 'reset';
    const reset = await ask(transport);
    assert.equal(reset.kind === 'unreachable' && reset.wasSent, true);
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    const refused = await ask(use({ url: `http://127.0.0.1:${port}` }));
    assert.equal(refused.kind === 'unreachable' && refused.wasSent, undefined);
  });

  it('sends nothing if cancelled beforehand', async () => {
    backend.reply = () => 'hang';
    assert.equal(await errorOf(ask(transport, AbortSignal.abort())), 'the uplink was closed');
    assert.equal(backend.requests.length, 0);
  });

  it('follows 307 and 308 within the backend, with the same body and headers', async () => {
    const targets = ['/b', `${backend.url}/c`];
    backend.reply = (_, index) => {
      const location = targets[index];
      return location === undefined ? 200 : { status: index ? 308 : 307, headers: { Location: location } };
    };
    const answer = await ask(use({ apiKey: 'secret' }));
    assert.equal(answer.kind === 'answered' && answer.status, 200);
    assert.deepEqual(
      backend.requests.map(({ method, path, headers, body }) => [
        method,
        path,
        headers['idempotency-key'],
        headers.authorization,
        body.toString(),
      ]),
      ['/ingest', '/b', '/c'].map((path) => ['POST', path, 'k1', 'Bearer secret', '[]']),
    );
  });

  it('follows no other redirect, and none to another origin', async () => {
    const other = await startHttpBackend();
    for (const [status, location] of [
      [301, '/b'],
      [302, '/b'],
      [303, '/b'],
      [307, `${other.url}/b`],
      [308, 'http://['],
    ] as const) {
      backend.reply = () => ({ status, headers: { Location: location } });
      const answer = await ask(use({ apiKey: 'secret' }));
      assert.equal(answer.kind === 'answered' && answer.status, status);
    }
    assert.deepEqual([other.requests.length, backend.requests.length], [0, 5]);
    await other.stop();
  });

  it('ends a redirect loop', async () => {
    backend.reply = () => ({ status: 307, headers: { Location: '/ingest' } });
    const answer = await ask(transport);
    assert.equal(answer.kind === 'answered' && answer.status, 307);
    assert.equal(backend.requests.length, 4);
  });

  it('joins address and path with one slash', () => {
    for (const [url, path, joined] of [
      ['http://a:1', '/x/y', 'http://a:1/x/y'],
      ['http://a:1/', 'x', 'http://a:1/x'],
      ['https://a/base//', '/x', 'https://a/base/x'],
      ['http://a', '', 'http://a/'],
      ['http://a:1', '//x', 'http://a:1//x'],
    ] as const) {
      assert.equal(use({ url, path }).url, joined);
    }
    assert.equal(ingestUrl({ url: 'http://a:1', path: '/x?tenant=7' }), 'http://a:1/x?tenant=7');
  });

  it('refuses an address that is invalid or not HTTP', () => {
    for (const url of [
      '',
      'localhost:8000',
      'nonsense',
      'ftp://a/',
      'file:///etc/passwd',
      'node-red://selfish',
    ]) {
      assert.throws(() => use({ url }), { name: 'SettingError', setting: 'url' });
    }
  });

  it('connects to the socket behind node-red://self, and shows that address', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wireband-socket-'));
    const socketPath =
      process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, 'http');
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    try {
      const own = use({ url: 'node-red://self/base', path: '/x', query: 'a=1', socketPath });
      assert.equal(own.url, 'node-red://self/base/x');
      await ask(own);
      assert.deepEqual(asked, ['/base/x?a=1']);
    } finally {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('does not show a password in the address, but sends it', async () => {
    const withPassword = use({ url: backend.url.replace('//', '//user:pass%20word@') });
    assert.equal(withPassword.url, `${backend.url}/ingest`);
    await ask(withPassword);
    const basic = `Basic ${Buffer.from('user:pass word').toString('base64')}`;
    assert.equal(backend.requests[0]?.headers.authorization, basic);
  });

  it('prefers the API key, then a header of the user, over credentials in the address', async () => {
    const url = backend.url.replace('//', '//user:pass@');
    await ask(use({ url, apiKey: 'secret' }));
    await ask(use({ url, headers: { authorization: 'Digest x' } }));
    await ask(use({ url, apiKey: 'secret', headers: { authorization: 'Digest x' } }));
    assert.deepEqual(
      backend.requests.map(({ headers }) => headers.authorization),
      ['Bearer secret', 'Digest x', 'Bearer secret'],
    );
  });

  it('uses the proxy of the environment unless NO_PROXY excludes the host', async () => {
    const proxy = await startHttpBackend();
    await withEnvironment({ http_proxy: proxy.url, no_proxy: '127.0.0.1' }, async () => {
      await ask(use({ url: 'http://backend.invalid' }));
      assert.equal(proxy.requests[0]?.path, 'http://backend.invalid/ingest');
      await ask(use());
      assert.deepEqual([proxy.requests.length, backend.requests.length], [1, 1]);
    });
    await proxy.stop();
  });

  it('bypasses the proxy for a host that matches a pattern in NO_PROXY', async () => {
    const proxy = await startHttpBackend();
    await withEnvironment({ http_proxy: proxy.url, no_proxy: '10.*,127.*' }, async () => {
      await ask(use());
      assert.deepEqual([proxy.requests.length, backend.requests.length], [0, 1]);
    });
    await proxy.stop();
  });

  it('reports the target of a redirect that it does not follow, without secrets', async () => {
    for (const [status, location, text] of [
      [301, 'https://new.example/ingest?token=secret#x', 'redirects to https://new.example/ingest'],
      [302, '//user:pass@portal.example/login', 'redirects to http://portal.example/login'],
      [308, 'https://new.example/', 'redirects to https://new.example/'],
      [301, '/other', `redirects to ${backend.url}/other`],
      [301, 'http://', 'Moved'],
      [400, 'https://new.example/', 'Moved'],
    ] as const) {
      backend.reply = () => ({ status, headers: { Location: location }, body: 'Moved' });
      assert.deepEqual(await ask(use()), { kind: 'answered', status, text });
    }
  });

  it('uses a proxy for a TLS server, and still verifies the certificate of the server', async () => {
    const secure = await startHttpBackend({ tls: true });
    const tunnels: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on('connect', ({ url }, socket) => {
      tunnels.push(url);
      const target = connect(Number(new URL(secure.url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [target, socket]) {
        end.on('error', () => target.destroy());
        end.on('close', () => [target, socket].map((other) => other.destroy()));
      }
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    assert.ok(address !== null && typeof address === 'object');
    const url = secure.url.replace('127.0.0.1', 'localhost');
    await withEnvironment({ https_proxy: `http://127.0.0.1:${address.port}`, no_proxy: '' }, async () => {
      assert.equal((await ask(use({ url, tls: { ca: authority } }))).kind, 'answered');
      assert.match(await errorOf(ask(use({ url }))), /certificate/i);
    });
    assert.deepEqual(tunnels, [new URL(url).host, new URL(url).host]);
    await secure.stop();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('trusts a TLS server only with the given CA', async () => {
    const secure = await startHttpBackend({ tls: true });
    const answer = await ask(use({ url: secure.url, tls: { ca: authority } }));
    assert.equal(answer.kind, 'answered');
    assert.match(await errorOf(ask(use({ url: secure.url }))), /certificate/i);
    assert.equal(secure.requests.length, 1);
    const blind = await ask(use({ url: secure.url, tls: { rejectUnauthorized: false } }));
    assert.equal(blind.kind, 'answered');
    await secure.stop();
  });
});

async function errorOf(post: Promise<{ kind: string; error?: string }>): Promise<string> {
  const { kind, error } = await post;
  assert.equal(kind, 'unreachable');
  return error ?? '';
}

async function withEnvironment(variables: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    await work();
  } finally {
    for (const name of Object.keys(variables)) {
      delete process.env[name];
      if (before[name] !== undefined) process.env[name] = before[name];
    }
  }
}
