import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { madeUpEvents } from '../../../../src/frame/madeUpEvents';
import { SymbolCatalog } from '../../../../src/symbols';
import {
  type BackendSettings,
  type CheckReport,
  checkBackend,
  readBackendSettings,
} from '../../../../src/uplink';
import { type BackendReply, type HttpBackend, startHttpBackend } from '../../../harness/backend/httpBackend';
import { freePort, listen } from '../../../harness/network/listening';
import { stubNames } from '../../../harness/network/stubbedNames';
import { testAuthorityFile } from '../../../harness/network/testCertificate';

const fixture = (name: string): string => join(__dirname, '../../../fixtures/tls', name);

const catalog = new SymbolCatalog();
const events = madeUpEvents(catalog, 1_700_000_000_123);

const check = (settings: BackendSettings, access: object = {}): Promise<CheckReport> =>
  checkBackend({ options: readBackendSettings(settings, catalog), catalog, events, ...access });

const json = (status: number, body: unknown): BackendReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const page = (status: number): BackendReply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Guest network</title><p>Log in',
});
const text = (status: number, body: string): BackendReply => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});

/** What a backend of a format answers, and what a check makes of it. */
const ANSWERS: readonly (readonly [
  format: string,
  BackendReply,
  cause: string,
  stored: number,
  detail?: RegExp,
])[] = [
  ['json', 200, 'stored', 3],
  ['json', json(200, { error: 'no room' }), 'no-success', 0, /no room/],
  ['json', json(200, { rejected: [{ index: 1, error: 'no such device' }] }), 'partly', 2, /no such device/],
  ['json', json(200, { rejected: 1 }), 'partly', 3, /1 events were rejected/],
  ['json', page(200), 'web-page', 0, /Guest network/],
  ['json', 401, 'api-key', 0],
  ['json', json(403, { error: 'read-only key' }), 'permission', 0, /read-only key/],
  ['json', page(404), 'path', 0],
  ['json', 405, 'method', 0],
  ['json', text(400, 'unexpected token'), 'rejected', 0, /unexpected token/],
  ['json', 415, 'format', 0],
  ['json', 413, 'too-large', 0],
  ['json', 429, 'busy', 0],
  ['json', 500, 'server-error', 0],
  ['json', { status: 302, headers: { location: 'https://other.example/' } }, 'redirect', 0, /other\.example/],
  ['json', text(400, '<html><h1>The plain HTTP request was sent to HTTPS port</h1>'), 'https', 0],
  ['json', json(404, { message: 'relation "public.readings" does not exist' }), 'place', 0, /readings/],
  ['ndjson', text(404, 'Code: 60. DB::Exception: Table plant.readings does not exist.'), 'place', 0],
  ['influx', 204, 'stored', 3],
  ['influx', 200, 'no-success', 0, /204/],
  ['influx', json(400, { error: 'database is required' }), 'place', 0],
  ['influx', json(404, { error: 'database not found: "plant"' }), 'place', 0, /"plant"/],
  ['influx', json(404, { code: 'not found', message: 'bucket "plant" not found' }), 'place', 0],
  ['influx', json(401, { error: 'authorization failed' }), 'api-key', 0, /authorization failed/],
  ['wireband', 200, 'stored', 3],
  ['otlp', json(200, {}), 'stored', 3],
];

describe('the check of a backend', () => {
  let server: HttpBackend;
  beforeEach(async () => {
    server = await startHttpBackend();
  });
  afterEach(() => server.stop());

  for (const [format, reply, cause, stored, detail] of ANSWERS) {
    const shown = typeof reply === 'object' ? `${reply.status} ${reply.body ?? ''}` : String(reply);
    it(`reports ${cause} for ${format} answered with ${shown.slice(0, 60)}`, async () => {
      server.reply = () => reply;
      const report = await check({ url: server.url, format });
      assert.deepEqual([report.cause, report.stored, report.sent], [cause, stored, 3]);
      if (detail) assert.match(report.detail ?? '', detail);
      assert.ok(report.durationMs > 0);
    });
  }

  it('sends what an uplink would, once, with a header that marks the check', async () => {
    await check(
      { url: server.url, format: 'json', query: 'a=b', headers: { 'X-Tenant': 'acme' } },
      {
        apiKey: 'secret',
      },
    );
    const [request, ...others] = server.requests;
    assert.equal(others.length, 0);
    assert.equal(request?.path, '/?a=b');
    assert.deepEqual(
      ['wireband-check', 'x-tenant', 'authorization'].map((name) => request?.headers[name]),
      ['1', 'acme', 'Bearer secret'],
    );
    const { events: sent } = JSON.parse(String(request?.body));
    assert.deepEqual(
      sent.map(({ topic }: { topic: string }) => topic),
      events.map(({ topic }) => topic),
    );
  });

  it('tries another coding, as for a batch', async () => {
    server.reply = ({ headers }) => (headers['content-encoding'] ? 415 : 200);
    const { cause } = await check({ url: server.url, format: 'json', compression: 'gzip' });
    assert.deepEqual([cause, server.requests.length], ['stored', 2]);
  });

  it('counts the delivered events of two requests', async () => {
    server.reply = ({ path }) => (path.endsWith('/v1/logs') ? 404 : 200);
    const report = await check({ url: server.url, format: 'otlp' });
    assert.deepEqual([report.cause, report.stored, report.sent], ['path', 1, 3]);
  });

  it('sends nothing if the format cannot carry any of the events', async () => {
    const nothing = [{ topic: 'a', symbol: 0xfc6a, data: 'null', time: 1_700_000_000_000, bytesIn: 5 }];
    const report = await check({ url: server.url, format: 'influx' }, { events: nothing });
    assert.deepEqual([report.cause, report.sent, server.requests.length], ['nothing', 0, 0]);
  });

  it('detects a port without a server, and an unknown host name', async () => {
    const refused = await check({ url: `http://127.0.0.1:${await freePort()}` });
    assert.equal(refused.cause, 'connection-refused');
    const unknown = await check({ url: 'http://no-such-host.invalid' });
    assert.ok(['unknown-name', 'no-lookup'].includes(unknown.cause), unknown.cause);
    assert.equal(unknown.host, 'no-such-host.invalid');
  });

  it('detects a server that does not respond in time, and one that closes the connection', async () => {
    server.reply = () => 'hang';
    assert.equal((await check({ url: server.url, timeout: 0.1 })).cause, 'no-answer');
    server.reply = () => 'reset';
    assert.equal((await check({ url: server.url })).cause, 'closed');
  });

  it('detects a server with another protocol', async () => {
    const other = createServer((socket) => socket.on('error', () => undefined).end('220 mail ready\r\n'));
    const port = await listen(other);
    try {
      assert.equal((await check({ url: `http://127.0.0.1:${port}` })).cause, 'unreadable');
      assert.equal((await check({ url: server.url.replace('http:', 'https:') })).cause, 'no-tls');
    } finally {
      other.close();
    }
  });

  it('shows an untrusted certificate with its dates, and sends nothing', async () => {
    const secure = await startHttpBackend({ tls: true });
    try {
      const { cause, certificate } = await check({ url: secure.url });
      assert.equal(cause, 'certificate-untrusted');
      assert.match(certificate?.names ?? '', /DNS:localhost/);
      assert.equal(new Date(certificate?.validTo ?? 0).getUTCFullYear(), 2120);
      assert.equal(secure.requests.length, 0);
    } finally {
      await secure.stop();
    }
  });

  it('detects a certificate for another name, and accepts its own', async () => {
    const secure = await startHttpBackend({ tls: true });
    const restore = stubNames({ 'plant.example': ['127.0.0.1'] });
    const access = { tls: { ca: readFileSync(testAuthorityFile) } };
    try {
      assert.equal((await check({ url: secure.url }, access)).cause, 'stored');
      const elsewhere = secure.url.replace('127.0.0.1', 'plant.example');
      assert.equal((await check({ url: elsewhere }, access)).cause, 'certificate-name');
    } finally {
      restore();
      await secure.stop();
    }
  });

  it('detects an expired certificate, and since when', async () => {
    const [cert, key] = ['crt', 'key'].map((part) => readFileSync(fixture(`client-expired.${part}`)));
    const expired = createTlsServer({ cert, key }, (_request, response) => response.end());
    const port = await listen(expired);
    try {
      const { cause, certificate } = await check(
        { url: `https://127.0.0.1:${port}` },
        { tls: { ca: cert, servername: 'localhost' } },
      );
      assert.equal(cause, 'certificate-expired');
      assert.equal(new Date(certificate?.validTo ?? 0).getUTCFullYear(), 2021);
    } finally {
      expired.close();
    }
  });
});
